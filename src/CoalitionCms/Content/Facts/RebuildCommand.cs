using System.CommandLine;
using System.Globalization;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Content;

/// <summary><c>rebuild projection</c>: rebuilds the columns of lists from the revisions.</summary>
internal static class RebuildCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) =>
        new("rebuild", "Make again what is made from something else.") { ForProjection(terminal, read) };

    private static Command ForProjection(Terminal terminal, Func<Setup> read)
    {
        var command = new Command("projection", "Make the columns by which lists find, filter and sort, and what search knows, again from "
            + "texts and facts. What is public stays as it is.");
        command.SetAction((_, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            var setup = read();
            if (!Directory.Exists(setup.Options.DataDirectory))
            {
                return terminal.Fail($"There is no data folder {Path.GetFullPath(setup.Options.DataDirectory)}.",
                    "Name the right one in Cms__DataDirectory.");
            }

            await using var services = setup.Services();
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
            Progress? shown = null;
            var items = await scope.ServiceProvider.GetRequiredService<RebuildProjection>().RunAsync(Actor.CommandLine,
                (done, total) => (shown ??= new Progress(terminal, total, "items")).Report(done), cancellationToken);
            shown?.Dispose();
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"The lists and the search of {items} items are made again. Look whether all holds: verify content"));
            return ExitCode.Done;
        }));
        return command;
    }
}
