using System.CommandLine;
using System.Globalization;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Features.Snapshot;

/// <summary><c>snapshot DIR</c>: writes the public site as files, while the site runs or does not.</summary>
internal static class SnapshotCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read, Func<Setup, ISitesInProcess> sites)
    {
        var folder = new Argument<string>("DIR") { Description = "Where the copy goes: a folder that is empty, or holds an older copy." };
        var zip = new Option<string?>("--zip") { Description = "Write it into one ZIP file as well.", HelpName = "FILE" };
        var days = new Option<int>("--days")
        {
            Description = "For how many days it is valid.",
            DefaultValueFactory = _ => SnapshotWish.UsualDays,
        };
        var at = new Option<DateTime?>("--at")
        {
            Description = "The moment that it shows, in UTC; usually now. Two copies of the same content at the same moment are the same.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (DateTime.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                {
                    return time;
                }

                result.AddError("--at is written as 2026-11-29T14:00:00Z.");
                return null;
            },
        };
        var command = new Command("snapshot", "Write the whole public site as files that any web server or USB stick can serve.")
        {
            folder, zip, days, at,
        };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () => RunAsync(
            read(), terminal, sites, new(parsed.GetValue(folder)!, parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow().UtcDateTime,
                parsed.GetValue(days), parsed.GetValue(zip)), cancellationToken)));
        return command;
    }

    internal static async Task<int> RunAsync(Setup setup, Terminal terminal, Func<Setup, ISitesInProcess> sites, SnapshotWish wish,
        CancellationToken cancellationToken)
    {
        if (wish.ValidDays is < 1 or > SnapshotWish.MostDays)
        {
            return terminal.Fail(string.Create(CultureInfo.InvariantCulture, $"--days is {wish.ValidDays}."),
                string.Create(CultureInfo.InvariantCulture, $"Write a number from 1 to {SnapshotWish.MostDays}."), ExitCode.Misuse);
        }

        if (wish.Zip is { } zip && (Directory.Exists(zip) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(zip)))))
        {
            return terminal.Fail($"{zip} is no place for a file.", "Name a file in a folder that exists.");
        }

        using var progress = new CopyProgress(terminal, "files");
        var made = await new SnapshotWriter(sites(setup), setup.Options)
            .RunAsync(wish with { Progress = progress.Report }, cancellationToken);
        progress.Dispose();
        foreach (var lost in made.Lost)
        {
            terminal.Say($"A page shows {lost}, which the site does not have.");
        }

        var where = Path.GetFullPath(wish.Folder);
        terminal.Say(made.IsSame
            ? string.Create(CultureInfo.InvariantCulture,
                $"Nothing changed: the copy {made.Version} in {where} is as it was, and so is its signature.")
            : string.Create(CultureInfo.InvariantCulture,
            $"Copy {made.Version} in {where}: {made.Files} files, {made.Bytes / 1e6:0.0} MB, ")
                + string.Create(CultureInfo.InvariantCulture,
                $"{made.Rendered} of them made now; valid until {made.ExpiresAt:yyyy-MM-dd}."));
        if (!File.Exists(Path.Combine(where, CopyManifest.SignatureName)))
        {
            terminal.Say("It is not signed. On a machine that has the key:");
            terminal.Say("    sign DIR --key FILE");
        }

        return ExitCode.Done;
    }
}

/// <summary>Progress of work whose total grows, told from several threads.</summary>
internal sealed class CopyProgress(Terminal terminal, string what) : IDisposable
{
    private readonly Lock gate = new();
    private Progress? shown;
    private int total;
    private long next;

    public void Report(int done, int all)
    {
        lock (gate)
        {
            if (shown is null || all > total * 1.2)
            {
                shown = new Progress(terminal, total = Math.Max(1, all), what);
            }

            if (Environment.TickCount64 is var now && (now >= next || done == all))
            {
                next = now + 200;
                shown.Report(Math.Min(done, total));
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            shown?.Dispose();
            shown = null;
        }
    }
}
