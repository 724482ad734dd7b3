using System.CommandLine;
using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Web;

namespace CoalitionCms.Operations.Health;

/// <summary>
/// <c>verify</c>: proves that nothing was changed outside of the program, or reports the first change. Changes nothing itself.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        Command[] all = [ForAudit(terminal, read), ForContent(terminal, read), ForRows(terminal, read)];
        var copy = new VerifyCopy();
        var command = new Command("verify", "Prove that nothing was changed behind the program's back. Alone it runs all but the backup's; "
            + "with a copy of the site it checks that.")
        {
            VerifyBackupCommand.Create(terminal, read),
        };
        Array.ForEach(all, command.Add);
        copy.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (copy.IsAsked(parsed))
            {
                return await CommandVerb.GuardAsync(terminal, () => copy.RunAsync(parsed, terminal, read, cancellationToken));
            }

            var worst = ExitCode.Done;
            foreach (var one in all)
            {
                worst = Math.Max(worst, await one.Parse([]).InvokeAsync(configuration: null, cancellationToken));
            }

            return worst;
        });
        return command;
    }

    private static Command ForRows(Terminal terminal, Func<Setup> read)
    {
        var command = new Command("rows",
            "Compare members, consents, attendances, addresses, settings, photos and publications, row by row, with the log.");
        command.SetAction((_, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            var report = await services.GetRequiredService<RowVerification>().RunAsync(cancellationToken);
            if (report.Wrong is { } wrong)
            {
                return terminal.Fail(
                    $"Table {wrong.Table}, row {wrong.Key}: {Words("RowFault." + wrong.Fault)}",
                    "Change nothing. Keep a copy of the database, and compare the row with a backup and with the log.");
            }

            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"All {report.Rows} rows are what the log says, and {report.Values} encrypted values belong where they stand."));
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static Command ForAudit(Terminal terminal, Func<Setup> read)
    {
        var noted = new Option<ChainHead?>("--head")
        {
            Description =
                "A head of the log that was noted elsewhere. Without it nobody can tell whether the end was cut off, or everything "
                + "rewritten.",
            HelpName = "HASH@N",
            CustomParser = result =>
            {
                if (result.Tokens.Count == 1 && ChainHead.TryParse(result.Tokens[0].Value, out var head))
                {
                    return head;
                }

                result.AddError("--head is written as the hash of 64 characters, an at sign, and the number of the line.");
                return null;
            },
        };
        var command = new Command("audit", "Walk through the whole audit log, and name the first line that does not hold.") { noted };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            using var progress = new VerifyProgress(terminal, "lines");
            var report = await services.GetRequiredService<AuditVerification>()
                .RunAsync(parsed.GetValue(noted), progress.Report, cancellationToken);
            progress.Dispose();
            return Answer(terminal, report, parsed.GetValue(noted) is not null);
        }, cancellationToken));
        return command;
    }

    private static Command ForContent(Terminal terminal, Func<Setup> read)
    {
        var command = new Command("content", "Compare every public text with its revision and with what the log says was published.");
        command.SetAction((_, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            using var progress = new VerifyProgress(terminal, "texts");
            var report = await services.GetRequiredService<ContentVerification>()
                .RunAsync((done, total) => progress.Report(done, total), cancellationToken);
            progress.Dispose();
            if (report.Wrong is { } wrong)
            {
                return terminal.Fail(
                    $"The public text {wrong.Path} (entry {wrong.EntryId:D}) is not what was published: "
                    + $"{Words("ContentFault." + wrong.Fault)}",
                    "Change nothing. Keep a copy of the database, and compare the text with a backup and with its history in the admin "
                    + "area.");
            }

            if (!await services.GetRequiredService<CmsDbContext>().SearchHoldsAsync(cancellationToken))
            {
                return terminal.Fail("The index of the search has other words than the public texts.",
                    "Write it again: rebuild projection");
            }

            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"All {report.Count} public texts are what was published."));
            if (report.Invented > 0)
            {
                terminal.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Invented} of them are invented entries for trying out; the log tells of those in batches alone."));
            }

            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static int Answer(Terminal terminal, AuditReport report, bool isCompared)
    {
        if (report.Break is { } broken)
        {
            return terminal.Fail(
                string.Create(CultureInfo.InvariantCulture,
                    $"The audit log does not hold at line {broken.Number} ({broken.Reason}): {Words("Audit.Break." + broken.Reason)}"),
                $"The lines before it hold, up to {report.Head}. Change nothing: keep a copy of the database, and compare with a backup.");
        }

        if (report.IsNotedBeforeStart)
        {
            return terminal.Fail(
                string.Create(CultureInfo.InvariantCulture,
                    $"The head given is in the part that was cut away: the log begins after line {report.Start.Number}. What is left "
                    + $"of it holds, but was not compared."),
                "Compare it with a backup from before the cut, or give a head that was noted later.");
        }

        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"The audit log holds: {report.Lines} lines. Its head is"));
        terminal.Say("    " + report.Head);
        if (!isCompared)
        {
            terminal.Say("A chain alone proves nothing against somebody who owns the database and computes it again. Note this head "
                + "elsewhere, and give it next time:");
            terminal.Say("    verify audit --head " + report.Head);
        }

        return ExitCode.Done;
    }

    private static string Words(string key) => new Texts(new HttpContextAccessor())[key];

    private static Task<int> RunAsync(Terminal terminal, Func<Setup> read, Func<IServiceProvider, Task<int>> run,
        CancellationToken cancellationToken) =>
        CommandVerb.GuardAsync(terminal, async () =>
    {
        var setup = read();
        if (!Directory.Exists(setup.Options.DataDirectory))
        {
            return terminal.Fail(
                $"There is no data folder {Path.GetFullPath(setup.Options.DataDirectory)}.", "Name the right one in Cms__DataDirectory.");
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
        return await run(scope.ServiceProvider);
    });
}

/// <summary>Progress of a check whose total is known only once it has begun. Short checks show none.</summary>
internal sealed class VerifyProgress(Terminal terminal, string what) : IDisposable
{
    private const long WorthTelling = 5_000;
    private Progress? shown;

    public void Report(long done, long total)
    {
        if (terminal.IsScreen && total >= WorthTelling)
        {
            shown ??= new Progress(terminal, (int)Math.Min(total, int.MaxValue), what);
            shown.Report((int)Math.Min(done, int.MaxValue));
        }
    }

    public void Dispose() => shown?.Dispose();
}
