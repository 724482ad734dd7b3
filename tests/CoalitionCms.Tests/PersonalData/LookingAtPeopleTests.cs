using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.PersonalData;

/// <summary>Whoever looks at what is held about a person stands in the log for it, by id and never by name.</summary>
public sealed class LookingAtPeopleTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_look_is_a_line_and_looking_again_soon_is_none(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Lan Looked", "兰看");
        var (email, id) = await site.HireAsync(Role.Admin, "Admin Looks");
        using var admin = site.Visit();
        await admin.SignInAsync(email);
        var before = await site.AuditHeadAsync();

        (await admin.GetAsync(SiteUrls.PersonalDataOf(member))).ShouldHave(HttpStatusCode.OK).ShouldSay("Lan Looked (兰看)");
        await admin.GetAsync(SiteUrls.PersonalDataOf(member) + "?texts=true");
        await admin.GetAsync(SiteUrls.Purge(member));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonOpened]);
        var line = await site.InDatabaseAsync(db => db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number).FirstAsync(Token));
        (line.ObjectKind, line.ObjectId, line.Actor, line.Details).ShouldBe(("Member", member.ToString("D"), id.ToString("D"), "{}"));

        site.Clock.Move(TimeSpan.FromMinutes(11));
        await admin.GetAsync(SiteUrls.PersonalDataOf(member));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonOpened, AuditVerb.PersonOpened]);
    }

    [OnEachDatabase]
    public async Task Each_person_and_each_who_looks_has_a_line(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Min One", "敏一");
        var (_, account) = await site.HireAsync(Role.Member, "Min Account");
        using var first = await site.SignInAsync(Role.Admin);
        using var second = await site.SignInAsync(Role.Admin);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        await first.GetAsync(SiteUrls.PersonalDataOf(member));
        await second.GetAsync(SiteUrls.PersonalDataOf(member));
        await first.GetAsync(SiteUrls.PersonalDataOf(account));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonOpened, AuditVerb.PersonOpened, AuditVerb.PersonOpened]);

        before = await site.AuditHeadAsync();
        (await editor.GetAsync(SiteUrls.PersonalDataOf(member))).ShouldHave(HttpStatusCode.Forbidden);
        (await first.GetAsync(SiteUrls.PersonalDataOf(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty("Nobody was seen.");
    }

    [OnEachDatabase]
    public async Task Who_looks_at_themselves_is_nobodys_concern_and_instants_are_the_houses(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member, "Own Look");
        using var own = site.Visit();
        await own.SignInAsync(email);
        var before = await site.AuditHeadAsync();

        var page = (await own.GetAsync(SiteUrls.OwnData)).ShouldSay("Own Look");

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        page.AllOf("main time[datetime]").Count.ShouldBe(2, "The account's first day, and the session.");
        page.ShouldNotHold(" PM").ShouldNotHold(" AM");
        (await own.GetAsync("/account/sessions")).AllOf("main td time").Count.ShouldBe(2);
    }
}
