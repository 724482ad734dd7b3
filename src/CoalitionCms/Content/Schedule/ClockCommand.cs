using System.CommandLine;
using System.Globalization;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Content;

/// <summary><c>clock</c>: shows whether publishing waits because the host's clock jumped, and confirms the clock.</summary>
internal static class ClockCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) =>
        new("clock", "After the host's clock jumped, nothing is published or purged until somebody confirms it.")
    {
        Verb("status", "Say whether it jumped.", terminal, read, confirm: false),
        Verb("confirm", "The host's clock is right now: go on.", terminal, read, confirm: true),
    };

    private static Command Verb(string name, string description, Terminal terminal, Func<Setup> read, bool confirm) =>
        CommandVerb.Create(name, description, terminal, read, async (setup, cancellationToken) =>
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        if (await ClockJump.WaitingAsync(db, cancellationToken) is not { } jump)
        {
            terminal.Say("The clock did not jump.");
        }
        else if (confirm)
        {
            await scope.ServiceProvider.GetRequiredService<ConfirmClock>().RunAsync(Actor.CommandLine, cancellationToken);
            terminal.Say("Confirmed. The running site goes on within half a minute.");
        }
        else
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"The clock jumped from {jump.Expected:yyyy-MM-dd HH:mm} to {jump.Found:yyyy-MM-dd HH:mm} UTC. Nothing is published or "
                + $"purged until: clock confirm"));
        }

        return ExitCode.Done;
    });
}
