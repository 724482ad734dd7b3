using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>The list of an event as a table, and on paper.</summary>
public sealed class ExchangingAttendanceTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_list_goes_out_and_comes_back_and_consent_is_in_neither(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Tabled " + database);
        var known = await site.AddMemberAsync("Zhou Lingxin " + database, "周灵心");
        await site.AttendAsync(held, known, Gathering.Public, roles: AttendanceRoles.Host | AttendanceRoles.Speaker);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var file = (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.AttendanceTable(held)), "form[action$=export]"))
            .ShouldHave(HttpStatusCode.OK);
        file.Body.ShouldContain($"\"{known:D}\",\"Zhou Lingxin {database}\",\"周灵心\",\"zh-Hans\",\"member\",\"attended\",\"host speaker\"");
        file.Body.ShouldNotContain("PublicName", Case.Insensitive);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AttendanceExported]);
        (await SendAsync(editor, held, file.Body.TrimStart('\uFEFF'))).ShouldSay("0 people will be added to the list")
            .ShouldSay("1 row changes nothing");

        var plan =
            await SendAsync(editor, held, $"romanised,native,status,roles\nZhou Lingxin {database},周灵心,apologies,\nNew Face "
            + $"{database},新面,attended,guest\nNobody,,came,\nX,,attended,boss\n");
        plan.ShouldSay("1 person will be added to the list").ShouldSay("1 row will change").ShouldSay("2 rows cannot be imported")
            .ShouldSay("Row 4: The column “status” can be invited, going, attended or apologies.")
            .ShouldSay("Row 5: The column “roles” can be");
        (await editor.SubmitAsync(plan, "form[action$=Save]")).ShouldSay("The attendance list is saved.");

        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.AttendanceExported, AuditVerb.MemberSaved, AuditVerb.AttendanceRecorded], ignoreOrder: true);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("New Face");
        var list = await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).OrderBy(a => a.Position).Select(a => new { a.Status, a.Roles })
            .ToListAsync(TestContext.Current.CancellationToken));
        list.Select(l => $"{l.Status} {l.Roles}").ShouldBe(["Apologies None", "Attended Guest"]);
        (await site.InDatabaseAsync(db => db.Set<GivenConsent>().CountAsync(c => c.EventId == held, TestContext.Current.CancellationToken)))
            .ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Who_may_be_several_people_is_left_out_until_the_file_says_who(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Doubtful " + database);
        await site.AddMemberAsync("Table Twin " + database, "双甲");
        await site.AddMemberAsync("Table Twin " + database, "双乙");
        using var editor = await site.SignInAsync(Role.Editor);

        (await SendAsync(editor, held, $"romanised,native,status\nTable Twin {database},,attended\n"))
            .ShouldSay("Row 2: This could be several people on the roster.");
        (await SendAsync(editor, held, "romanised,native\nA,B\n")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Check “status”.");
    }

    [OnEachDatabase]
    public async Task The_paper_to_sign_is_in_two_languages_and_says_to_keep_it_safe(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held =
            await site.PublishEventAsync("On paper " + database, Gathering.Facts with { StartsAt = new(19, 0) }, chinese: "纸上" + database);
        await site.AttendAsync(held, await site.AddMemberAsync("Paper Person", "纸人"), Consent.None, AttendanceStatus.Going);
        await site.AttendAsync(held, await site.AddMemberAsync("Sorry Person"), Consent.None, AttendanceStatus.Apologies);
        using var editor = await site.SignInAsync(Role.Editor);

        var paper = await editor.GetAsync(SiteUrls.SignInSheet(held) + "?first=en&second=zh-Hans&blank=7");
        foreach (var words in (string[])["On paper " + database, "纸上" + database, "Signature", "签名", "New York (UTC−4)", "纽约", "Elm Hall",
            "榆树厅", "Keep this paper safe: it contains names of people.", "请妥善保管本页", "Paper Person"])
        {
            paper.ShouldSay(words);
        }

        paper.ShouldNotHold("Sorry Person").AllOf(".paper tbody tr").Count.ShouldBe(8);
        (await editor.GetAsync(SiteUrls.SignInSheet(held) + "?expected=false&blank=3")).ShouldNotHold("Paper Person")
            .AllOf(".paper tbody tr").Count.ShouldBe(3);
        (await editor.GetAsync(SiteUrls.SignInSheet(held) + "?attended=true")).ShouldNotHold("Paper Person");
        (await editor.GetAsync(SiteUrls.SignInSheet(held) + "?first=xx&second=<b>&blank=99999")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task Members_see_no_list_in_any_form(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Shut " + database);
        await site.AttendAsync(held, await site.AddMemberAsync("Shut Person"), Consent.None);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        foreach (var path in (string[])[SiteUrls.AttendanceTable(held), SiteUrls.AttendanceExport(held), SiteUrls.SignInSheet(held),
            SiteUrls.Series(held)])
        {
            (await member.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("Shut Person");
            (await member.PostAsync(path, ("Text", "x"))).ShouldNotHold("Shut Person");
        }

        (await editor.GetAsync(SiteUrls.AttendanceTable(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await editor.GetAsync(SiteUrls.SignInSheet(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await editor.PostAsync(SiteUrls.AttendanceExport(held))).ShouldHave(HttpStatusCode.BadRequest);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task The_first_page_shows_attendance_over_time_to_those_who_take_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Counted", Gathering.Facts);
        await site.AttendAsync(held, await site.AddMemberAsync("Counted Person"), Consent.None);
        using var editor = await site.SignInAsync(Role.Editor);
        using var member = await site.SignInAsync(Role.Member);

        var page = await editor.GetAsync("/admin");
        page.One(".bars svg").GetAttribute("aria-label").ShouldBe("Attendances in twelve months: 1, at events: 1; most in April 2026: 1.");
        page.AllOf(".bars tbody tr").Count.ShouldBe(12);
        page.ShouldNotHold("Counted Person");
        (await member.GetAsync("/admin")).AllOf(".bars").ShouldBeEmpty();
    }

    private static async Task<WebPage> SendAsync(Browser editor, Guid held, string text) =>
        await editor.SendFileAsync(await editor.GetAsync(SiteUrls.AttendanceTable(held)), "form[enctype]", Encoding.UTF8.GetBytes(text));
}
