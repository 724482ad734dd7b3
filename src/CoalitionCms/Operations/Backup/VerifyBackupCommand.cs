using System.CommandLine;
using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup.Actions;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// <c>verify backup FILE</c>: a restore test. Everything is unpacked at a temporary location, opened, checked, and deleted again.
/// </summary>
internal static class VerifyBackupCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var fromInput = new Option<bool>("--passphrase-stdin") { Description = "Read the passphrase from standard input, one line." };
        var command = new Command(
            "backup", "Restore a backup for a test, check all of it, and note in the log that it succeeded.") { file, fromInput };
        command.SetAction((parsed, cancellationToken) => BackupConsole.RunAsync(terminal, () =>
            RunAsync(read(), terminal, parsed.GetValue(file)!, parsed.GetValue(fromInput), cancellationToken)));
        return command;
    }

    internal static async Task<int> RunAsync(
        Setup setup, Terminal terminal, string file, bool fromInput, CancellationToken cancellationToken)
    {
        using var talk = new BackupConsole(terminal);
        var passphrase = talk.AskFor(file, fromInput);
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        var tested = await scope.ServiceProvider.GetRequiredService<TestBackup>()
            .RunAsync(Actor.CommandLine, new(Path.GetFullPath(file), passphrase, talk.Report), cancellationToken);
        talk.Dispose();
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"The backup of {BackupConsole.Moment(tested.Facts.MadeAt)} was read whole: {tested.Files} entries are what was written."));
        if (tested.Trial.Fault is { } fault)
        {
            return terminal.Fail(
                $"It is a true copy, but what it is a copy of does not hold: {fault}.", "Keep it, and test an earlier one.");
        }

        talk.Say(tested.Trial);
        terminal.Say("Head of its log: " + tested.Facts.Head);
        terminal.Say(tested.IsOwn
            ? "The restore test succeeded, and the log of this site says so."
            : "The restore test succeeded. It is not noted in a log: there is no site here whose log has that head.");
        return ExitCode.Done;
    }
}
