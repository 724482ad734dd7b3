using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>A member decides over their own name, and over nobody else's.</summary>
public sealed class DecidingOverOnesNameTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_member_is_named_as_they_choose(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (first, second) =
            (await site.PublishEventAsync("First evening " + database), await site.PublishEventAsync("Second evening " + database));
        var member = await site.AddMemberAsync("Wen Qiao", "文桥", alias: "Old Bridge");
        await site.AttendAsync(first, member, Consent.None);
        await site.AttendAsync(second, member, Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        var before = await site.AuditHeadAsync();

        var page = await own.GetAsync(SiteUrls.OwnNames);
        page.ShouldHave(HttpStatusCode.OK).ShouldSay("Wen Qiao (文桥)").ShouldSay("copies that others made before");
        (await own.SubmitAsync(page, "form[action='/account/names']", ("Own.Choice", "Alias"))).ShouldSay("Your choice is saved");
        await SeenAsync("Old Bridge", "Old Bridge");

        await ChooseAsync(first, "PublicName");
        await SeenAsync("Wen Qiao (文桥)", "Old Bridge");

        // Choosing less for all events takes the name out of that one too; choosing more does not bring it into one where less was chosen.
        await ChooseAsync(null, "Hidden");
        await SeenAsync(null, null);
        await ChooseAsync(second, "Alias");
        await ChooseAsync(null, "PublicName");
        await SeenAsync("Wen Qiao (文桥)", "Old Bridge");

        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]"))
            .ShouldSay("Your name is taken out everywhere.").ShouldSay("Everything withdrawn");
        await SeenAsync(null, null);
        (await site.AuditedSinceAsync(before)).ShouldBe([.. Enumerable.Repeat(AuditVerb.ConsentRecorded, 5), AuditVerb.ConsentWithdrawn]);
        var log = await site.LoggedSinceAsync(before);
        foreach (var name in (string[])["Wen Qiao", "文桥", "Old Bridge"])
        {
            log.ShouldNotContain(name);
        }

        var rows = await site.ConsentsOfAsync(member);
        rows.Count.ShouldBe(6);
        rows.ShouldAllBe(r =>
            r.Terms.Means == ConsentMeans.ByTheMember && r.RecordedBy != null && r.Terms.GivenOn == new DateOnly(2026, 5, 14));

        async Task ChooseAsync(Guid? eventId, string choice)
        {
            var form = await own.GetAsync(SiteUrls.OwnNames);
            var selector = eventId is null ? "form:has(#Own_Choice)" : $"form:has(input[value='{eventId:D}'])";
            (await own.SubmitAsync(form, selector, ("Own.Choice", choice))).ShouldSay("Your choice is saved");
        }

        async Task SeenAsync(string? atFirst, string? atSecond)
        {
            using var reader = site.Visit();
            foreach (var (title, name) in new[] { ("first", atFirst), ("second", atSecond) })
            {
                var seen = await reader.GetAsync($"/events/{title}-evening-{database}".ToLowerInvariant());
                seen.AllOf(".people [lang]").Select(n => n.TextContent)
                    .ShouldBe(name switch { null => [], "Old Bridge" => ["Old Bridge"], _ => ["Wen Qiao", "文桥"] }, $"{title}: {seen}");
            }
        }
    }

    [OnEachDatabase]
    public async Task An_impossible_choice_is_refused_with_a_sentence(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Xi Yue", "夕月");
        using var own = await site.SignInAsMemberAsync(member);
        var before = await site.AuditHeadAsync();
        var form = await own.GetAsync(SiteUrls.OwnNames);

        var over = await own.SubmitAsync(form, "form:has(#Own_Choice)", ("Own.Choice", "PublicName"), ("Own.Until", "2026-05-13"));
        over.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This day has passed.").One("#Own_Until").GetAttribute("value")
            .ShouldBe("2026-05-13");
        var impossible = await own.SubmitAsync(form, "form:has(#Own_Choice)", ("Own.Until", "2027-02-29"));
        impossible.ShouldHave(HttpStatusCode.UnprocessableEntity).One("#Own_Until").GetAttribute("value").ShouldBe("2027-02-29");
        (await PostAsync(("Own.Choice", "Alias"))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("You have no alias on the roster.");
        (await PostAsync(("Own.Choice", "NotSaid"))).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Choose how to be named.");
        (await PostAsync(("Own.Choice", "Everything"))).ShouldHave(HttpStatusCode.UnprocessableEntity);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        Task<WebPage> PostAsync(params (string, string)[] fields) =>
            own.PostAsync(SiteUrls.OwnNames,
            [("__RequestVerificationToken",
            form.One("form:has(#Own_Choice) input[name=__RequestVerificationToken]").GetAttribute("value")!), .. fields]);
    }

    [OnEachDatabase]
    public async Task Nobody_decides_over_somebody_elses_name(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Others " + database);
        var victim = await site.AddMemberAsync("Yan Bo", "严波");
        await site.AttendAsync(held, victim, Consent.None);
        using var other = await site.SignInAsMemberAsync(await site.AddMemberAsync("Zhu Er", "朱迩"));
        using var unlinked = await site.SignInAsync(Role.Member);
        using var visitor = site.Visit();
        var before = await site.AuditHeadAsync();

        var page = await other.GetAsync(SiteUrls.OwnNames);
        page.ShouldNotHold("Yan Bo").ShouldNotHold("严波");
        foreach (var foreign in (Guid[])[held, Guid.CreateVersion7()])
        {
            (await other.PostAsync(SiteUrls.OwnNames, ("__RequestVerificationToken", Token(page)), ("Own.EventId", foreign.ToString("D")),
                ("Own.Choice", "PublicName")))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This event no longer exists. Go back to the list.");
        }

        (await other.PostAsync(SiteUrls.OwnNames, ("Own.Choice", "PublicName"))).ShouldHave(HttpStatusCode.BadRequest);
        (await other.PostAsync(SiteUrls.OwnNames + "?handler=Withdraw")).ShouldHave(HttpStatusCode.BadRequest);
        (await other.GetAsync(SiteUrls.OwnNames + "?handler=Withdraw")).ShouldHave(HttpStatusCode.OK);
        foreach (var path in (string[])[SiteUrls.MemberNames(victim), SiteUrls.MemberCertificates(victim), SiteUrls.MemberAccount(victim),
            SiteUrls.HiddenNames])
        {
            (await other.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("Yan Bo");
            (await other.PostAsync(path, ("__RequestVerificationToken", Token(page)), ("do", "withdraw"),
                ("Input.Withdrawal.Means", "InPerson"))).ShouldHave(HttpStatusCode.Forbidden);
            (await visitor.GetAsync(path)).ShouldNotHold("Yan Bo").Path.ShouldStartWith("/account/login");
        }

        (await unlinked.GetAsync(SiteUrls.OwnNames)).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Nobody on the roster is linked with this account yet.").ShouldSay("Ask an admin to link it");
        (await unlinked.GetAsync(SiteUrls.OwnRecord)).ShouldHave(HttpStatusCode.OK).ShouldSay("Ask an admin to link it");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.InDatabaseAsync(db =>
            db.Set<GivenConsent>().CountAsync(c => c.MemberId == victim, TestContext.Current.CancellationToken)))
            .ShouldBe(0);

        static string Token(WebPage page) => page.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
    }
}
