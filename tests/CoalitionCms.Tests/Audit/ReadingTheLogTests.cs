using CoalitionCms.Data.Audit;
using System.Net;
using System.Text;
using CoalitionCms.Domain;
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
        content.ShouldSay("Published").ShouldNotHold("badge danger");
        content.AllOf("tbody th").ShouldAllBe(cell => cell.TextContent == "Published" || cell.TextContent == "Draft saved");
        var mine = await admin.GetAsync($"/admin/audit?actor={id:D}");
        mine.AllOf("tbody td bdi").Select(c => c.TextContent).ShouldContain("Ana Li");
        mine.AllOf("tbody th").Select(c => c.TextContent).Distinct().ShouldBe(["Signed in"]);
        var about = await admin.GetAsync($"/admin/audit?about={saved.EntryId:D}");
        about.AllOf("tbody tr").Count.ShouldBe(2);
        about.ShouldSay("language: en").ShouldSay("revision: 1");
        (await admin.GetAsync("/admin/audit?from=2026-05-15")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?from=2026-05-14&to=2026-05-14&group=Content")).ShouldSay("Published");
        (await admin.GetAsync("/admin/audit?to=2026-05-13")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?from=0001-01-01&to=9999-12-31")).ShouldHave(HttpStatusCode.OK);
        (await admin.GetAsync("/admin/audit?from=spring&group=Nonsense&before=x")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task What_was_saved_by_itself_is_left_out_until_asked_for_and_pages_follow_the_filter(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await WriteAsync(site, AuditVerb.EntryAutosaved, "a", 3);
        await WriteAsync(site, AuditVerb.SettingsSaved, "b", 60);
        using var admin = await site.SignInAsync(Role.Admin);

        (await admin.GetAsync("/admin/audit?about=a")).ShouldSay("No entries match.");
        (await admin.GetAsync("/admin/audit?about=a&autosaves=true")).AllOf("tbody tr").Count.ShouldBe(3);
        var first = await admin.GetAsync("/admin/audit?about=b");
        first.AllOf("tbody tr").Count.ShouldBe(50);
        (await admin.GetAsync(first.One("a[rel=next]").GetAttribute("href")!)).AllOf("tbody tr").Count.ShouldBe(10);
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
            .One("tbody .badge.danger").ParentElement!.TextContent.ShouldStartWith("4");
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
        (await ProgramRun.RunAsync(folder, ["migrate"])).ExitCode.ShouldBe(0);
        (await ProgramRun.RunAsync(folder,
            ["user", "create", "--email", "a@coalition.example", "--name", "Ana Li", "--role", "admin", "--password-stdin"],
            SigningIn.Password)).ExitCode.ShouldBe(0);
        (await ProgramRun.RunAsync(folder, ["readonly", "on"])).Output.ShouldStartWith("Read-only mode: on, since ");
        (await ProgramRun.RunAsync(folder, ["readonly", "on"])).Output.ShouldStartWith("Read-only mode: on, since ");
        (await ProgramRun.RunAsync(folder, ["readonly", "off"])).Output.ShouldBe("Read-only mode: off.");

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
