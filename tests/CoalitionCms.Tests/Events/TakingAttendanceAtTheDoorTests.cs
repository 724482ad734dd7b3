using System.Net;
using System.Text.Json;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>The door page by plain forms, and as its script asks it.</summary>
public sealed class TakingAttendanceAtTheDoorTests(Sites sites) : IClassFixture<Sites>
{
    private const string Taps = "[data-taps]";
    private const string Add = "form.door-add";

    [OnEachDatabase]
    public async Task One_tap_marks_somebody_and_another_takes_it_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, line) = await ExpectAsync(site, "Tapped " + database, "Bao He", "包河");
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var here =
            await editor.SubmitAsync((await editor.GetAsync(SiteUrls.Door(held))).ShouldSay("0 here, 1 on the list"), Taps,
            $"button[value='{line}']");

        here.ShouldHave(HttpStatusCode.OK).ShouldSay("Marked as here.").ShouldSay("1 here, 1 on the list").ShouldSay("here · Mira Tan 12:");
        (await StatusAsync(site, line)).ShouldBe(AttendanceStatus.Attended);
        (await editor.SubmitAsync(here, Taps, $"button[value='{line}']")).ShouldSay("The mark is removed.")
            .ShouldSay("0 here, 1 on the list");
        (await StatusAsync(site, line)).ShouldBe(AttendanceStatus.Going);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AttendanceRecorded, AuditVerb.AttendanceRecorded]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("包河");
    }

    [OnEachDatabase]
    public async Task Two_phones_do_not_undo_each_other(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, line) = await ExpectAsync(site, "Two doors " + database, "Yu Guangnan", "于光男");
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        var (first, second) = (await one.GetAsync(SiteUrls.Door(held)), await other.GetAsync(SiteUrls.Door(held)));
        var before = await site.AuditHeadAsync();

        await one.SubmitAsync(first, Taps, $"button[value='{line}']");
        (await other.SubmitAsync(second, Taps, $"button[value='{line}']")).ShouldSay("Already marked by Mira Tan at 12:")
            .ShouldSay("1 here, 1 on the list");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AttendanceRecorded]);
    }

    [OnEachDatabase]
    public async Task Taps_of_many_phones_at_one_moment_all_count(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Crowd " + database);
        var lines = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 6))
        {
            await site.AttendAsync(held, await site.AddMemberAsync($"Crowd Person {(char)('A' + number)}"), Consent.None,
                AttendanceStatus.Going);
        }

        lines.AddRange(await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).Select(a => a.Id).ToListAsync(TestContext.Current.CancellationToken)));
        using var editor = await site.SignInAsync(Role.Editor);
        var token = (await editor.GetAsync(SiteUrls.Door(held))).One($"{Taps} input[name=__RequestVerificationToken]")
            .GetAttribute("value")!;

        var answers =
            await Task.WhenAll(lines.Concat(lines)
            .Select(line => editor.PostAsync(SiteUrls.Door(held), ("here", line.ToString("D")), ("__RequestVerificationToken", token))));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        (await editor.GetAsync(SiteUrls.Door(held))).ShouldSay("6 here, 6 on the list");
    }

    [OnEachDatabase]
    public async Task The_script_gets_what_it_shows_and_learns_when_others_marked(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, line) = await ExpectAsync(site, "Scripted " + database, "Tan Zhiyuan", "谭志远");
        using var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync(SiteUrls.Door(held));
        editor.Sends["Accept"] = "application/json";
        var stamp = Json(await editor.GetAsync(SiteUrls.Door(held))).GetProperty("stamp").GetString();
        stamp.ShouldBe(page.One("[data-list]").GetAttribute("data-stamp"));

        var said = Json(await editor.SubmitAsync(page, Taps, $"button[value='{line}']"));

        said.GetProperty("id").GetGuid().ShouldBe(line);
        said.GetProperty("here").GetBoolean().ShouldBeTrue();
        said.GetProperty("mark").GetString().ShouldNotBeNull().ShouldStartWith("here · Mira Tan 12:");
        said.GetProperty("counts").GetString().ShouldBe("1 here, 1 on the list");
        Json(await editor.GetAsync(SiteUrls.Door(held))).GetProperty("stamp").GetString().ShouldNotBe(stamp);
        Json(await editor.SubmitAsync(page, Taps, $"button[value='{line}']")).GetProperty("again").GetBoolean().ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task Somebody_unexpected_comes_in_by_one_line_and_stays_hidden(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var known = await site.AddMemberAsync("Door Known " + database, "门识" + database);
        var held = await site.PublishEventAsync("Open door " + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", "Dr. Brand New (全新)")))
            .ShouldSay("1 person is marked as here.").ShouldSay("Brand New (全新)");
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", "Door Known " + database)))
            .ShouldSay("2 here, 2 on the list");
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", " ,,, ")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("No name could be read here.");
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", "Another Person\n???")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("What is left in this field is not a name")
            .One("#Input_Names").TextContent.Trim().ShouldBe("???");

        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.MemberSaved, AuditVerb.AttendanceRecorded, AuditVerb.AttendanceRecorded], ignoreOrder: true);
        var listed = await site.InDatabaseAsync(db => db.Set<Attendance>().Where(a => a.EventId == held).OrderBy(a => a.Position)
            .Select(a =>
            new { a.MemberId, a.Roles, Standing = db.Set<Member>().Where(m => m.Id == a.MemberId).Select(m => m.Standing).Single() })
            .ToListAsync(TestContext.Current.CancellationToken));
        listed.Select(l => l.Roles).ShouldBe([AttendanceRoles.Guest, AttendanceRoles.None]);
        listed[0].Standing.ShouldBe(CoalitionCms.Features.Members.Standing.Guest);
        listed[1].MemberId.ShouldBe(known);
        using var reader = site.Visit();
        (await reader.GetAsync("/events/open-door-" + database.ToString().ToLowerInvariant())).ShouldSay("2 people who are not named")
            .ShouldNotHold("全新").ShouldNotHold("Brand New");
    }

    [OnEachDatabase]
    public async Task Somebody_let_in_by_mistake_leaves_no_line_behind_whoever_takes_it_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Mistaken " + database);
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        await one.SubmitAsync(await one.GetAsync(SiteUrls.Door(held)), Add,
            ("Input.Names", "Wrong Person " + (database == DatabaseKind.Sqlite ? "A" : "B")));
        var line = await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken));
        var (first, second) = (await one.GetAsync(SiteUrls.Door(held)), await other.GetAsync(SiteUrls.Door(held)));
        var before = await site.AuditHeadAsync();

        (await other.SubmitAsync(second, Taps, $"button[value='{line}']")).ShouldSay("The mark is removed.")
            .ShouldSay("0 here, 0 on the list").ShouldNotHold("Wrong Person");
        (await one.SubmitAsync(first, Taps, $"button[value='{line}']")).ShouldSay("This person is not on the list any more.")
            .ShouldSay("0 here, 0 on the list");

        (await site.InDatabaseAsync(db => db.Set<Attendance>().CountAsync(a => a.EventId == held, TestContext.Current.CancellationToken)))
            .ShouldBe(0, "Nobody was invited.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AttendanceRecorded]);
        (await site.LoggedSinceAsync(before)).ShouldContain("removed");
    }

    [OnEachDatabase]
    public async Task Whoever_was_said_more_about_stays_on_the_list(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Kept " + database);
        var (agreed, noted) = (await site.AddMemberAsync("Kept Agreed " + database), await site.AddMemberAsync("Kept Noted " + database));
        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", "Kept Agreed " + database));
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add, ("Input.Names", "Kept Noted " + database));
        using (var own = await site.SignInAsMemberAsync(agreed))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), $"form:has(input[value='{held:D}'])",
                ("Own.Choice", "PublicName"));
        }

        var lines = await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held)
            .ToDictionaryAsync(a => a.MemberId, a => a.Id, TestContext.Current.CancellationToken));
        await site.InDatabaseAsync(async db =>
        {
            var line =
                await db.Set<Attendance>().SingleAsync(a => a.MemberId == noted && a.EventId == held,
                    TestContext.Current.CancellationToken);
            line.Note(AttendanceStatus.Attended, AttendanceRoles.Speaker);
            db.AuditEntries.Add(new AuditEntry(DateTime.UnixEpoch, "system", AuditVerb.AttendanceRecorded, "Event", "x", "{}"));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        foreach (var line in lines.Values)
        {
            (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Taps, $"button[value='{line}']"))
                .ShouldSay("The mark is removed.");
            (await StatusAsync(site, line)).ShouldBe(AttendanceStatus.Invited);
        }
    }

    [OnEachDatabase]
    public async Task A_pasted_line_is_shown_before_anything_is_saved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var first = await site.AddMemberAsync("Door Twin " + database, "双门");
        await site.AddMemberAsync("Door Twin " + database, "双扉");
        var held = await site.PublishEventAsync("Line at the door " + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var shown =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Door(held)), Add,
            ("Input.Names", $"Door Twin {database}, Passer By，Wrong One。"));

        shown.ShouldSay("Nothing is saved yet.").ShouldSay("Somebody new: Passer By").ShouldSay("Not certain: choose");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        var refused = await editor.SubmitAsync(shown, "form.sheet", ("Input.Picks[2].Pick", "out"));
        refused.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Choose who this is, or leave the name out.");
        refused.One("select[name='Input.Picks[2].Pick'] option[selected]").GetAttribute("value").ShouldBe("out");
        (await editor.SubmitAsync(refused, "form.sheet", ("Input.Picks[0].Pick", first.ToString("D"))))
            .ShouldSay("2 people are marked as here.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberSaved, AuditVerb.AttendanceRecorded], ignoreOrder: true);
    }

    [OnEachDatabase]
    public async Task A_search_without_scripts_finds_the_list_and_the_roster(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, _) = await ExpectAsync(site, "Searched " + database, "Pu Meishan " + database, "朴梅善");
        await site.AddMemberAsync("Pu Elsewhere " + database, "朴别处" + database);
        using var editor = await site.SignInAsync(Role.Editor);

        var found = await editor.GetAsync(SiteUrls.Door(held) + "?q=" + Uri.EscapeDataString("朴"));
        found.ShouldSay("Pu Meishan " + database).ShouldSay("On the roster, not on this list").ShouldSay("Pu Elsewhere " + database);
        var other = found.One($"[data-others] button:has(bdi:contains('朴别处{database}'))");
        (await editor.SubmitAsync(found, "[data-others] form", $"button[value='{other.GetAttribute("value")}']"))
            .ShouldSay("1 here, 2 on the list");
        (await editor.GetAsync(SiteUrls.Door(held) + "?q=nobodyatall")).ShouldSay("Nobody on the list has this name.");
    }

    [OnEachDatabase]
    public async Task Nobody_else_marks_and_no_line_of_another_event_is_reached(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, line) = await ExpectAsync(site, "Guarded " + database, "Private Door", "私门");
        var other = await site.PublishEventAsync("Other " + database);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var before = await site.AuditHeadAsync();

        (await member.GetAsync(SiteUrls.Door(held))).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("私门");
        (await member.PostAsync(SiteUrls.Door(held), ("here", line.ToString("D")))).ShouldHave(HttpStatusCode.Forbidden);
        (await visitor.GetAsync(SiteUrls.Door(held))).ShouldNotHold("私门").Path.ShouldStartWith("/account/login");
        (await editor.PostAsync(SiteUrls.Door(held), ("here", line.ToString("D")))).ShouldHave(HttpStatusCode.BadRequest);
        var token = (await editor.GetAsync(SiteUrls.Door(other))).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        (await editor.PostAsync(SiteUrls.Door(other), ("here", line.ToString("D")), ("__RequestVerificationToken", token)))
            .ShouldSay("This person is not on the list any more.");
        (await editor.PostAsync(SiteUrls.Door(Guid.CreateVersion7()), ("here", line.ToString("D")), ("__RequestVerificationToken", token)))
            .ShouldHave(HttpStatusCode.NotFound);
        (await editor.SendAsync(HttpMethod.Get, $"{SiteUrls.Door(held)}?here={line:D}")).ShouldHave(HttpStatusCode.OK);

        (await StatusAsync(site, line)).ShouldBe(AttendanceStatus.Going);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Five_hundred_are_listed_without_the_roster_in_every_row(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("March " + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var names = string.Join(", ", Enumerable.Range(0, 290).Select(i => $"Marcher {(char)('A' + (i / 26))}{(char)('a' + (i % 26))}"));
        var sheet =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), "form.sheet", "button[value=read]",
            ("Input.Names", names));
        await editor.SubmitAsync(sheet, "form.sheet", "button[value=save]");

        var door = (await editor.GetAsync(SiteUrls.Door(held))).ShouldSay("290 here, 290 on the list");
        door.AllOf("select").ShouldBeEmpty();
        door.AllOf(".door button").Count.ShouldBe(290);
        (door.Bytes.Length / 290).ShouldBeLessThan(700);
        (await editor.GetAsync(SiteUrls.Attendance(held))).AllOf("option").Count.ShouldBeLessThan(290 * 16);
    }

    private static async Task<(Guid Held, Guid Line)> ExpectAsync(CmsSite site, string title, string romanised, string native)
    {
        var held = await site.PublishEventAsync(title);
        await site.AttendAsync(held, await site.AddMemberAsync(romanised, native), Consent.None, AttendanceStatus.Going);
        return (held, await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held).Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken)));
    }

    private static Task<AttendanceStatus> StatusAsync(CmsSite site, Guid line) =>
        site.InDatabaseAsync(db =>
        db.Set<Attendance>().Where(a => a.Id == line).Select(a => a.Status).SingleAsync(TestContext.Current.CancellationToken));

    private static JsonElement Json(WebPage answer) => JsonDocument.Parse(answer.ShouldHave(HttpStatusCode.OK).Body).RootElement;
}
