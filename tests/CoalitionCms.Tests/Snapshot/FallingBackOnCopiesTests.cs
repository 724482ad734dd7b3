using System.Net;
using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Snapshot;

/// <summary>The site goes on being read from its last copy, and the keys of copies may change.</summary>
public sealed class FallingBackOnCopiesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task With_the_database_gone_and_memory_empty_readers_get_the_last_copy_but_nothing_that_was_taken_back(
        DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Copied evening");
        var member = await site.AddMemberAsync("Named Visibly");
        await site.AttendAsync(held, member, Gathering.Public);
        var ends = await site.PublishEventAsync("Ending evening");
        await site.AttendAsync(ends, await site.AddMemberAsync("Named Today"),
            Gathering.Public with { Until = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime) });
        var sha = await site.AddAsync(Actor.CommandLine, Library.Photo(90), "A street");
        var taken = await site.PublishArticleAsync(Words("Taken back", $"![](/media/{sha})"));
        using var visitor = site.Visit();
        var photo = (await visitor.GetAsync("/articles/taken-back")).One("main img").GetAttribute("src")!;
        (await site.Services.GetRequiredService<CopyKeeper>().MakeAsync(Token)).ShouldBeTrue();

        site.Services.GetRequiredService<Features.Settings.SnapshotOnly>().Turn(on: true);
        (await visitor.GetAsync("/ko/people")).ShouldHave(HttpStatusCode.OK).ShouldSay("사본");
        (await visitor.GetAsync("/nowhere")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync(photo)).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/search/d/0.js")).ShouldHave(HttpStatusCode.OK).Body.ShouldContain("Taken back");
        if (database == DatabaseKind.Sqlite)
        {
            (await visitor.GetAsync("/events/ending-evening")).ShouldHave(HttpStatusCode.OK).ShouldSay("Named Today");
            site.Clock.Move(TimeSpan.FromDays(2));
            (await visitor.GetAsync("/events/ending-evening")).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("Named Today");
        }

        site.Services.GetRequiredService<Features.Settings.SnapshotOnly>().Turn(on: false);
        await site.WithdrawAsync(taken);
        site.Services.GetRequiredService<Features.Settings.SnapshotOnly>().Turn(on: true);
        (await visitor.GetAsync(photo)).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/search/d/0.js")).ShouldHave(HttpStatusCode.NotFound);
        site.Services.GetRequiredService<Features.Settings.SnapshotOnly>().Turn(on: false);
        await site.BreakDatabaseAsync();

        var page = (await visitor.GetAsync("/campaigns")).ShouldHave(HttpStatusCode.OK).ShouldSay("comes from its last copy");
        page.Header("Cache-Control").ShouldBe("no-store");
        page.Body.ShouldNotMatch(" href=\"[^\":]*\\.html");
        page.Body.ShouldNotContain("<script src");
        page.Body.ShouldContain("href=\"/people\"");
        (await visitor.GetAsync("/zh-Hans/people")).ShouldHave(HttpStatusCode.OK).ShouldSay("副本");
        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldNotHold("Taken back");
        (await visitor.GetAsync("/events/copied-evening.ics")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/articles/taken-back")).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldNotHold("Taken back");
        (await visitor.GetAsync("/../manifest.txt")).Status.ShouldNotBe(HttpStatusCode.OK);
        if (database == DatabaseKind.Sqlite)
        {
            (await visitor.GetAsync("/events/copied-evening")).ShouldHave(HttpStatusCode.OK).ShouldSay("Named Visibly");
        }

        // Somebody takes a name back in another process, and this one hears of it or hears nothing any more.
        site.Services.GetRequiredService<CacheInvalidation>().Raise([CacheTag.Attendance]);
        (await visitor.GetAsync("/events/copied-evening")).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldNotHold("Named Visibly");
        (await visitor.GetAsync("/campaigns")).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Started_while_its_database_is_damaged_the_site_is_read_from_its_copy_until_that_is_back()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var taken = await site.PublishArticleAsync(Words("Taken back"));
        (await site.Services.GetRequiredService<CopyKeeper>().MakeAsync(Token)).ShouldBeTrue();
        await site.WithdrawAsync(taken);
        await site.DisposeButKeepAsync();
        var (file, good) = (Path.Combine(site.Folder, "cms.db"), Path.Combine(site.Folder, "good"));
        File.Move(file, good);
        await AtomicFile.WriteAsync(file, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("no database ", 1000))), Token);

        var (run, url) = await ProgramRun.ServeAsync(site.Folder);
        await using var program = run;
        await run.ShouldSayAsync("error: The database file is damaged");
        using var visitor = new Browser(url);
        (await visitor.GetAsync("/campaigns")).ShouldHave(HttpStatusCode.OK).ShouldSay("comes from its last copy");
        foreach (var path in (string[])["/articles/taken-back", "/articles", "/account/login", "/admin"])
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("The database does not answer")
                .ShouldNotHold("Taken back");
        }

        File.Move(good, file, overwrite: true);
        await run.ShouldSayAsync("The database is back");

        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("comes from its last copy");
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
        Directory.Delete(site.Folder, recursive: true);
    }

    [Fact]
    public async Task A_new_key_is_taken_only_with_the_word_of_the_old_one_and_readers_who_trust_that_follow()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var place = Directory.CreateDirectory(Path.Combine(site.Folder, "keys-outside")).FullName;
        string At(string name) => Path.Combine(place, name);
        var before = await site.AuditHeadAsync();

        (await RunAsync(site, "new-signing", At("a"))).ShouldBe(0);
        (await RunAsync(site, "new-signing", At("b"))).ShouldBe(0);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(At("a")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        (await RunAsync(site, "signing", At("a.pub"))).ShouldBe(0);
        (await RunAsync(site, "signing", At("b.pub"))).ShouldBe(1);
        (await RunAsync(site, "rotate-signing", At("c.txt"), "--old", At("a"), "--new", At("b"), "--site", "http://localhost:5000",
            "--without-openssh")).ShouldBe(0);
        var good = await File.ReadAllTextAsync(At("c.txt" + KeyChange.OldSignature), Token);
        File.Copy(At("c.txt" + KeyChange.NewSignature), At("c.txt" + KeyChange.OldSignature), overwrite: true);
        (await RunAsync(site, "signing", At("c.txt"))).ShouldBe(1);
        await AtomicFile.WriteAsync(At("c.txt" + KeyChange.OldSignature), Encoding.UTF8.GetBytes(good), Token);
        (await RunAsync(site, "signing", At("c.txt"))).ShouldBe(0);

        // The commands go by the clock of this machine, which the site, at its own time, takes for a jump when it looks.
        (await site.AuditedSinceAsync(before)).Where(v => v != AuditVerb.ClockJumped)
            .ShouldBe([AuditVerb.SigningKeySet, AuditVerb.SigningKeySet]);

        var (setup, folder) = (site.Setup(), At("copy"));
        await new SnapshotWriter(new SitesInProcess(setup), setup.Options)
            .RunAsync(new(folder, site.Clock.GetUtcNow().UtcDateTime, 30), Token);
        (await SignCommand.RunAsync(Quiet, folder, At("a"), null, withoutOpenSsh: true, Token)).ShouldBe(1);
        (await SignCommand.RunAsync(Quiet, folder, At("b"), null, withoutOpenSsh: true, Token)).ShouldBe(0);
        using var copy = new FolderCopy(folder);
        var trusted = TrustedKeys.Parse(await File.ReadAllTextAsync(At("a.pub"), Token))!;
        var report = await CopyCheck.RunAsync(copy, new() { Keys = trusted, Now = site.Clock.GetUtcNow().UtcDateTime }, null, Token);
        report.Findings.ShouldBeEmpty();
        report.ReachedBy.ShouldNotBeNull();

        // The register is signed by itself as well, and the site shows that signature while it fits.
        using var visitor = site.Visit();
        (await visitor.GetAsync("/official.txt.sig")).ShouldHave(HttpStatusCode.NotFound);
        (await RunAsync(site, "publish", folder)).ShouldBe(0);
        var register = (await visitor.GetAsync("/official.txt")).Body;
        SshSignature.Parse((await visitor.GetAsync("/official.txt.sig")).ShouldHave(HttpStatusCode.OK).Body)!
            .IsOf(Encoding.UTF8.GetBytes(register), SignCommand.OfficialNamespace).ShouldBeTrue();

        // What was signed is still there when nothing changed.
        (await new SnapshotWriter(new SitesInProcess(setup), setup.Options)
            .RunAsync(new(folder, site.Clock.GetUtcNow().UtcDateTime, 30), Token)).IsSame.ShouldBeTrue();
        File.Exists(Path.Combine(folder, CopyManifest.SignatureName)).ShouldBeTrue();
    }

    [Fact]
    public void Of_old_backups_a_week_four_weeks_and_six_months_are_kept()
    {
        var today = new DateOnly(2026, 11, 29);
        var all = Enumerable.Range(0, 400).Select(n => (Path: "x", Day: today.AddDays(-n))).ToList();

        var kept = all.Except(BackupSchedule.Superfluous(all, today)).Select(b => b.Day).ToList();

        kept.ShouldBe([.. Enumerable.Range(0, 7).Select(n => today.AddDays(-n)), new(2026, 11, 22), new(2026, 11, 15), new(2026, 11, 8),
            new(2026, 10, 31), new(2026, 9, 30), new(2026, 8, 31), new(2026, 7, 31), new(2026, 6, 30)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_backup_is_made_each_day_and_restored_for_a_test_by_itself()
    {
        var place = Directory.CreateTempSubdirectory("cms-backups-").FullName;
        await AtomicFile.WriteAsync(Path.Combine(place, "words"), Encoding.UTF8.GetBytes("correct horse battery\n"), Token);
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Cms:BackupDirectory"] = Path.Combine(place, "backups"),
                ["Cms:BackupPassphraseFile"] = Path.Combine(place, "words"),
            },
        });
        var before = await site.AuditHeadAsync();
        var schedule = site.Services.GetRequiredService<BackupSchedule>();

        (await schedule.RunAsync(Token)).ShouldNotBeNull();
        (await schedule.RunAsync(Token)).ShouldBeNull();

        Directory.GetFiles(Path.Combine(place, "backups")).ShouldHaveSingleItem();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.BackupMade, AuditVerb.BackupTested]);

        // Days that have passed make the ones before superfluous, and days by which the clock jumps do not.
        string[] old = [.. Enumerable.Range(1, 12).Select(n => Path.Combine(place, "backups", $"cms-2026-04-{n:00}.backup"))];
        foreach (var path in old)
        {
            await File.WriteAllBytesAsync(path, [], Token);
        }

        site.Clock.Jump(TimeSpan.FromDays(40));
        (await schedule.RunAsync(Token)).ShouldNotBeNull();
        old.Count(File.Exists).ShouldBe(12);
        site.Clock.Jump(-TimeSpan.FromDays(40));
        Newsroom.Check(await site.AskAsync((ConfirmClock confirm) => confirm.RunAsync(Actor.CommandLine, Token)));
        site.Clock.Move(TimeSpan.FromDays(1));
        (await schedule.RunAsync(Token)).ShouldNotBeNull();
        old.Count(File.Exists).ShouldBeLessThan(12);
        Directory.Delete(place, recursive: true);
    }

    private static Terminal Quiet => new(TextWriter.Null, TextWriter.Null, TextReader.Null, isInteractive: false);

    private static Task<int> RunAsync(CmsSite site, string verb, params string[] arguments) =>
        SigningKeyCommands.Create(Quiet, site.Setup).Single(c => c.Name == verb).Parse(arguments)
            .InvokeAsync(configuration: null, Token);
}
