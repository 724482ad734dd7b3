using System.CommandLine;
using CoalitionCms.Content;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Operations.Health;
using CoalitionCms.Operations.Keys;
using CoalitionCms.Operations.Seed;

namespace CoalitionCms;

/// <summary>The list of verbs. Without a verb the site is served.</summary>
internal static class CommandLine
{
    /// <param name="configuration">The settings; null for those of <see cref="Setup.Read"/>.</param>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, IConfiguration? configuration = null)
    {
        var root = new RootCommand(
            "CoalitionCms: the publishing system of a small human-rights organisation. Without a verb it serves the site.")
        {
            CommandVerb.Create("serve", "Serve the site.", terminal, Read, (setup, cancellationToken) =>
                ServeCommand.RunAsync(setup, terminal, cancellationToken)),
            UserCommand.Create(terminal, Read),
            MigrateCommand.Create(terminal, Read),
            KeysCommand.Create(terminal, Read),
            SeedCommand.Create(terminal, Read),
            ImportCommand.Create(terminal, Read),
            ExportCommand.Create(terminal, Read),
            HealthcheckCommand.Create(terminal, Read),
            VerifyCommand.Create(terminal, Read),
            RebuildCommand.Create(terminal, Read),
            AuditCommand.Create(terminal, Read),
            ReadonlyCommand.Create(terminal, Read),
            ClockCommand.Create(terminal, Read),
            SnapshotCommand.Create(terminal, Read, setup => new SitesInProcess(setup)),
            SignCommand.Create(terminal),
            StampCommand.Create(terminal),
            BackupCommand.Create(terminal, Read),
            RestoreCommand.Create(terminal, Read),
        };
        root.SetAction((_, cancellationToken) =>
            CommandVerb.GuardAsync(terminal, () => ServeCommand.RunAsync(Read(), terminal, cancellationToken)));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return terminal.Fail(
                string.Join(" ", parsed.Errors.Select(e => e.Message)), "Run with --help to see what there is.", ExitCode.Misuse);
        }

        return await parsed.InvokeAsync();

        Setup Read() => configuration is null ? Setup.Read(AddServices) : SetupOf(configuration);
    }

    public static Setup SetupOf(IConfiguration configuration) => Setup.Of(configuration, AddServices);

    private static void AddServices(IServiceCollection services, Setup setup) => services.AddCms(setup.Options, setup.ConnectionString);
}
