using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup.Actions;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// <c>backup FILE</c>: writes everything needed to restore the site, except the key file, into one file while the site runs.
/// </summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var file = new Argument<string>(
            "FILE")
        { Description = "Where the backup goes. A file that is there already is never overwritten." };
        var fromInput = PassphraseInput.Option();
        var unencrypted = new Option<bool>("--unencrypted") { Description = "Write it so that anybody who has the file can read it." };
        var command = new Command(
            "backup", "Back up the running site into one file, sealed by a passphrase.") { file, fromInput, unencrypted };
        command.SetAction((parsed, cancellationToken) => BackupConsole.RunAsync(terminal, () =>
            RunAsync(read(), terminal, parsed.GetValue(file)!, parsed.GetValue(fromInput), parsed.GetValue(unencrypted),
                cancellationToken)));
        return command;
    }

    internal static async Task<int> RunAsync(
        Setup setup, Terminal terminal, string file, bool fromInput, bool unencrypted, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path) || Directory.Exists(path))
        {
            return terminal.Fail(
                $"{path} is there already. Nothing was written.", "Name another file; a date in the name keeps them apart.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            return terminal.Fail(
                $"There is no folder {Path.GetDirectoryName(path)}. Nothing was written.", "Make it, or name another place.");
        }

        if (unencrypted == fromInput && (unencrypted || !terminal.IsInteractive))
        {
            return terminal.Fail(
                unencrypted ? "A backup is either sealed by a passphrase or unencrypted." : "There is no passphrase.",
                "Write one to standard input and add --passphrase-stdin, or add --unencrypted.", ExitCode.Misuse);
        }

        if (!PassphraseInput.TryAskNew(terminal, !unencrypted, "Passphrase of the backup", out var passphrase, out var refused))
        {
            return refused;
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        using var talk = new BackupConsole(terminal);
        var made = await scope.ServiceProvider.GetRequiredService<MakeBackup>()
            .RunAsync(Actor.CommandLine, new(path, passphrase, talk.Report), cancellationToken);
        talk.Dispose();
        return Answer(terminal, talk, made, path, passphrase is not null, scope.ServiceProvider.GetRequiredService<FieldKeyFile>(),
            setup.Options);
    }

    private static int Answer(
        Terminal terminal, BackupConsole talk, MakeBackup.Made made, string path, bool isSealed, FieldKeyFile keyFile, CmsOptions options)
    {
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Backed up to {path}: {made.Files} entries, {made.Bytes / 1_000_000.0:0.0} MB, "
            + $"{(isSealed ? "sealed by the passphrase" : "NOT ENCRYPTED")}. It was read back whole."));
        if (made.Trial.Fault is null)
        {
            talk.Say(made.Trial);
        }

        terminal.Say("Head of its log: " + made.Facts.Head);
        terminal.Say("SHA-256 of the file: " + made.Sha256);
        terminal.Say($"Not in it, so that a stolen backup names nobody: the key file {keyFile.Path}. Keep a copy of that in another "
            + "place than the backups: without it nobody reads the names and e-mail addresses, and the site does not start.");
        if (!isSealed)
        {
            terminal.Say("Anyone who has this file can read every draft. Not in it either: the keys of authenticator apps; after a restore "
                + "those apps are set up again (user remove-factors).");
        }

        if (path.StartsWith(Path.GetFullPath(options.DataDirectory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            terminal.Say("The backup is in the data folder, and would be lost or stolen with it. Copy it to another machine.");
        }

        return made.Trial.Fault is { } fault
            ? terminal.Fail($"The backup is a true copy, but what it is a copy of does not hold: {fault}.",
            "Keep it, and earlier ones: they show what was changed and when. See the health page.")
            : ExitCode.Done;
    }
}
