using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Members;

/// <summary>One person who stands on the roster twice.</summary>
public sealed class MergingDoublesTests(Sites sites) : IClassFixture<Sites>
{
    private const string Confirm = "main form[method=post]";

    [OnEachDatabase]
    public async Task Two_lines_become_one_with_the_attendances_of_both(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var kept = await site.AddMemberAsync("Merged Person " + database);
        var gone = await site.AddMemberAsync("Person Merged " + database, "并人" + database, "Second Alias");
        var (both, only) = (await site.PublishEventAsync("Both " + database), await site.PublishEventAsync("Only " + database));
        await site.AttendAsync(both, kept, Consent.None, AttendanceStatus.Going, AttendanceRoles.Host);
        await site.AttendAsync(both, gone, Consent.None, AttendanceStatus.Attended, AttendanceRoles.Speaker);
        await site.AttendAsync(only, gone, Gathering.Public);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        (await editor.GetAsync("/admin/members/doubles")).ShouldSay("Person Merged " + database);
        var choice = await editor.GetAsync(SiteUrls.Merge(kept));
        var preview = (await editor.GetAsync(choice.One($"a[href$='{gone:D}']").GetAttribute("href")!))
            .ShouldSay("1 attendance moves here.").ShouldSay("At 1 event both are on the list").ShouldSay("This cannot be undone.")
            .ShouldSay("Second Alias");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await editor.SubmitAsync(preview, Confirm)).ShouldHave(HttpStatusCode.OK).ShouldSay("The two members are merged.");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MembersMerged]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("并人");
        var member = await site.InDatabaseAsync(db =>
            db.Set<Member>().SingleAsync(m => m.Id == kept, TestContext.Current.CancellationToken));
        (member.RomanisedName, member.NativeName, member.Alias).ShouldBe(("Merged Person " + database, "并人" + database, "Second Alias"));
        (await site.InDatabaseAsync(db => db.Set<Member>().AnyAsync(m => m.Id == gone, TestContext.Current.CancellationToken)))
            .ShouldBeFalse();
        var lines = await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.MemberId == kept).ToListAsync(TestContext.Current.CancellationToken));
        lines.Single(a => a.EventId == both)
            .ShouldSatisfyAllConditions(a => a.Status.ShouldBe(AttendanceStatus.Attended), a =>
            a.Roles.ShouldBe(AttendanceRoles.Host | AttendanceRoles.Speaker));
        lines.Count.ShouldBe(2);
        using var reader = site.Visit();
        (await reader.GetAsync("/events/only-" + database.ToString().ToLowerInvariant())).ShouldSay("Merged Person " + database);
    }

    [OnEachDatabase]
    public async Task Nobody_becomes_better_known_by_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (named, silent) = (await site.AddMemberAsync("Named Once " + database), await site.AddMemberAsync("Once Named " + database));
        var held = await site.PublishEventAsync("Strict " + database);
        await site.AttendAsync(held, silent, new Consent(NameChoice.Hidden, ConsentMeans.None, null, "", null));
        await site.AttendAsync(held, named, Gathering.Public);
        var quiet = await site.PublishEventAsync("Quiet " + database);
        await site.AttendAsync(quiet, silent, Consent.None);
        var (shown, hidden) =
            (await site.AddMemberAsync("Hidden Twin " + database), await site.AddMemberAsync("Twin Concealed " + database));
        var seen = await site.PublishEventAsync("Seen " + database);
        await site.AttendAsync(seen, shown, Gathering.Public);
        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(hidden)), "main form", ("Input.HiddenEverywhere", "true"));
        using var reader = site.Visit();
        var suffix = database.ToString().ToLowerInvariant();
        (await reader.GetAsync("/events/strict-" + suffix)).ShouldSay("Named Once");
        (await reader.GetAsync("/events/seen-" + suffix)).ShouldSay("Hidden Twin");

        await MergeAsync(editor, named, silent);
        await MergeAsync(editor, shown, hidden);

        foreach (var path in (string[])["/events/strict-", "/events/quiet-", "/events/seen-"])
        {
            (await reader.GetAsync(path + suffix)).ShouldSay("1 person who is not named").ShouldNotHold("Named Once")
                .ShouldNotHold("Hidden Twin");
        }
    }

    [OnEachDatabase]
    public async Task What_changed_since_it_was_shown_and_foreign_ids_are_refused(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (one, other) = (await site.AddMemberAsync("Stale Merge " + database), await site.AddMemberAsync("Merge Stale " + database));
        using var editor = await site.SignInAsync(Role.Editor);
        using var member = await site.SignInAsync(Role.Member);
        var preview = await editor.GetAsync($"{SiteUrls.Merge(one)}?other={other:D}");
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(other)), "main form", ("Input.Note", "new"));
        var before = await site.AuditHeadAsync();

        (await editor.SubmitAsync(preview, Confirm)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Something changed since this was shown.");
        (await editor.GetAsync($"{SiteUrls.Merge(one)}?other={one:D}")).ShouldSay("Choose another member").AllOf("button.danger")
            .ShouldBeEmpty();
        (await editor.GetAsync($"{SiteUrls.Merge(one)}?other={Guid.CreateVersion7():D}")).ShouldHave(HttpStatusCode.NotFound);
        (await editor.GetAsync(SiteUrls.Merge(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await member.GetAsync(SiteUrls.Merge(one))).ShouldHave(HttpStatusCode.Forbidden);
        (await member.PostAsync(SiteUrls.Merge(one), ("Other", other.ToString("D")))).ShouldHave(HttpStatusCode.Forbidden);
        (await editor.PostAsync(SiteUrls.Merge(one), ("Other", other.ToString("D")))).ShouldHave(HttpStatusCode.BadRequest);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    private static async Task MergeAsync(Browser editor, Guid kept, Guid gone) =>
        (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(kept)}?other={gone:D}"), Confirm))
        .ShouldSay("The two members are merged.");
}
