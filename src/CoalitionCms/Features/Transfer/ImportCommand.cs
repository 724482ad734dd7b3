using System.CommandLine;
using System.Globalization;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Transfer;

/// <summary><c>import blogger|wordpress FILE…</c>: moves the texts of another system in.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) =>
        new("import", "Move the texts of another system in; the same file can be read any number of times.")
        {
            Verb("blogger", "A backup of Blogger: its file, or the folder, ZIP or tgz of Google Takeout.", ImportFormat.Blogger, terminal,
                read),
            Verb("wordpress", "An export of WordPress (WXR 1.0 to 1.2); several files of one site are given together.",
                ImportFormat.WordPress, terminal, read),
            Verb("export", "An export of this program, into an empty site.", ImportFormat.Export, terminal, read),
        };

    private static Command Verb(string name, string description, ImportFormat format, Terminal terminal, Func<Setup> read)
    {
        var files = new Argument<string[]>("FILE") { Description = "What was exported.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done." };
        var media = new Option<string?>("--media") { Description = "A folder with photos that the export lacks.", HelpName = "DIR" };
        var map = new Option<string?>("--map") { Description = "A JSON file about authors, labels and hosts.", HelpName = "FILE" };
        var asDrafts = new Option<bool>("--as-drafts") { Description = "Publish nothing." };
        var asWas = new Option<bool>("--publish-as-was") { Description = "Publish what was public there (this is the default)." };
        var reports = new Option<string[]>("--report")
        {
            Description = "Write the whole report here: as JSON if the name ends in .json, else as text.",
            HelpName = "FILE",
        };
        var fromInput = PassphraseInput.Option();
        var command = new Command(name, description) { files, dryRun, media, map, asWas, asDrafts, reports };
        if (format == ImportFormat.Export)
        {
            command.Add(fromInput);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(asDrafts) && result.GetValue(asWas))
            {
                result.AddError("--as-drafts and --publish-as-was contradict each other: give one of them.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            if (parsed.GetValue(media) is { } folder && !Directory.Exists(folder))
            {
                return terminal.Fail($"There is no folder {folder}. Nothing was imported.", "Name the folder that has the photos.");
            }

            var mapped = ImportMap.None;
            if (parsed.GetValue(map) is { } mapFile)
            {
                if (!File.Exists(mapFile))
                {
                    return terminal.Fail($"There is no file {mapFile}. Nothing was imported.", "");
                }

                try
                {
                    mapped = ImportMap.Read(await File.ReadAllTextAsync(mapFile, cancellationToken));
                }
                catch (SourceException unreadable)
                {
                    return terminal.Fail(new ReportText(new Texts(new HttpContextAccessor())).Refusal(
                        new(unreadable.Key, [.. unreadable.Arguments]), unreadable.Line), "Nothing was imported.");
                }
            }

            var request = new ImportRequest(format, parsed.GetValue(files)!)
            {
                MediaFolder = parsed.GetValue(media),
                Map = mapped,
                IsDryRun = parsed.GetValue(dryRun),
                AsDrafts = parsed.GetValue(asDrafts),
                Passphrase = format == ImportFormat.Export && parsed.GetValue(fromInput)
                    ? terminal.ReadSecret("Passphrase of the private part")
                    : null,
            };
            return await RunAsync(read(), terminal, request, parsed.GetValue(reports) ?? [], cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(Setup setup, Terminal terminal, ImportRequest request, string[] reports,
        CancellationToken cancellationToken)
    {
        if (Array.Find(reports, r => !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(r)))) is { } nowhere)
        {
            return terminal.Fail($"There is no folder for the report {nowhere}.",
                "Make the folder, or name another one. Nothing was imported.");
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        using var bar = new ImportBar(terminal, scope.ServiceProvider.GetRequiredService<TimeProvider>());
        ImportReport report;
        try
        {
            report = request.Format == ImportFormat.Export
                ? await scope.ServiceProvider.GetRequiredService<ReadExport>()
                    .RunAsync(Actor.CommandLine, request, bar.Report, cancellationToken)
                : await scope.ServiceProvider.GetRequiredService<ImportSite>()
                    .RunAsync(Actor.CommandLine, request, bar.Report, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            bar.Dispose();
            return terminal.Fail("Ended before it was done. What was imported is whole.", "Run it again: it goes on from there.");
        }

        bar.Dispose();
        var text = new ReportText(new Texts(new HttpContextAccessor()));
        foreach (var file in reports)
        {
            var content = file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? text.Json(report)
                : string.Join('\n', text.Lines(report, int.MaxValue)) + "\n";
            await AtomicFile.WriteAsync(Path.GetFullPath(file), Encoding.UTF8.GetBytes(content), cancellationToken);
        }

        if (report.Refused is { } refused)
        {
            return terminal.Fail(text.Refusal(refused, report.RefusedAtLine), "Nothing was imported.");
        }

        foreach (var line in text.Lines(report, most: 200))
        {
            terminal.Say(line);
        }

        return report.Count(ImportOutcome.Failed) > 0
            ? terminal.Fail($"{report.Count(ImportOutcome.Failed).ToString(CultureInfo.InvariantCulture)} texts were not imported.",
            "The lines above say why; correct them there, export again, and run this again.")
            : ExitCode.Done;
    }

    /// <summary>A bar with the time that is left, on a screen; else a line for each tenth.</summary>
    private sealed class ImportBar(Terminal terminal, TimeProvider clock) : IDisposable
    {
        private const int Width = 30;

        private bool isReading = true;
        private long started = clock.GetTimestamp();
        private long told;
        private int tenths;
        private bool isOpen;

        public void Report(ImportProgress progress)
        {
            if (isReading != progress.IsReading)
            {
                (isReading, started, told, tenths) = (progress.IsReading, clock.GetTimestamp(), 0, 0);
            }

            var share = progress.Total == 0 ? 1 : Math.Min(1, (double)progress.Done / progress.Total);
            var (elapsed, sinceTold) = (clock.GetElapsedTime(started), clock.GetElapsedTime(told));
            if (terminal.IsScreen && (sinceTold.TotalMilliseconds > 200 || share >= 1))
            {
                told = clock.GetTimestamp();
                terminal.Overwrite(Line(progress, share, elapsed));
                isOpen = true;
            }
            else if (!terminal.IsScreen && !progress.IsReading && (int)(share * 10) > tenths)
            {
                tenths = (int)(share * 10);
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Total} texts"));
            }
        }

        public void Dispose()
        {
            if (isOpen)
            {
                terminal.Say("");
                isOpen = false;
            }
        }

        private static string Line(ImportProgress progress, double share, TimeSpan elapsed)
        {
            var full = (int)(share * Width);
            var left = share is > 0.02 and < 1 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
            var end = left.TotalSeconds < 1 ? ""
                : left.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $", {left.TotalSeconds:0} s left")
                : string.Create(CultureInfo.InvariantCulture, $", {left.TotalMinutes:0} min left");
            var what = progress.IsReading
                ? string.Create(CultureInfo.InvariantCulture, $"reading {progress.Done / 1_000_000} of {progress.Total / 1_000_000} MB")
                : string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Total} texts");
            return $"[{new string('#', full)}{new string('.', Width - full)}] {what}{end}".PadRight(78);
        }
    }
}
