using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Features.Transfer;

/// <summary><c>export DIR</c>: writes all that is public as Markdown, JSON and photos, or as WordPress reads it.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var folder = new Argument<string>("DIR") { Description = "An empty folder, or one that an export was written to before." };
        var wordPress = new Option<string?>("--wordpress")
        {
            Description = "Also write articles and pages as one file that WordPress imports.",
            HelpName = "FILE",
        };
        var withPrivate = new Option<bool>("--with-private")
        {
            Description = "Also write the roster, everybody at the events and notes for staff, sealed by a passphrase.",
        };
        var fromInput = PassphraseInput.Option();
        var command = new Command("export", "Write everything that readers may see as Markdown, JSON and photos.")
        {
            folder, wordPress, withPrivate, fromInput,
        };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () =>
            RunAsync(read(), terminal, parsed.GetValue(folder)!, parsed.GetValue(wordPress), parsed.GetValue(withPrivate),
                parsed.GetValue(fromInput), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Setup setup, Terminal terminal, string folder, string? wordPress, bool withPrivate,
        bool fromInput, CancellationToken cancellationToken)
    {
        if (withPrivate ? !fromInput && !terminal.IsInteractive : fromInput)
        {
            return terminal.Fail(withPrivate ? "There is no passphrase." : "A passphrase seals what --with-private adds.",
                withPrivate ? "Write one to standard input and add --passphrase-stdin." : "Add --with-private, or leave it out.",
                ExitCode.Misuse);
        }

        if (!PassphraseInput.TryAskNew(terminal, withPrivate, "Passphrase of the private part", out var passphrase, out var refused))
        {
            return refused;
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        var export = scope.ServiceProvider.GetRequiredService<ExportSite>();
        await export.RunAsync(folder, Terminal.Version, passphrase, cancellationToken);
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{export.Texts} texts in {export.Files} files, {export.Changed} of them changed: {Path.GetFullPath(folder)}"));
        terminal.Say(passphrase is null
            ? "Not in it: drafts, older versions, the roster, names that are hidden, accounts and keys. A backup has all of them."
            : $"The roster and what only staff may see are in {ExportFormat.Private}, sealed by the passphrase. Not in it: drafts, older "
            + "versions, accounts and keys. A backup has all of them.");
        if (wordPress is not null)
        {
            var count = await scope.ServiceProvider.GetRequiredService<WriteWordPress>()
                .RunAsync(Path.GetFullPath(wordPress), cancellationToken);
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{count} articles and pages for WordPress: {wordPress}"));
        }

        return ExitCode.Done;
    }
}
