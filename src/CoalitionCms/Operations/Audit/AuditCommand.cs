using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Audit.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Web;

namespace CoalitionCms.Operations.Audit;

/// <summary>
/// <c>audit prune</c>: removes old entries of the log where a checkpoint proves the cut. Nothing else in the program shortens the log.
/// </summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var before = new Option<DateOnly>("--before")
        {
            Description = "Cut away lines older than this day (UTC), such as 2025-01-01.",
            HelpName = "DATE",
            Required = true,
            CustomParser = result =>
            {
                if (result.Tokens.Count == 1
                    && DateOnly.TryParseExact(
                    result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    return day;
                }

                result.AddError("--before needs a day, written as 2025-01-01.");
                return default;
            },
        };
        var prune = new Command("prune", "Cut old lines away, at a checkpoint that carries the chain on.") { before };
        prune.SetAction((parsed, cancellationToken) =>
            CommandVerb.GuardAsync(terminal, () => PruneAsync(read(), terminal, parsed.GetValue(before), cancellationToken)));
        return new Command("audit", "Care for the audit log.") { prune };
    }

    private static async Task<int> PruneAsync(Setup setup, Terminal terminal, DateOnly before, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        var result = await scope.ServiceProvider.GetRequiredService<PruneAudit>().RunAsync(Actor.CommandLine, before, cancellationToken);
        if (!result.IsDone)
        {
            var texts = new Texts(new HttpContextAccessor());
            return terminal.Fail(texts.Join(result.Errors.Select(texts.Of)), "Nothing was changed.");
        }

        var pruned = result.Value;
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{pruned.Lines} lines were cut away. The log goes on behind line {pruned.Last.Number}, as the checkpoint in line "
            + $"{pruned.Checkpoint} proves:"));
        terminal.Say("    " + pruned.Last);
        terminal.Say("Heads that were noted for earlier lines can be compared no more. Backups still hold those lines.");
        return ExitCode.Done;
    }
}
