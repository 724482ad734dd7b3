using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Settings;

/// <summary>
/// What readers trust, against somebody who stole one admin's session: while the four-eyes rule holds, one cannot change it.
/// </summary>
public sealed class ChangingByTwoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_sites_name_and_notice_wait_for_a_second_admin_and_other_settings_do_not(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        using var thief = await SignInAsync(site);
        using var second = await SignInAsync(site);
        using var visitor = site.Visit();
        var before = await site.AuditHeadAsync();

        (await thief.SubmitAsync(await thief.GetAsync("/admin/settings"), "main form",
            ("Input.Notice[en]", "We have moved to false.example"), ("Input.TrashDays", "77")))
            .ShouldSay("wait until another admin agrees");

        (await site.InDatabaseAsync(db => db.Set<SiteSettings>().Select(s => s.TrashDays).SingleAsync(Token))).ShouldBe(77);
        (await visitor.GetAsync("/")).ShouldNotHold("false.example");
        (await thief.GetAsync(SiteUrls.AdminRequests)).ShouldSay("Waiting for another admin.").AllOf("form[action$=Approve]")
            .ShouldBeEmpty();
        (await thief.PostAsync(SiteUrls.AdminRequests + "?handler=Approve", ("id", await RequestAsync(site)),
            ("__RequestVerificationToken", (await thief.GetAsync(SiteUrls.AdminRequests)).AllOf("input[name=__RequestVerificationToken]")[0]
                .GetAttribute("value")!))).ShouldSay("nobody approves their own request");
        (await visitor.GetAsync("/")).ShouldNotHold("false.example");

        var waiting = (await second.GetAsync(SiteUrls.AdminRequests)).ShouldSay("We have moved to false.example");
        (await second.SubmitAsync(waiting, "form[action$=Approve]")).ShouldSay("The change is made and public.");
        (await visitor.GetAsync("/")).ShouldSay("We have moved to false.example");
        (await site.AuditedSinceAsync(before)).Where(v => v.StartsWith('s') && !v.StartsWith("session", StringComparison.Ordinal))
            .ShouldBe([AuditVerb.ChangeAsked, AuditVerb.SettingsSaved, AuditVerb.ChangeApproved, AuditVerb.SettingsSaved],
            ignoreOrder: true);
    }

    [OnEachDatabase]
    public async Task Where_to_give_and_which_key_to_trust_wait_too_and_the_second_admin_sees_all_that_would_change(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        using var thief = await SignInAsync(site);
        using var second = await SignInAsync(site);
        using var visitor = site.Visit();

        (await thief.SubmitAsync(await thief.GetAsync("/admin/settings"), "main form",
            ("Input.Links", "Donate: https://false.example/give"), ("Input.Keys", "Office: AAAA BBBB"), ("Input.Footer[en]", "Trust us."),
            ("Input.Severity", "Danger"), ("Input.NoticeLink", "/official"), ("Input.NoticeOn", "2026-11-20"), ("Input.Sign", "F")))
            .ShouldSay("wait until another admin agrees");

        var home = (await visitor.GetAsync("/")).ShouldNotHold("false.example").ShouldNotHold("AAAA BBBB").ShouldNotHold("Trust us.");
        home.AllOf("header .mark").ShouldContain(s => s.TextContent == "F");
        var waiting = (await second.GetAsync(SiteUrls.AdminRequests)).ShouldSay("Donate: https://false.example/give")
            .ShouldSay("Office: AAAA BBBB").ShouldSay("Trust us.").ShouldSay("Danger").ShouldSay("/official").ShouldSay("2026-11-20");
        (await second.SubmitAsync(waiting, "form[action$=Approve]")).ShouldSay("The change is made and public.");
        var after = (await visitor.GetAsync("/")).ShouldSay("AAAA BBBB").ShouldSay("Trust us.");
        after.One("a[href='https://false.example/give']");
        after.AllOf("header .mark").ShouldContain(s => s.TextContent == "F");
    }

    [OnEachDatabase]
    public async Task An_address_is_added_changed_and_removed_by_two(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        using var thief = await SignInAsync(site);
        using var second = await SignInAsync(site);
        using var visitor = site.Visit();

        await AddAsync("false.example");
        (await visitor.GetAsync("/official")).ShouldNotHold("false.example");
        (await second.SubmitAsync((await second.GetAsync(SiteUrls.AdminRequests)).ShouldSay("false.example"), "form[action$=Refuse]"))
            .ShouldSay("No requests.");
        (await visitor.GetAsync("/official")).ShouldNotHold("false.example");

        await AddAsync("mirror.example");
        await ApproveAsync("The change is made and public.");
        (await visitor.GetAsync("/official")).ShouldSay("mirror.example");

        var id = await site.InDatabaseAsync(db =>
            db.Set<SiteAddress>().Where(a => a.Location == "mirror.example").Select(a => a.Id).SingleAsync(Token));
        (await thief.SubmitAsync(await thief.GetAsync($"/admin/addresses/{id}"), "main form", ("Input.Location", "other.example")))
            .ShouldSay("Another admin has to approve this.");
        await site.AskAsync((Features.Addresses.Actions.SaveAddress save) => save.RunAsync(Actor.CommandLine,
            new(id, "mirror.example", AddressKind.Official, false, FuzzyDate.Unknown, FuzzyDate.Unknown, LocalText.Empty, 1, 1), Token));
        await ApproveAsync("Somebody");
        await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Refuse]");
        (await visitor.GetAsync("/official")).ShouldSay("mirror.example").ShouldNotHold("other.example");

        (await thief.SubmitAsync(await thief.GetAsync($"/admin/addresses/{id}/removal"), "main form"))
            .ShouldSay("Another admin has to approve this.");
        (await visitor.GetAsync("/official")).ShouldSay("mirror.example");
        await ApproveAsync("The change is made and public.");
        (await visitor.GetAsync("/official")).ShouldNotHold("mirror.example");

        async Task AddAsync(string location) => (await thief.SubmitAsync(await thief.GetAsync("/admin/addresses/new"), "main form",
            ("Input.Location", location), ("Input.Kind", "Mirror"))).ShouldSay("Another admin has to approve this.");

        async Task ApproveAsync(string answer) =>
            (await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Approve]")).ShouldSay(answer);
    }

    [OnEachDatabase]
    public async Task Unpublishing_several_texts_asks_who_one_is(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var saved = await site.PublishArticleAsync(Writing.Words("Stays public"));
        site.Clock.Move(TimeSpan.FromMinutes(11));

        var answer = await editor.AttackAsync("/admin/bulk", ("Act", "Withdraw"), ("Kind", "Article"),
            ("chosen", FormattableString.Invariant($"{saved.EntryId:D}:{saved.Version}:1")));

        answer.ShouldHave(System.Net.HttpStatusCode.Forbidden).ShouldSay("Nothing was carried out yet");
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/stays-public")).ShouldHave(System.Net.HttpStatusCode.OK);
    }

    private static async Task<CmsSite> GuardedAsync(DatabaseKind database)
    {
        var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with { WithStarter = true });
        await FourEyesSites.TurnOnAsync(site);
        return site;
    }

    private static async Task<Browser> SignInAsync(CmsSite site)
    {
        var browser = site.VisitFromElsewhere();
        await browser.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        return browser;
    }

    private static async Task<string> RequestAsync(CmsSite site) =>
        (await site.InDatabaseAsync(db => db.Set<AdminRequest>().Select(r => r.Id).SingleAsync(Token))).ToString("D");
}
