using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>An answer of a command.</summary>
public sealed record Answer(int ExitCode, string Output);

/// <summary>A place for backups outside of any site, and the commands about them, run in this process.</summary>
public sealed class Vault : IDisposable
{
    public const string Passphrase = "four lanterns 北 river";

    /// <summary>The place.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("cms-vault-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A file of it.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>The settings of a site.</summary>
    public static Setup SetupOf(DatabaseKind database, string connectionString, string folder) =>
        CommandLine.SetupOf(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cms:DataDirectory"] = folder,
            ["Cms:Database"] = database.ToString(),
            ["ConnectionStrings:Cms"] = connectionString,
        }).Build());

    /// <summary>The settings of a running site.</summary>
    public static Setup SetupOf(CmsSite site) => SetupOf(site.Database, site.ConnectionString, site.Folder);

    /// <summary>An empty folder and an empty database, with the key file in its place.</summary>
    public static async Task<(Setup Setup, string ConnectionString, string Folder)> EmptyAsync(DatabaseKind database, bool withKey = true)
    {
        var folder = Directory.CreateTempSubdirectory("cms-restored-").FullName;
        var connectionString = await TestDatabases.EmptyAsync(database, folder);
        if (withKey)
        {
            TestKeys.PutInto(folder);
        }

        return (SetupOf(database, connectionString, folder), connectionString, folder);
    }

    /// <summary>Backs up; without a passphrase unencrypted.</summary>
    public static Task<Answer> BackUpAsync(Setup setup, string file, string? passphrase = null) =>
        RunAsync(passphrase, terminal => BackupCommand.RunAsync(setup, terminal, file, passphrase is not null, passphrase is null, Token));

    /// <summary>Backs up, and expects that it works.</summary>
    public async Task<string> BackUpAsync(CmsSite site, string name, string? passphrase = null)
    {
        var answer = await BackUpAsync(SetupOf(site), File(name), passphrase);
        answer.ExitCode.ShouldBe(0, answer.Output);
        return File(name);
    }

    /// <summary>Restores.</summary>
    public static Task<Answer> RestoreAsync(Setup setup, string file, string? passphrase = null, bool replace = false,
        bool unsound = false) =>
        RunAsync(passphrase, terminal => RestoreCommand.RunAsync(setup, terminal, file, passphrase is not null, replace, unsound, Token));

    /// <summary>Tests a backup.</summary>
    public static Task<Answer> VerifyAsync(Setup setup, string file, string? passphrase = null) =>
        RunAsync(passphrase, terminal => VerifyBackupCommand.RunAsync(setup, terminal, file, passphrase is not null, Token));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<Answer> RunAsync(string? typed, Func<Terminal, Task<int>> command)
    {
        await using var output = new StringWriter();
        using var input = new StringReader(typed + "\n");
        var terminal = new Terminal(output, output, input, isInteractive: false);
        var exitCode = await BackupConsole.RunAsync(terminal, () => command(terminal));
        return new(exitCode, output.ToString());
    }
}
