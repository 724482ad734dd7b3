using System.Diagnostics;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.BrowserTests.Support;

/// <summary>Photos as phones make them, from the tools of this machine.</summary>
internal static class Photos
{
    /// <summary>A photo with place, camera and time in it.</summary>
    public static async Task<string> FromPhoneAsync()
    {
        var path = (await SeveralAsync(1))[0];
        await RunAsync("exiftool", "-q", "-overwrite_original", "-GPSLatitude=40.7614", "-GPSLatitudeRef=N", "-GPSLongitude=73.83",
            "-GPSLongitudeRef=W", "-Make=Phone", "-Model=Five", "-SerialNumber=4711", "-Comment=secret", "-XMP:Creator=secret", path);
        Assert.NotEmpty(await MetadataOfAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
        return path;
    }

    /// <summary>Different photos of 3 megapixels, named by their number.</summary>
    public static async Task<string[]> SeveralAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("cms-photos-").FullName;
        var paths = Enumerable.Range(1, count).Select(i => Path.Combine(folder, FormattableString.Invariant($"IMG_{i:00}.jpg"))).ToArray();
        foreach (var (index, path) in paths.Index())
        {
            using var noise = NetVips.Image.Gaussnoise(2000, 1500, sigma: 20, mean: 60 + (index * 8));
            noise.Cast(NetVips.Enums.BandFormat.Uchar).Jpegsave(path);
        }

        return paths;
    }

    /// <summary>Everything that exiftool reads from a file besides what any picture has.</summary>
    public static async Task<string[]> MetadataOfAsync(byte[] file)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        var lines =
            await RunAsync("exiftool", "-s", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-MakerNotes:all", "-ICC_Profile:all",
            "-Comment", path);
        File.Delete(path);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Sets the four-eyes rule, as an admin would.</summary>
    public static async Task SetApprovalAsync(this CmsSite site)
    {
        var open = await site.AskAsync((SettingsAdminQueries queries) => queries.OpenAsync(TestContext.Current.CancellationToken));
        var input = new SaveSettings.Input(
            open.Name, open.Heading, open.Lede, open.Notice, open.Severity, open.NoticeLink, open.NoticeOn, NeedsApproval: true,
            open.TrashDays, open.KeepsOriginals, open.Version);
        Assert.True((await site.AskAsync((SaveSettings save) =>
            save.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken))).IsDone);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed. On Debian: apt-get install libimage-exiftool-perl.");
            throw;
        }
    }
}
