using System.CommandLine;
using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup.Actions;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// <c>restore FILE</c>: restores the site from a backup. Nothing is changed before all of it has been checked, and nothing is deleted.
/// </summary>
internal static class RestoreCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var fromInput = new Option<bool>("--passphrase-stdin") { Description = "Read the passphrase from standard input, one line." };
        var replace = new Option<bool>("--replace") { Description = "Move data that are there already aside." };
        var unsound = new Option<bool>("--unsound") { Description = "Restore it although its log or its texts do not hold." };
        var command = new Command(
            "restore", "Bring the site back out of a backup. Stop the site first.") { file, fromInput, replace, unsound };
        command.SetAction((parsed, cancellationToken) => BackupConsole.RunAsync(terminal, () =>
            RunAsync(read(), terminal, parsed.GetValue(file)!, parsed.GetValue(fromInput), parsed.GetValue(replace),
                parsed.GetValue(unsound), cancellationToken)));
        return command;
    }

    internal static async Task<int> RunAsync(
        Setup setup, Terminal terminal, string file, bool fromInput, bool replace, bool unsound, CancellationToken cancellationToken)
    {
        using var talk = new BackupConsole(terminal);
        var passphrase = talk.AskFor(file, fromInput);
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        var restored = await scope.ServiceProvider.GetRequiredService<RestoreBackup>()
            .RunAsync(Actor.CommandLine, new(new(Path.GetFullPath(file), passphrase, talk.Report), replace, unsound), cancellationToken);
        talk.Dispose();
        terminal.Say($"Restored: the site as it was at {BackupConsole.Moment(restored.Facts.MadeAt)}.");
        if (restored.Trial.Fault is null)
        {
            talk.Say(restored.Trial);
        }

        terminal.Say("Head of the log in the backup: " + restored.Facts.Head);
        terminal.Say("Head of the log now:           " + restored.Head);
        foreach (var old in restored.Aside)
        {
            terminal.Say("What was there before: " + old);
        }

        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{restored.Sessions} sessions were ended; everybody signs in again."));
        if (!restored.HasCookieKeys)
        {
            terminal.Say("The keys of authenticator apps were not in the backup: who used one signs in by recovery code, or has it "
                + "removed (user remove-factors).");
        }

        terminal.Say("What was done after that moment is undone. Look through it: consents withdrawn since name people again, and "
            + "accounts disabled since are open again.");
        return restored.Trial.Fault is { } fault
            ? terminal.Fail($"Restored, but what was backed up does not hold: {fault}.", "Look at the health page before readers do.")
            : ExitCode.Done;
    }
}
