using System.CommandLine;
using System.Security.Cryptography;
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
        catch (CryptographicException)
        {
            return terminal.Fail("An encrypted value in the database does not decrypt: it was changed or moved, but not by this program.",
                "See which one: verify rows. Keep a copy of the database, and restore the last backup that was made before.");
        }
    }
}
