using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>What a restore asks for before it touches anything, and what it does with a backup of an older program.</summary>
public sealed class RestoringInOrderTests : IDisposable
{
    private readonly Vault vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_running_site_is_not_restored_over(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, Token));
        await site.FillLogAsync();
        var file = await vault.BackUpAsync(site, "site.backup");
        var head = await site.HeadAsync();

        var answer = await Vault.RestoreAsync(Vault.SetupOf(site), file, replace: true);

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: The site or another command of it is running. Nothing was changed.");
        (await site.HeadAsync()).ShouldBe(head);
    }

    [OnEachDatabase]
    public async Task Without_the_key_file_it_says_what_would_be_lost(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var file = await vault.BackUpAsync(site, "site.backup");
        var (setup, connectionString, folder) = await Vault.EmptyAsync(database, withKey: false);

        var answer = await Vault.RestoreAsync(setup, file);

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("names, notes and e-mail addresses are sealed by it: without it nobody can read them, and nobody "
            + "can sign in. Nothing was changed.");
        answer.Output.ShouldContain("hint:  Put the key file there from the copy that you keep apart from backups");
        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse();
        await TestDatabases.DropAsync(database, connectionString);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task After_a_restore_that_was_cut_off_nothing_starts_until_it_is_done_again()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var file = await vault.BackUpAsync(site, "site.backup");
        var (setup, _, folder) = await Vault.EmptyAsync(DatabaseKind.Sqlite);
        await RestoreInProgressFile.WriteAsync(setup.Options, "/srv/old", Token);

        foreach (var run in new[] { Vault.BackUpAsync(setup, vault.File("other.backup")), Task.Run(() => RunAsync(setup)) })
        {
            var refused = await run;
            refused.ExitCode.ShouldBe(1, refused.Output);
            refused.Output.ShouldContain("error: A restore was cut off while it put things in place. What was there before is in "
                + "/srv/old.");
        }

        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse("A new site beside half an old one would hide the loss.");
        (await Vault.RestoreAsync(setup, file, replace: true)).ExitCode.ShouldBe(0);
        (await RunAsync(setup)).ExitCode.ShouldBe(0);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_log_that_did_not_hold_when_it_was_backed_up_is_not_restored_by_accident()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await site.FillLogAsync();
        await site.TamperAsync($"""UPDATE "AuditEntries" SET "Verb" = 'entry.purged' WHERE "Number" = 3""");
        var made = await Vault.BackUpAsync(Vault.SetupOf(site), vault.File("evidence.backup"));
        made.ExitCode.ShouldBe(1, made.Output);
        made.Output.ShouldContain("error: The backup is a true copy, but what it is a copy of does not hold: its audit log does not "
            + "hold at line 3 (changed).");
        var (setup, connectionString, folder) = await Vault.EmptyAsync(DatabaseKind.Sqlite);

        var refused = await Vault.RestoreAsync(setup, vault.File("evidence.backup"));
        refused.ExitCode.ShouldBe(1, refused.Output);
        refused.Output.ShouldContain("error: The file is whole, but what was backed up was not sound: its audit log does not hold at "
            + "line 3");
        File.Exists(Path.Combine(folder, "cms.db")).ShouldBeFalse();
        var wanted = await Vault.RestoreAsync(setup, vault.File("evidence.backup"), unsound: true);
        wanted.ExitCode.ShouldBe(1, wanted.Output);
        wanted.Output.ShouldContain("error: Restored, but what was backed up does not hold");
        await using var restored = await CmsSite.OpenAsync(DatabaseKind.Sqlite, connectionString, folder);
        (await restored.VerifyAsync()).Break!.Number.ShouldBe(3);
    }

    public void Dispose() => vault.Dispose();

    private static async Task WriteAsync(CmsSite site, string file, string migration)
    {
        var folder = Directory.CreateTempSubdirectory("cms-older-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "database"));
        var facts = await site.AskAsync((DatabaseCopy copy) => copy.SaveAsync(Path.Combine(folder, "database"), Token));
        facts.Migration.ShouldBe(migration);
        using (var to = new FileStream(file, FileMode.CreateNew))
        using (var writer = new BackupWriter(to, seal: null,
            new(1, "0.0.9", MovableClock.Start.UtcDateTime, site.Database.ToString(), facts.Migration, facts.Head.ToString(), facts.Key),
            progress: null, Token))
        {
            foreach (var source in BackupSources.Of(new CmsOptions { DataDirectory = site.Folder }, folder, withKeys: false))
            {
                BackupSources.Add(writer, source);
            }

            writer.End();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Answer> RunAsync(CoalitionCms.Operations.Cli.Setup setup)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, Token);
            return new(0, "");
        }
        catch (SetupException refused)
        {
            return new(1, "error: " + refused.Message);
        }
    }
}
