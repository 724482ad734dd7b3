using System.Globalization;
using System.Runtime.InteropServices;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Cards;
using CoalitionCms.Features.Media;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Health;

/// <summary>Checks of the host and of the program's configuration.</summary>
internal sealed class HostChecks(CmsOptions options, FieldKeyFile keyFile, IServiceProvider services)
{
    private const long Gigabyte = 1_000_000_000;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const int MostNamed = 5;

    internal HealthRow Https(RequestFacts request)
    {
        var url = new Uri(options.BaseUrl);
        return url.Scheme == "https" && (request.IsHttps || request.HasUnknownProxy) ? new("Https", HealthState.Ok, "Ok", options.BaseUrl)
            : url.Scheme == "https" ? new("Https", HealthState.Look, "Plain", options.BaseUrl)
            : url.IsLoopback || url.Host.EndsWith(".onion", StringComparison.Ordinal)
            ? new("Https", HealthState.Look, "Look", options.BaseUrl)
            : new("Https", HealthState.Act, "Act", options.BaseUrl);
    }

    internal HealthRow Proxy(RequestFacts request)
    {
        var wide = options.KnownProxies.FirstOrDefault(p => System.Net.IPNetwork.TryParse(p, out var network) && network.PrefixLength < 8);
        return request.HasUnknownProxy ? new("Proxy", HealthState.Act, "Act")
            : options.NamesNoProxy && !request.IsHttps && !request.IsOnion ? new("Proxy", HealthState.Act, "Unnamed", options.BaseUrl)
            : wide is not null ? new("Proxy", HealthState.Look, "Look", wide)
            : options.KnownProxies.Length == 0 ? new("Proxy", HealthState.Ok, "None")
            : new("Proxy", HealthState.Ok, "Ok", string.Join(", ", options.KnownProxies));
    }

    internal HealthRow Private()
    {
        if (OperatingSystem.IsWindows())
        {
            return new("Private", HealthState.Look, "Unknown");
        }

        // What is in a closed folder cannot be reached; it matters when the folder is copied or opened.
        var open = DataFolder.OpenToOthers(options).ToList();
        var folder = Path.GetFullPath(options.DataDirectory);
        var isReachable = open.Any(o => (o.Path == folder || o.Path == keyFile.Path) && (o.Mode & Others) != 0);
        var named = open.Take(MostNamed).Select(o =>
            $"{Path.GetRelativePath(folder, o.Path)} ({Convert.ToString((int)o.Mode, 8)})").Concat(open.Count > MostNamed ? ["…"] : []);
        return open.Count == 0 ? new("Private", HealthState.Ok, "Ok")
            : new("Private", isReachable ? HealthState.Act : HealthState.Look, "Open", string.Join(", ", named));
    }

    /// <summary>Checks the key file of encrypted fields: missing, readable by others, included in backups, or correct.</summary>
    internal HealthRow FieldKeys(EncryptionState? mark)
    {
        object[] found = [keyFile.Path, mark?.KeyId ?? "", mark is null ? ""
            : mark.SealedAt.ToString("yyyy\u2011MM\u2011dd", CultureInfo.InvariantCulture)];
        return !keyFile.Exists ? new("FieldKeys", HealthState.Act, "Gone", found)
            : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile.Path) & (Group | Others)) != 0
            ? new("FieldKeys", HealthState.Act, "Open", found)
            : keyFile.IsInDataFolder ? new("FieldKeys", HealthState.Look, "Inside", found)
            : new("FieldKeys", HealthState.Ok, "Ok", found);
    }

    internal HealthRow Disk()
    {
        var drive = new DriveInfo(Path.GetFullPath(options.DataDirectory));
        var state = drive.AvailableFreeSpace < Gigabyte / 2 ? HealthState.Act
            : drive.AvailableFreeSpace < 2 * Gigabyte || drive.AvailableFreeSpace < drive.TotalSize / 20 ? HealthState.Look
            : HealthState.Ok;
        return new("Disk", state, "Found", drive.AvailableFreeSpace / (double)Gigabyte, drive.TotalSize / (double)Gigabyte);
    }

    internal HealthRow Icu() => KnowsKorean() ? new("Icu", HealthState.Ok, "Ok") : new("Icu", HealthState.Act, "Act");

    internal async Task<HealthRow> ImagesAsync(CancellationToken cancellationToken)
    {
        var found = await ActivatorUtilities.GetServiceOrCreateInstance<ImageResizer>(services)
            .FindDecodersAsync(options.DataDirectory, cancellationToken);
        return found switch
        {
            { Version: null } => new("Images", HealthState.Act, "None"),
            { HeicVersion: null } => new("Images", HealthState.Ok, "NoHeic", found.Version),
            _ => new("Images", HealthState.Ok, "Ok", found.Version, found.HeicVersion),
        };
    }

    internal async Task<HealthRow> CardsAsync(CancellationToken cancellationToken)
    {
        var drawn = await ActivatorUtilities.GetServiceOrCreateInstance<CardDrawer>(services).ScriptsAsync(cancellationToken);
        var missing = Language.All.Where(l => !drawn.Contains(l.Code)).Select(l => l.NativeName).ToList();
        return missing.Count == 0 ? new("Cards", HealthState.Ok, "Ok")
            : drawn.Count == 0 ? new("Cards", HealthState.Look, "None")
            : new("Cards", HealthState.Look, "Some", string.Join(", ", missing));
    }

    internal HealthRow Versions(string database) =>
        new("Versions", HealthState.Ok, "Found",
            $"CoalitionCms {Terminal.Version}, .NET {Environment.Version}, {database}, {RuntimeInformation.OSDescription}");

    /// <summary>Without ICU, dates of all languages are formatted as in English.</summary>
    private static bool KnowsKorean()
    {
        try
        {
            return new DateOnly(2026, 1, 2).ToString("MMMM", CultureInfo.GetCultureInfo("ko")) == "1월";
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
