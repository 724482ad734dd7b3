using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class RecordingAttendanceTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form.sheet";
    private const string Read = "button[value=read]";
    private const string Save = "button[value=save]";

    [OnEachDatabase]
    public async Task A_pasted_line_is_shown_first_and_saved_when_asked(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var known = await site.AddMemberAsync("Hong Mei", "洪梅");
        var held = await site.PublishEventAsync("Pasted " + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var shown =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Form, Read,
            ("Input.Names", "Attending: 洪梅 (Hong Mei), Gi Tae Moon, Dr. Tan Zhiyuan（谭志远）。"));

        shown.ShouldHave(HttpStatusCode.OK).ShouldSay("3 names were added below the list. Check them, then save: nothing is saved yet.")
            .ShouldSay("On the roster: Hong Mei (洪梅)").ShouldSay("Somebody new: Tan Zhiyuan (谭志远)");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        var saved = await editor.SubmitAsync(shown, Form, Save,
            ("Input.Rows[0].Choice", "PublicName"), ("Input.Rows[0].Means", "InPerson"), ("Input.Rows[0].Host", "true"),
            ("Input.Rows[1].Standing", "Guest"), ("Input.Rows[1].GivenBy", "Moon Senior"));

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("The attendance list is saved.");
        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.MemberSaved, AuditVerb.MemberSaved, AuditVerb.AttendanceRecorded], ignoreOrder: true);
        var log = await site.LoggedSinceAsync(before);
        log.ShouldContain(known.ToString("D"));
        foreach (var name in (string[])["Hong", "洪梅", "Moon", "Tan", "谭志远"])
        {
            log.ShouldNotContain(name, Case.Sensitive);
        }

        saved.AllOf(".att .who b").Select(l => l.TextContent.Trim())
            .ShouldBe(["Hong Mei (洪梅)", "Gi Tae Moon", "Tan Zhiyuan (谭志远)"]);
        using var reader = site.Visit();
        (await reader.GetAsync("/events/pasted-" + database.ToString().ToLowerInvariant())).ShouldSay("Hong Mei (洪梅) Host")
            .ShouldSay("and 2 others").ShouldNotHold("Moon");
    }

    [OnEachDatabase]
    public async Task A_name_that_may_be_several_people_waits_for_a_choice(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var first = await site.AddMemberAsync("Twin Name", "双名");
        await site.AddMemberAsync("Twin Name", "双铭");
        var held = await site.PublishEventAsync("Unsure " + database);
        using var editor = await site.SignInAsync(Role.Editor);

        var shown =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Form, Read,
            ("Input.Names", "Twin Name, Wrong Person"));
        var refused = await editor.SubmitAsync(shown, Form, Save, ("Input.Rows[1].Pick", "out"));
        refused.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Choose who this is, or leave the name out.");
        (await editor.SubmitAsync(refused, Form, Save, ("Input.Rows[0].Pick", first.ToString("D"))))
            .ShouldSay("The attendance list is saved.");

        (await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).Select(a => a.MemberId).ToListAsync(TestContext.Current.CancellationToken)))
            .ShouldBe([first]);
    }

    [OnEachDatabase]
    public async Task A_line_that_somebody_else_changed_comes_back_with_both_and_the_others_are_saved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("At the door " + database);
        foreach (var name in (string[])["First Person", "Second Person", "Third Person", "Fourth Person"])
        {
            await site.AttendAsync(held, await site.AddMemberAsync(name), Consent.None, AttendanceStatus.Going);
        }

        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        var stale = await one.GetAsync(SiteUrls.Attendance(held));
        await other.SubmitAsync(await other.GetAsync(SiteUrls.Attendance(held)), Form, Save, ("Input.Rows[0].Status", "Attended"),
            ("Input.Rows[2].Status", "Attended"), ("Input.Rows[3].Remove", "true"));
        var before = await site.AuditHeadAsync();

        var both =
            await one.SubmitAsync(stale, Form, Save, ("Input.Rows[0].Status", "Apologies"), ("Input.Rows[1].Status", "Attended"),
            ("Input.Rows[3].Status", "Attended"));

        both.ShouldHave(HttpStatusCode.Conflict).ShouldSay("Saved by somebody else: Attended")
            .ShouldSay("Somebody removed this person from the list.").ShouldSay("The other rows are saved.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AttendanceRecorded]);
        (await StatusesAsync()).ShouldBe(["Attended", "Attended", "Attended"]);
        (await one.SubmitAsync(both, Form, Save)).ShouldHave(HttpStatusCode.OK).ShouldSay("The attendance list is saved.");
        (await StatusesAsync()).ShouldBe(["Apologies", "Attended", "Attended", "Attended"]);

        async Task<List<string>> StatusesAsync() =>
            [.. (await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).OrderBy(a => a.Position).Select(a => a.Status)
            .ToListAsync(TestContext.Current.CancellationToken))).Select(s => s.ToString())];
    }

    [OnEachDatabase]
    public async Task A_name_is_not_made_public_without_saying_how_that_was_agreed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Unasked " + database);
        await site.AttendAsync(held, await site.AddMemberAsync("Careful One"), Consent.None);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        var form = await editor.GetAsync(SiteUrls.Attendance(held));

        (await editor.SubmitAsync(form, Form, Save, ("Input.Rows[0].Choice", "PublicName"))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Careful One – How they agreed: Choose how the person agreed to be named");
        (await editor.SubmitAsync(form, Form, Save, ("Input.Rows[0].Choice", "Alias"), ("Input.Rows[0].Means", "InPerson")))
            .ShouldSay("This person has no alias.");
        (await editor.SubmitAsync(form, Form, Save, ("Input.Rows[0].Choice", "Hidden"), ("Input.Rows[0].GivenOn", "2026-05-15")))
            .ShouldSay("This day has not come yet.");
        (await editor.SubmitAsync(form, Form, Save, ("Input.Rows[0].GivenOn", "2026-05-14"), ("Input.Rows[0].Until", "2026-05-13")))
            .ShouldSay("The agreement ends before it was given.");
        var impossible =
            await editor.SubmitAsync(form, Form, Save, ("Input.Rows[0].GivenOn", "2026-02-30"), ("Input.Rows[0].Until", ""),
            ("Input.Rows[0].GivenBy", "Kept words"));
        impossible.ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Careful One – Agreement given on: There is no such day in the calendar.");
        impossible.One(".errors a").GetAttribute("href").ShouldBe("#Input_Rows_0__GivenOn");
        impossible.One("input[name='Input.Rows[0].GivenBy']").GetAttribute("value").ShouldBe("Kept words");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Saving_what_nobody_touched_changes_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Untouched " + database);
        await site.AttendAsync(held, await site.AddMemberAsync("Steady One"),
            Gathering.Public with { GivenBy = "A | B", Until = new DateOnly(2027, 1, 1) },
            roles: AttendanceRoles.Host | AttendanceRoles.Guest);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Form, Save)).ShouldSay("The attendance list is saved.");

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_long_list_is_edited_in_parts_and_going_on_loses_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Rally " + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var names = string.Join(", ", Enumerable.Range(0, 130).Select(i => $"Person {(char)('A' + (i / 26))}{(char)('a' + (i % 26))}"));

        // A line that is no name comes back with a sentence; nothing is saved without it.
        var unread = (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Form, Save,
            ("Input.Names", "???\n" + names))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("What is left in this field is not a name");
        unread.One("#Input_Names").TextContent.Trim().ShouldBe("???");
        (await editor.SubmitAsync(unread, Form, Save)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .AllOf(".att > li").Count.ShouldBe(130);
        var shown = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Form, Read, ("Input.Names", names));
        var last = (await editor.SubmitAsync(shown, Form, Save)).ShouldSay("The attendance list is saved.")
            .ShouldSay("Rows 121 to 130 of 130");
        (await site.InDatabaseAsync(db => db.Set<Attendance>().CountAsync(a => a.EventId == held, TestContext.Current.CancellationToken)))
            .ShouldBe(130);
        last.AllOf(".att > li").Count.ShouldBe(10);
        last.AllOf("#parts button").Select(b => b.TextContent)
            .ShouldBe(["1–20", "21–40", "41–60", "61–80", "81–100", "101–120", "121–130"]);

        // What was typed in the last part is saved on the way to the second.
        var second = (await editor.SubmitAsync(last, Form, "button[name=go][value='2']", ("Input.Rows[9].Status", "Apologies")))
            .ShouldSay("Rows 21 to 40 of 130");
        (await site.InDatabaseAsync(db =>
            db.Set<Attendance>().CountAsync(a => a.EventId == held && a.Status == AttendanceStatus.Apologies,
            TestContext.Current.CancellationToken))).ShouldBe(1);

        // Who is in another part is on the list already; the others' change of a line in this part is shown.
        (await editor.SubmitAsync(second, Form, Read, ("Input.Names", "Person Aa")))
            .ShouldSay("No names were found that are not already on the list.").AllOf(".att > li").Count.ShouldBe(20);
        using var colleague = await site.SignInAsync(Role.Editor);
        await colleague.SubmitAsync(await colleague.GetAsync(SiteUrls.Attendance(held, 2)), Form, Save,
            ("Input.Rows[3].Status", "Apologies"));
        var both = (await editor.SubmitAsync(second, Form, Save, ("Input.Rows[3].Host", "true"))).ShouldHave(HttpStatusCode.Conflict)
            .ShouldSay("Rows 21 to 40 of 130");
        both.AllOf(".att > li").Count.ShouldBe(20);
        (await editor.SubmitAsync(both, Form, Save)).ShouldSay("The attendance list is saved.").ShouldSay("Rows 21 to 40 of 130");

        (await editor.GetAsync(SiteUrls.Attendance(held, 99))).ShouldHave(HttpStatusCode.OK).ShouldSay("Rows 121 to 130 of 130");
        (await editor.GetAsync(SiteUrls.Attendance(held) + "?part=-1")).ShouldHave(HttpStatusCode.OK).ShouldSay("Rows 1 to 20 of 130");
    }

    [OnEachDatabase]
    public async Task Members_and_visitors_see_no_list_and_record_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Closed " + database);
        var somebody = await site.AddMemberAsync("Private Person", "私人");
        await site.AttendAsync(held, somebody, Consent.None);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var before = await site.AuditHeadAsync();
        foreach (var path in (string[])[SiteUrls.Attendance(held), SiteUrls.Members, SiteUrls.NewMember, SiteUrls.Member(somebody),
            "/admin/events", "/admin/events/new"])
        {
            (await member.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("Private Person");
            (await member.PostAsync(path, ("do", "save"), ("Input.RomanisedName", "Mallory"))).ShouldHave(HttpStatusCode.Forbidden)
                .ShouldNotHold("Private Person");
            (await visitor.GetAsync(path)).ShouldNotHold("Private Person").Path.ShouldStartWith("/account/login");
        }

        (await editor.GetAsync(SiteUrls.Attendance(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
