using System.CommandLine;
using CoalitionCms.Data;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Health;
using CoalitionCms.Content;
using CoalitionCms.Features.Settings;
using CoalitionCms.Operations.Seed;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

/// <summary>The list of verbs. Without one the site is served.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = new RootCommand(
            "CoalitionCms: the publishing system of a small human-rights organisation. Without a verb it serves the site.")
        {
            Verb("serve", "Serve the site.", terminal, (setup, cancellationToken) =>
                ServeCommand.RunAsync(setup, terminal, cancellationToken)),
            UserCommand.Create(terminal),
            MigrateCommand.Create(terminal),
            KeysCommand.Create(terminal),
            SeedCommand.Create(terminal),
            HealthcheckCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            RebuildCommand.Create(terminal),
            AuditCommand.Create(terminal),
            ReadonlyCommand.Create(terminal),
            BackupCommand.Create(terminal),
            RestoreCommand.Create(terminal),
        };
        root.SetAction((_, cancellationToken) =>
            GuardAsync(terminal, () => ServeCommand.RunAsync(Setup.Read(), terminal, cancellationToken)));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return terminal.Fail(
                string.Join(" ", parsed.Errors.Select(e => e.Message)), "Run with --help to see what there is.", ExitCode.Misuse);
        }

        return await parsed.InvokeAsync();
    }

    public static Command Verb(string name, string description, Terminal terminal, Func<Setup, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((_, cancellationToken) => GuardAsync(terminal, () => run(Setup.Read(), cancellationToken)));
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
