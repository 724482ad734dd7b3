using System.CommandLine;
using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Backup;

/// <summary>How commands get a passphrase: at a prompt, or from standard input, never as an argument.</summary>
internal static class PassphraseInput
{
    public static Option<bool> Option() =>
        new("--passphrase-stdin") { Description = "Read the passphrase from standard input, one line." };

    /// <summary>Asks for the passphrase of something that is about to be written; <paramref name="isWanted"/> is false for none.</summary>
    public static bool TryAskNew(Terminal terminal, bool isWanted, string what, out string? passphrase, out int refused)
    {
        (passphrase, refused) = (null, ExitCode.Done);
        if (!isWanted)
        {
            return true;
        }

        passphrase = terminal.ReadSecret($"{what} (at least {BackupSeal.ShortestPassphrase} characters)");
        if (SecretText.Length(passphrase) < BackupSeal.ShortestPassphrase)
        {
            refused = terminal.Fail(
                $"The passphrase is too short: it needs {BackupSeal.ShortestPassphrase} characters. Nothing was written.",
                "Take several words, and keep them where they survive this machine.");
        }
        else if (terminal.IsInteractive && terminal.ReadSecret("The same once more") != passphrase)
        {
            refused = terminal.Fail("The two are not the same. Nothing was written.", "Run it again.");
        }

        return refused == ExitCode.Done;
    }
}

/// <summary>Messages and prompts that the backup commands share.</summary>
internal sealed class BackupConsole(Terminal terminal) : IDisposable
{
    private const long Megabyte = 1_000_000;
    private const long WorthTelling = 16 * Megabyte;

    private Progress? shown;
    private string? doing;
    private long told;

    /// <summary>Returns the passphrase of an existing file; null if it needs none.</summary>
    /// <exception cref="SetupException">It cannot be read, or none was given.</exception>
    public string? AskFor(string path, bool fromInput)
    {
        if (!BackupReader.IsSealed(path))
        {
            return null;
        }

        return terminal.IsInteractive || fromInput
            ? terminal.ReadSecret("Passphrase of the backup")
            : throw new SetupException(
            "The backup is sealed by a passphrase, and none was given.", "Write it to standard input and add --passphrase-stdin.");
    }

    public void Report(string what, long done, long total)
    {
        if (total < WorthTelling)
        {
            return;
        }

        if (doing != what)
        {
            shown?.Dispose();
            (shown, doing, told) = (new Progress(terminal, (int)Math.Min(total / Megabyte, int.MaxValue), "MB " + what), what, -1);
        }

        if (done / Megabyte > told)
        {
            told = done / Megabyte;
            shown!.Report((int)Math.Min(told, int.MaxValue));
        }
    }

    /// <summary>Prints the result of checking a backup's database.</summary>
    public void Say(BackupReport trial)
    {
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Its database was opened and is whole; its audit log holds ({trial.Audit.Lines} lines); all {trial.Content.Count} public "
            + $"texts are what was published."));
        if (trial.WithoutFile > 0)
        {
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.WithoutFile} photos or files that it knows of are not in the backup: they were missing when it was made."));
        }
    }

    public static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    public void Dispose() => shown?.Dispose();

    /// <summary>Runs a command; reports when the operator cancels it.</summary>
    public static Task<int> RunAsync(Terminal terminal, Func<Task<int>> work) => CommandVerb.GuardAsync(terminal, async () =>
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            return terminal.Fail("Ended before it was done. Nothing was changed, and no file was left behind.", "Run it again.");
        }
    });
}
