using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Tests.Backup;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Health;

/// <summary>What the health page says of backups, out of the log alone.</summary>
public sealed class TellingOfBackupsTests : IDisposable
{
    private readonly Vault vault = new();

    [OnEachDatabase]
    public async Task The_page_tells_when_the_site_was_backed_up_and_when_that_was_last_tried(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);

        // Commands go by the clock of the machine, which is ahead of the site's.
        site.Clock.Move(TimeProvider.System.GetUtcNow() - site.Clock.GetUtcNow());
        using var admin = await site.SignInAsync(Role.Admin);
        await ShouldBeAsync("Look", "Look", "The log shows no backup yet");
        var file = await vault.BackUpAsync(site, "site.backup");
        await ShouldBeAsync("OK", "Look", "it was read back completely and opened");
        (await Vault.VerifyAsync(Vault.SetupOf(site), file)).ExitCode.ShouldBe(0);
        await ShouldBeAsync("OK", "OK", "The last one succeeded at");

        await site.InDatabaseAsync(async db =>
        {
            new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.BackupFailed, BackupLog.Kind, BackupLog.Id);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await ShouldBeAsync("Act now", "OK", "failed. The last good one is from");
        await site.RestartAsync(TimeSpan.Zero);
        await vault.BackUpAsync(site, "second.backup");
        site.Clock.Move(TimeSpan.FromDays(8));
        using var later = await site.SignInAsync(Role.Admin);
        var page = await later.GetAsync("/admin/health");
        StateOf(page, "backup").ShouldBe("Look");
        page.ShouldSay("more than a week old").ShouldSay("run: backup FILE");
        site.Clock.Move(TimeSpan.FromDays(90));
        using var last = await site.SignInAsync(Role.Admin);
        StateOf(await last.GetAsync("/admin/health"), "restoretest").ShouldBe("Look");

        async Task ShouldBeAsync(string backup, string test, string words)
        {
            var page = await admin.GetAsync("/admin/health");
            StateOf(page, "backup").ShouldBe(backup, page.ToString());
            StateOf(page, "restoretest").ShouldBe(test);
            page.ShouldSay(words);
        }
    }

    public void Dispose() => vault.Dispose();

    private static string StateOf(WebPage page, string check) =>
        page.One($"#{check} .badge").TextContent.Trim().TrimStart('✓', '!', '✕').Trim();
}
