using System.CommandLine;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

/// <summary>What every command does around its work: it reads the settings, and tells the operator what to correct.</summary>
internal static class CommandVerb
{
    public static Command Create(string name, string description, Terminal terminal, Func<Setup> read,
        Func<Setup, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((_, cancellationToken) => GuardAsync(terminal, () => run(read(), cancellationToken)));
        return command;
    }

    /// <summary>Runs, and turns what the operator can mend into an <c>error:</c> and a <c>hint:</c>.</summary>
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
