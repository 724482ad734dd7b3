using System.CommandLine;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

/// <summary>Common handling of all commands: reads the settings, and reports errors that the operator can correct.</summary>
internal static class CommandVerb
{
    public static Command Create(string name, string description, Terminal terminal, Func<Setup> read,
        Func<Setup, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((_, cancellationToken) => GuardAsync(terminal, () => run(read(), cancellationToken)));
        return command;
    }

    /// <summary>Runs a command, and reports errors that the operator can correct as <c>error:</c> and <c>hint:</c>.</summary>
    public static async Task<int> GuardAsync(Terminal terminal, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (SetupException problem)
        {
            return terminal.Fail(problem.Message, problem.Hint);
        }
    }
}
