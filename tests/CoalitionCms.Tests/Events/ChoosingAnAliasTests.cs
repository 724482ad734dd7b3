using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>A member enters the alias that they choose to be named by, with plain forms.</summary>
public sealed class ChoosingAnAliasTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form[action$='handler=Alias']";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task An_alias_is_entered_chosen_changed_and_taken_away(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Aliased " + database);
        var member = await site.AddMemberAsync("Real Name " + database, "真名");
        await site.AttendAsync(held, member, CoalitionCms.Features.Events.Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        var path = $"/events/aliased-{database}".ToLowerInvariant();
        var before = await site.AuditHeadAsync();

        (await own.GetAsync(SiteUrls.OwnNames)).AllOf("option[value=Alias]").ShouldBeEmpty();
        (await SaveAsync(own, "  Morning\u202E \u200B Heron ")).ShouldSay("The alias is saved.").One("#Alias").GetAttribute("value")
            .ShouldBe("Morning Heron");
        (await SeenAsync(site, path)).ShouldBeEmpty("An alias alone names nobody.");
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "Alias"));
        (await SeenAsync(site, path)).ShouldBe(["Morning Heron"]);
        await SaveAsync(own, "晨鹭");
        (await SeenAsync(site, path)).ShouldBe(["晨鹭"]);
        await SaveAsync(own, "");
        (await SeenAsync(site, path)).ShouldBeEmpty();

        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.MemberAliasChosen, AuditVerb.ConsentRecorded, AuditVerb.MemberAliasChosen, AuditVerb.MemberAliasChosen]);
        var log = await site.LoggedSinceAsync(before);
        foreach (var words in (string[])["Heron", "晨鹭", "Real Name", "真名"])
        {
            log.ShouldNotContain(words);
        }
    }

    [OnEachDatabase]
    public async Task Nobody_takes_another_members_name_and_the_answer_is_the_same_as_for_no_name(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.AddMemberAsync("Victim Person" + database, "受害" + database);
        using var own = await site.SignInAsMemberAsync(await site.AddMemberAsync("Alias Thief " + database));
        var before = await site.AuditHeadAsync();

        foreach (var name in (string[])["victim  PERSON" + database, $"Person{database} Victim", "受害" + database,
            $"Friend of Victim Person{database}"])
        {
            var page = (await SaveAsync(own, name)).ShouldHave(HttpStatusCode.UnprocessableEntity)
                .ShouldSay("This cannot be used as an alias. Choose another.");
            page.One("#Alias").GetAttribute("value").ShouldBe(name, "What was typed comes back.");
        }

        (await SaveAsync(own, "…!")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("This cannot be used as an alias. Choose another.");
        (await SaveAsync(own, new string('x', 101))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("There is room for 100 characters here.");
        (await site.AuditedSinceAsync(before)).ShouldBe(Enumerable.Repeat(AuditVerb.MemberAliasRefused, 4));
        (await site.LoggedSinceAsync(before)).ToUpperInvariant().ShouldNotContain("VICTIM");
    }

    [OnEachDatabase]
    public async Task Asking_the_roster_name_by_name_ends_after_five(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.AddMemberAsync("Sought Person " + database);
        using var spy = await site.SignInAsMemberAsync(await site.AddMemberAsync("Spying Member " + database));
        foreach (var number in Enumerable.Range(0, 5))
        {
            (await SaveAsync(spy, "Guess Number " + (char)('A' + number))).ShouldSay("The alias is saved.");
        }

        var before = await site.AuditHeadAsync();
        foreach (var name in (string[])["Sought Person " + database, "Somebody Else"])
        {
            (await SaveAsync(spy, name)).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("You tried 5 aliases today.");
        }

        (await SaveAsync(spy, "")).ShouldSay("The alias is saved.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberAliasChosen]);
    }

    [OnEachDatabase]
    public async Task Without_a_line_of_the_roster_or_a_token_nothing_is_set(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Guarded Alias " + database);
        using var own = await site.SignInAsMemberAsync(member);
        using var unlinked = await site.SignInAsync(Role.Member);
        var token = (await unlinked.GetAsync("/account")).AllOf("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        var before = await site.AuditHeadAsync();

        (await own.PostAsync(SiteUrls.OwnNames + "?handler=Alias", ("Alias", "Forged"))).ShouldHave(HttpStatusCode.BadRequest);
        (await own.GetAsync(SiteUrls.OwnNames + "?handler=Alias&Alias=Forged")).ShouldHave(HttpStatusCode.OK);
        (await unlinked.PostAsync(SiteUrls.OwnNames + "?handler=Alias", ("Alias", "Forged"), ("memberId", member.ToString()),
            ("__RequestVerificationToken", token)))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Nobody on the roster is linked with this account yet.");

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.InDatabaseAsync(db => db.Set<Member>().Where(m => m.Id == member).Select(m => m.Alias).SingleAsync(Token)))
            .ShouldBe("");
    }

    private static async Task<WebPage> SaveAsync(Browser own, string alias) =>
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), Form, ("Alias", alias));

    private static async Task<List<string>> SeenAsync(CmsSite site, string path)
    {
        using var reader = site.Visit();
        return [.. (await reader.GetAsync(path)).AllOf(".people [lang]").Select(n => n.TextContent)];
    }
}
