using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Audit;

/// <summary>An admin reads the log, narrows it down, and takes it along.</summary>
public sealed class ReadingTheLogTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_log_is_narrowed_down_by_what_who_about_what_and_when(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words($"Narrow {database}"));
        var (email, id) = await site.HireAsync(Role.Admin, "Ana Li");
        using var admin = site.Visit();
        await admin.SignInAsync(email);

        var content = await admin.GetAsync("/admin/audit?group=Content");
        content.ShouldSay($"published Narrow {database}").ShouldNotHold("badge danger");
        content.AllOf(".log > li > div")
            .ShouldAllBe(line => line.TextContent.Contains("published") || line.TextContent.Contains("saved a draft of"));
        var mine = await admin.GetAsync($"/admin/audit?actor={id:D}");
        mine.AllOf(".log > li > div").Select(c => c.TextContent).Distinct().ShouldBe(["Ana Li signed in"]);
        var about = await admin.GetAsync($"/admin/audit?about={saved.EntryId:D}");
        about.AllOf(".log > li").Count.ShouldBe(2);
        about.AllOf(".log dt").Select(d => d.TextContent).ShouldContain("Language");
        (await admin.GetAsync("/admin/audit?from=2026-05-15")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?from=2026-05-14&to=2026-05-14&group=Content")).ShouldSay("published");
        (await admin.GetAsync("/admin/audit?to=2026-05-13")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?from=0001-01-01&to=9999-12-31")).ShouldHave(HttpStatusCode.OK);
        (await admin.GetAsync("/admin/audit?from=spring&group=Nonsense&before=x")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task A_name_in_another_script_has_its_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin, "王芳");
        using var admin = site.Visit();
        await admin.SignInAsync(email);

        var log = await admin.GetAsync("/admin/audit");

        log.One(".log > li > div a[href^='/admin/accounts/'] bdi[lang=zh-Hans]").TextContent.ShouldBe("王芳");
    }

    [OnEachDatabase]
    public async Task What_was_saved_by_itself_is_left_out_until_asked_for_and_pages_follow_the_filter(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await WriteAsync(site, AuditVerb.EntryAutosaved, "a", 3);
        await WriteAsync(site, AuditVerb.SettingsSaved, "b", 60);
        using var admin = await site.SignInAsync(Role.Admin);

        (await admin.GetAsync("/admin/audit?about=a")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?about=a&autosaves=true")).AllOf(".log > li").Count.ShouldBe(3);
        var first = await admin.GetAsync("/admin/audit?about=b");
        first.AllOf(".log > li").Count.ShouldBe(50);
        (await admin.GetAsync(first.One("a[rel=next]").GetAttribute("href")!)).AllOf(".log > li").Count.ShouldBe(10);
    }

    [OnEachDatabase]
    public async Task Lines_are_sentences_in_the_language_of_the_reader(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Said plainly"));
        var (email, _) = await site.HireAsync(Role.Admin, "Ana Li");
        foreach (var (language, sentence) in new[]
        {
            ("en", "Command line on the host published Said plainly"), ("zh-Hans", "主机命令行发布了Said plainly"),
            ("zh-Hant", "主機命令列發布了Said plainly"), ("ko", "서버 명령줄: Said plainly – 게시"), ("ug", "Said plainly – ئېلان قىلىندى"),
        })
        {
            using var admin = site.Visit();
            admin.Sends["Accept-Language"] = language;
            await admin.SignInAsync(email);
            var log = await admin.GetAsync($"/admin/audit?about={saved.EntryId:D}");
            log.AllOf(".log > li > div").Select(l => l.TextContent)
                .ShouldContain(l => l.Contains(sentence, StringComparison.Ordinal), language);
            log.One(".log > li > div a").GetAttribute("href").ShouldBe($"/admin/articles/{saved.EntryId:D}");
        }
    }

    [OnEachDatabase]
    public async Task What_was_changed_in_the_settings_stands_in_the_line_and_no_member_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.RuleAsync(trashDays: 30);
        await site.RuleAsync(trashDays: 7);
        var member = await site.AddMemberAsync("Duan Hong", "段虹");
        await site.AskAsync((WithdrawConsent withdraw) =>
            withdraw.ForAsync(Actor.CommandLine, member, new(ConsentMeans.InPerson, null, ""), Token));
        using var admin = await site.SignInAsync(Role.Admin);

        var log = await admin.GetAsync("/admin/audit");

        log.ShouldSay("changed the settings Days in the trash before permanent deletion 30 → 7");
        log.ShouldSay("withdrew the consent of a member to be named").ShouldNotHold("Duan Hong").ShouldNotHold("段虹");
    }

    [OnEachDatabase]
    public async Task The_table_has_every_field_and_no_formula(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await WriteAsync(site, AuditVerb.SettingsSaved, "=cmd|' /C calc'!A0", 1);
        await WriteAsync(site, AuditVerb.SettingsSaved, "＋1\",\"x", 1);
        using var admin = await site.SignInAsync(Role.Admin);

        var table = (await admin.GetAsync("/admin/audit/csv")).ShouldHave(HttpStatusCode.OK);
        table.Bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        table.ContentHeaders.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        table.Header("Content-Disposition").ShouldBe("attachment; filename=\"audit-2026-05-14.csv\"");
        table.Header("Cache-Control").ShouldBe("no-store");
        var text = Encoding.UTF8.GetString(table.Bytes.AsSpan(3));
        text.ShouldStartWith("\"number\",\"time\",\"actor\",\"actor name\",\"verb\",");
        text.ShouldContain("\"'=cmd|' /C calc'!A0\"");
        text.ShouldContain("\"'＋1\"\",\"\"x\"");
        text.ShouldContain((await site.HeadAsync()).Hash);
        (await admin.GetAsync("/admin/audit/csv?group=SignIns")).Body.ShouldNotContain("settings.saved");
        (await admin.GetAsync("/admin/audit/csv?from=spring")).ShouldHave(HttpStatusCode.BadRequest);
    }

    [OnEachDatabase]
    public async Task A_changed_line_stands_out_on_the_page(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();
        await site.TamperAsync($"""UPDATE "AuditEntries" SET "ObjectKind" = 'Page' WHERE "Number" = 4""");
        using var admin = await site.SignInAsync(Role.Admin);

        (await admin.GetAsync("/admin/audit")).ShouldSay("The chain is broken at entry 4")
            .One(".log .badge.danger").TextContent.ShouldContain("4");
    }

    [OnEachDatabase]
    public async Task Nobody_but_an_admin_reads_it_and_nothing_can_be_sent_to_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        foreach (var path in new[] { "/admin/audit", "/admin/audit/csv", "/admin/health" })
        {
            (await editor.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden);
        }

        using var admin = await site.SignInAsync(Role.Admin);
        (await admin.GetAsync("/admin/audit")).AllOf("form[method=post]").Count.ShouldBe(1, "signing out is the only form");
    }

    [Fact]
    public async Task Commands_stand_in_the_log_as_the_command_line()
    {
        var folder = Directory.CreateTempSubdirectory("cms-command-").FullName;
        (await ProgramRun.CommandAsync(folder, ["migrate"])).ExitCode.ShouldBe(0);
        (await ProgramRun.CommandAsync(folder,
            ["user", "create", "--email", "a@coalition.example", "--name", "Ana Li", "--role", "admin", "--password-stdin"],
            SigningIn.Password)).ExitCode.ShouldBe(0);
        (await ProgramRun.CommandAsync(folder, ["readonly", "on"])).Output.ShouldStartWith("Read-only mode: on, since ");
        (await ProgramRun.CommandAsync(folder, ["readonly", "on"])).Output.ShouldStartWith("Read-only mode: on, since ");
        (await ProgramRun.CommandAsync(folder, ["readonly", "off"])).Output.ShouldBe("Read-only mode: off.");

        await using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "cms.db")}");
        await file.OpenAsync(Token);
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT group_concat(\"Actor\" || ' ' || \"Verb\", ', ') FROM \"AuditEntries\"";
        (await command.ExecuteScalarAsync(Token)).ShouldBe(
            "command-line database.migrated, command-line database.sealed, command-line account.created, command-line "
            + "site.reading-only-on, command-line site.reading-only-off");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.EnumerateFiles(folder, "cms.db*"))
            {
                File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
            }
        }

        await file.CloseAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(file);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAsync(CmsSite site, string verb, string id, int count)
    {
        await using var scope = site.Services.CreateAsyncScope();
        for (var i = 0; i < count; i++)
        {
            scope.ServiceProvider.GetRequiredService<AuditLog>().Record(Actor.System, verb, "Article", id);
        }

        await scope.ServiceProvider.GetRequiredService<CoalitionCms.Data.CmsDbContext>().SaveChangesAsync(Token);
    }
}
