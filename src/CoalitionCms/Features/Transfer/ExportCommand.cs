using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
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
        var command = new Command("export", "Write everything that readers may see as Markdown, JSON and photos.") { folder, wordPress };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () =>
            RunAsync(read(), terminal, parsed.GetValue(folder)!, parsed.GetValue(wordPress), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Setup setup, Terminal terminal, string folder, string? wordPress,
        CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        var export = scope.ServiceProvider.GetRequiredService<ExportSite>();
        await export.RunAsync(folder, Terminal.Version, cancellationToken);
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{export.Texts} texts in {export.Files} files, {export.Changed} of them changed: {Path.GetFullPath(folder)}"));
        terminal.Say("Not in it: drafts, older versions, the roster, names that are hidden, accounts and keys. A backup has all of them.");
        if (wordPress is not null)
        {
            var count = await scope.ServiceProvider.GetRequiredService<WriteWordPress>()
                .RunAsync(Path.GetFullPath(wordPress), cancellationToken);
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{count} articles and pages for WordPress: {wordPress}"));
        }

        return ExitCode.Done;
    }
}
