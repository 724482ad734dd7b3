using System.CommandLine;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Keys;

/// <summary><c>migrate</c>: applies database migrations without serving the site.</summary>
internal static class MigrateCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) =>
        CommandVerb.Create("migrate", "Bring the database up to date.", terminal, read, async (setup, cancellationToken) =>
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        var applied = await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        terminal.Say(applied.Count == 0
            ? "The database is up to date."
            : $"Applied {applied.Count} migrations; the database is up to date.");
        return ExitCode.Done;
    });
}
