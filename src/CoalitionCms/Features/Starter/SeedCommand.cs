using System.CommandLine;
using CoalitionCms.Cli;
using CoalitionCms.Data;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Starter;

/// <summary><c>seed</c>: puts content in place.</summary>
internal static class SeedCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("seed", "Put the starter content, or invented content, in place.");
        command.SetAction((_, cancellationToken) => CommandLine.GuardAsync(terminal, () => RunAsync(Setup.Read(), terminal, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Setup setup, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        if (!await scope.ServiceProvider.GetRequiredService<StarterContent>().AddAsync(Actor.CommandLine, cancellationToken))
        {
            return terminal.Fail("The database has entries; starter content is for an empty one. Nothing was changed.", "Name an empty folder in Cms__DataDirectory, or add invented entries with seed --sample 100.");
        }

        terminal.Say("The starter content is in place.");
        return ExitCode.Done;
    }
}
