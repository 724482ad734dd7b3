using System.Security.Cryptography;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Operations.Backup.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>The command as an operator meets it, and what is left on the disk when it is interrupted.</summary>
public sealed class WritingABackupTests : IDisposable
{
    private readonly Vault vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_file_is_private_its_making_is_logged_and_it_is_tested_by_a_command(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var before = await site.AuditHeadAsync();
        var answer = await Vault.BackUpAsync(Vault.SetupOf(site), vault.File("site.backup"), Vault.Passphrase);
        answer.ExitCode.ShouldBe(0, answer.Output);
        answer.Output.ShouldContain("Not in it, so that a stolen backup names nobody: the key file "
            + $"{Path.Combine(site.Folder, "keys", "fields.key")}. Keep a copy of that in another place");
        Directory.GetFileSystemEntries(vault.Folder).ShouldBe([vault.File("site.backup")]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(vault.File("site.backup")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var tested = await Vault.VerifyAsync(Vault.SetupOf(site), vault.File("site.backup"), Vault.Passphrase);
        tested.ExitCode.ShouldBe(0, tested.Output);
        tested.Output.ShouldContain("The restore test succeeded, and the log of this site says so.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.BackupMade, AuditVerb.BackupTested]);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(vault.File("site.backup"), Token)));
        (await site.InDatabaseAsync(db => db.AuditEntries.Select(e => e.Details).ToListAsync(Token)))
            .Count(d => d.Contains(sha256, StringComparison.Ordinal)).ShouldBe(2);
        Directory.Exists(Path.Combine(site.Folder, "backup")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_backup_of_another_site_is_tested_and_not_noted()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await using var other = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await other.PublishArticleAsync(Writing.Words("Elsewhere"));
        var file = await vault.BackUpAsync(other, "other.backup");
        var before = await site.AuditHeadAsync();

        var tested = await Vault.VerifyAsync(Vault.SetupOf(site), file);

        tested.ExitCode.ShouldBe(0, tested.Output);
        tested.Output.ShouldContain("It is not noted in a log");
        (await site.AuditHeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_is_refused_and_writes_nothing()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var setup = Vault.SetupOf(site);
        var file = await vault.BackUpAsync(site, "site.backup");
        var bytes = await File.ReadAllBytesAsync(file, Token);
        await ShouldSayAsync(Vault.BackUpAsync(setup, file), $"error: {file} is there already. Nothing was written.");
        (await File.ReadAllBytesAsync(file, Token)).ShouldBe(bytes);
        await ShouldSayAsync(Vault.BackUpAsync(setup, vault.File("none/site.backup")), "error: There is no folder ");
        await ShouldSayAsync(Vault.BackUpAsync(setup, vault.File("short.backup"), "lantern"), "error: The passphrase is too short");
        await ShouldSayAsync(Vault.RestoreAsync(setup, vault.File("none.backup")), "error: The backup ");
        Directory.GetFileSystemEntries(vault.Folder).ShouldBe([file]);

        async Task ShouldSayAsync(Task<Answer> command, string sentence)
        {
            var answer = await command;
            answer.ExitCode.ShouldBe(1, answer.Output);
            answer.Output.ShouldContain(sentence);
        }
    }

    [Fact]
    public async Task Ended_by_the_operator_it_leaves_no_file_and_no_failure()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var before = await site.AuditHeadAsync();
        foreach (var moment in new[] { "written", "read back" })
        {
            using var end = new CancellationTokenSource();
            var input = new MakeBackup.Input(vault.File("site.backup"), null, (what, done, _) =>
            {
                if (what == moment && done > 100_000)
                {
                    end.Cancel();
                }
            });
            await Should.ThrowAsync<OperationCanceledException>(() =>
                site.AskAsync((MakeBackup backup) => backup.RunAsync(Actor.CommandLine, input, end.Token)));
            Directory.GetFileSystemEntries(vault.Folder).ShouldBeEmpty();
        }

        (await site.AuditHeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task On_a_full_disk_no_file_is_left_behind_and_the_log_says_that_it_failed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Limits of files are set by a Unix shell.");
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await site.AskAsync((MediaStore store) => StoreAsync(store));
        var blocks = (int)(new FileInfo(Path.Combine(site.Folder, "cms.db")).Length / 512) + 2_000;

        var (exitCode, output) = await ProgramRun.RunOnSmallDiskAsync(
            site.Folder, blocks, ["backup", vault.File("site.backup"), "--unencrypted"], ("ConnectionStrings__Cms", site.ConnectionString));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("error: The backup could not be written: ");
        output.ShouldNotContain("   at ");
        Directory.GetFileSystemEntries(vault.Folder).ShouldBeEmpty();
        (await site.InDatabaseAsync(db => db.AuditEntries.OrderByDescending(e => e.Number).Select(e => e.Verb).FirstAsync(Token)))
            .ShouldBe(AuditVerb.BackupFailed);
        (await ProgramRun.RunAsync(site.Folder, ["backup", vault.File("site.backup")], typed: null,
            ("ConnectionStrings__Cms", site.ConnectionString))).ExitCode.ShouldBe(2, "No passphrase, and none forgone.");

        static async Task<bool> StoreAsync(MediaStore store)
        {
            for (var i = 0; i < 4; i++)
            {
                var bytes = RandomNumberGenerator.GetBytes(700_000);
                await store.WriteAsync(Convert.ToHexStringLower(SHA256.HashData(bytes)), "32.jpg", bytes, Token);
            }

            return true;
        }
    }

    public void Dispose() => vault.Dispose();
}
