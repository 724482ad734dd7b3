using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Settings;

public sealed class SettingUpTheSiteTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private const string Form = "main form";
    private const string Notice = "#notice";

    [OnEachDatabase]
    public async Task A_day_and_a_number_that_cannot_be_read_are_named_and_kept(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);

        var again = await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "main form",
            ("Input.NoticeOn", "2026-02-31"), ("Input.TrashDays", "many"));

        again.One(".field.bad:has([name='Input.NoticeOn']) .err").TextContent.ShouldContain("There is no such day in the calendar.");
        again.One(".field.bad:has([name='Input.TrashDays']) .err").TextContent.ShouldContain("Write a number.");
        again.One("[name='Input.NoticeOn']").GetAttribute("value").ShouldBe("2026-02-31");
        again.One("[name='Input.TrashDays']").GetAttribute("value").ShouldBe("many");
    }

    [OnEachDatabase]
    public async Task Staff_see_titles_in_the_language_they_chose(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        await admin.GetAsync("/account/login?lang=zh-Hans");
        foreach (var path in (string[])["/admin", SiteUrls.StaleCases])
        {
            (await admin.GetAsync(path)).ShouldSay("陈光诚").ShouldNotHold("Chen Guangcheng");
        }

        var listed = await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Select(a => a.MemberId).FirstAsync(TestContext.Current.CancellationToken));
        var held = await admin.GetAsync(SiteUrls.PersonalDataOf(listed));
        held.AllOf("th[scope=row]").ShouldNotBeEmpty();
        held.AllOf("th[scope=row]").ShouldAllBe(row => row.TextContent.Contains("新书发布会", StringComparison.Ordinal));
    }

    [OnEachDatabase]
    public async Task A_notice_stands_on_every_page_at_once_in_the_readers_language_and_can_be_taken_away(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        string[] pages = ["/", "/articles", "/people/liu-xiaobo", "/official", "/zh-Hans", "/zh-Hans/people", "/ug"];
        foreach (var path in pages)
        {
            Assert.Empty((await reader.GetAsync(path)).ShouldHave(HttpStatusCode.OK).AllOf(Notice));
        }

        var before = await site.AuditHeadAsync();
        var saved = await admin.SubmitAsync(
            await admin.GetAsync("/admin/settings"),
            Form,
            ("Input.Notice[en]", "A copy of this site sends <b>malware</b>."),
            ("Input.Notice[zh-Hans]", "有人仿冒本站传播恶意程序。"),
            ("Input.Severity", "Danger"),
            ("Input.NoticeOn", "2026-05-03"),
            ("Input.NoticeLink", "/official"));

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("The settings are saved.");
        Assert.Equal([AuditVerb.SettingsSaved], await site.AuditedSinceAsync(before));
        foreach (var path in pages)
        {
            var isChinese = path.StartsWith("/zh-Hans", StringComparison.Ordinal);
            var page = await reader.GetAsync(path);
            page.ShouldSay(isChinese ? "有人仿冒本站传播恶意程序。" : "A copy of this site sends <b>malware</b>.");
            Assert.Equal("2026-05-03", page.One(Notice + ".danger time").GetAttribute("datetime"));
            Assert.Equal("/official", page.One(Notice + ".danger a").GetAttribute("href"));
        }

        // A page in Uyghur that falls back to English says so to screen readers.
        Assert.Equal("en", (await reader.GetAsync("/ug")).One(Notice + " [lang=en]").GetAttribute("lang"));

        await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.Notice[en]", ""), ("Input.Notice[zh-Hans]", ""));
        foreach (var path in pages)
        {
            (await reader.GetAsync(path)).ShouldNotHold("malware").ShouldNotHold("仿冒");
        }
    }

    [OnEachDatabase]
    public async Task The_name_and_the_words_of_the_home_page_change_in_each_language(DatabaseKind database)
    {
        await using var own = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await own.SignInAsync(Role.Admin);
        using var reader = own.Visit();
        (await reader.GetAsync("/articles")).ShouldNotHold("Lantern");

        await admin.SubmitAsync(
            await admin.GetAsync("/admin/settings"),
            Form,
            ("Input.Name[en]", "Lantern Coalition"),
            ("Input.Name[ko]", "등불 연대"),
            ("Input.Heading[ko]", "등불을 끄지 않는다"),
            ("Input.Lede[en]", "We keep a lantern lit."));

        Assert.Contains("Lantern Coalition", (await reader.GetAsync("/articles")).One("header .brand").TextContent,
            StringComparison.Ordinal);
        Assert.Contains("등불 연대", (await reader.GetAsync("/ko/people")).One("header .brand").TextContent, StringComparison.Ordinal);
        Assert.Equal("등불을 끄지 않는다", (await reader.GetAsync("/ko")).One("h1").TextContent.Trim());
        (await reader.GetAsync("/")).ShouldSay("We keep a lantern lit.");
        Assert.Contains("Lantern Coalition", (await reader.GetAsync("/feed.atom")).Body, StringComparison.Ordinal);
    }

    [OnEachDatabase]
    public async Task Each_mistake_has_its_sentence_and_nothing_typed_is_lost(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var before = await site.AuditHeadAsync();
        (string Field, string Typed, string Sentence)[] mistakes =
        [
            ("Input.Name[en]", "", "Write the name of the site in English"),
            ("Input.Heading[ko]", new string('가', 501), "This has 501 characters; there is room for 500."),
            ("Input.NoticeLink", "https://evil.example/", "Write a path on this site that begins with one slash"),
            ("Input.NoticeLink", "//evil.example", "Write a path on this site that begins with one slash"),
            ("Input.NoticeLink", "/\\evil.example", "Write a path on this site that begins with one slash"),
            ("Input.NoticeLink", "javascript:alert(1)", "Write a path on this site that begins with one slash"),
        ];
        foreach (var (field, typed, sentence) in mistakes)
        {
            var again =
                await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.Lede[zh-Hans]", "写下的话"), (field, typed));

            again.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(sentence);
            Assert.Contains(sentence, again.One($".field.bad:has([name='{field}']) .err").TextContent, StringComparison.Ordinal);
            Assert.Equal("写下的话", again.One("[name='Input.Lede[zh-Hans]']").TextContent.Trim());
            Assert.Equal(typed, again.One($"[name='{field}']").GetAttribute("value") ?? "");
        }

        Assert.Empty(await site.AuditedSinceAsync(before));
    }

    [OnEachDatabase]
    public async Task A_save_over_somebody_elses_is_answered_409_with_both(DatabaseKind database)
    {
        await using var own = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var first = await own.SignInAsync(Role.Admin);
        using var second = await own.SignInAsync(Role.Admin);
        var (mine, theirs) = (await first.GetAsync("/admin/settings"), await second.GetAsync("/admin/settings"));
        (await second.SubmitAsync(theirs, Form, ("Input.Lede[en]", "Their sentence."))).ShouldSay("The settings are saved.");
        var before = await own.AuditHeadAsync();

        var conflict = await first.SubmitAsync(mine, Form, ("Input.Lede[en]", "My sentence."));

        conflict.ShouldHave(HttpStatusCode.Conflict).ShouldSay("Their sentence.");
        Assert.Equal("My sentence.", conflict.One("[name='Input.Lede[en]']").TextContent.Trim());
        Assert.Empty(await own.AuditedSinceAsync(before));
        (await first.SubmitAsync(conflict, Form)).ShouldSay("The settings are saved.");
        Assert.Equal("My sentence.", (await second.GetAsync("/admin/settings")).One("[name='Input.Lede[en]']").TextContent.Trim());
    }

    [OnEachDatabase]
    public async Task Only_admins_get_at_the_settings_and_only_through_their_form(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var before = await site.AuditHeadAsync();
        using var visitor = site.Visit();
        Assert.StartsWith("/account/login", (await visitor.GetAsync("/admin/settings")).Path, StringComparison.Ordinal);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        foreach (var browser in (Browser[])[member, editor])
        {
            (await browser.GetAsync("/admin/settings")).ShouldHave(HttpStatusCode.Forbidden);
            (await browser.PostAsync("/admin/settings", ("Input.Name[en]", "Taken over"))).ShouldHave(HttpStatusCode.Forbidden);
        }

        using var admin = await site.SignInAsync(Role.Admin);
        (await admin.PostAsync("/admin/settings", ("Input.Name[en]", "Taken over"))).ShouldHave(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(AuditVerb.SettingsSaved, await site.AuditedSinceAsync(before));
        (await visitor.GetAsync("/")).ShouldNotHold("Taken over");
    }
}
