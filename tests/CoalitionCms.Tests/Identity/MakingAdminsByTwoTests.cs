using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>With the four-eyes rule on, nobody makes an admin alone.</summary>
public sealed class MakingAdminsByTwoTests(FourEyesSites sites) : IClassFixture<FourEyesSites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task One_admin_asks_and_another_approves(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var first = await AdminAsync(site);
        using var second = await AdminAsync(site);
        var (_, id) = await site.HireAsync(Role.Editor, "Lian Okafor");
        var before = await site.AuditHeadAsync();

        (await first.SubmitAsync(await first.GetAsync($"/admin/accounts/{id}"), "form[action$=Role]", ("role", "Admin")))
            .ShouldSay("Another admin has to approve this.");
        (await RoleOfAsync(site, id)).ShouldBe(Role.Editor);
        var own = await first.GetAsync(SiteUrls.AdminRequests);
        own.ShouldSay("Lian Okafor").ShouldSay("Waiting for another admin.").AllOf("form[action$=Approve]").ShouldBeEmpty();
        var request = own.One("form[action$=Refuse] input[name=id]").GetAttribute("value")!;
        (await ForgedApprovalAsync(first, own, request)).ShouldSay("nobody approves their own request");
        (await second.GetAsync("/admin/accounts")).ShouldSay("Waiting for a second admin: 1");

        (await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Approve]"))
            .ShouldSay("The account is an admin now.").ShouldSay("No requests.");

        (await RoleOfAsync(site, id)).ShouldBe(Role.Admin);
        (await ForgedApprovalAsync(second, await second.GetAsync("/admin/accounts/invite"), request))
            .ShouldSay("This request was already decided");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AdminAsked, AuditVerb.AdminApproved, AuditVerb.AccountRoleChanged]);
        (await site.InDatabaseAsync(db => db.AuditEntries.Where(e => e.Number > before).Select(e => e.Actor).Distinct().CountAsync(Token)))
            .ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task An_invitation_of_an_admin_becomes_a_link_when_another_approves(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var first = await AdminAsync(site);
        using var second = await AdminAsync(site);
        var before = await site.AuditHeadAsync();

        (await first.SubmitAsync(await first.GetAsync("/admin/accounts/invite"), "main form", ("Input.Role", "Admin"), ("Input.Note", "")))
            .ShouldSay("Write who the invitation is for");
        var asked =
            await first.SubmitAsync(await first.GetAsync("/admin/accounts/invite"), "main form", ("Input.Role", "Admin"),
            ("Input.Note", "for Bo (宝)"));
        asked.ShouldSay("Another admin has to approve this.").ShouldSay("for Bo (宝)").ShouldNotHold("code=");
        var shown = await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Approve]");

        shown.One(".notice .addr").TextContent.ShouldContain("/account/join?code=");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AdminAsked, AuditVerb.AdminApproved, AuditVerb.AccountInvited]);
        (await first.SubmitAsync(await first.GetAsync("/admin/accounts/invite"), "main form", ("Input.Role", "Editor")))
            .ShouldSay("It works once, until");
    }

    [OnEachDatabase]
    public async Task A_wish_ends_with_who_had_it_with_time_or_with_a_no(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (firstEmail, firstId) = await site.HireAsync(Role.Admin);
        using var first = site.VisitFromElsewhere();
        await first.SignInAsync(firstEmail);
        using var second = await AdminAsync(site);
        var (_, id) = await site.HireAsync(Role.Member, "Pending Person");

        await AskAsync(first, id);
        (await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Refuse]"))
            .ShouldSay("The request was removed.");
        await AskAsync(first, id);
        (await first.SubmitAsync(await first.GetAsync(SiteUrls.AdminRequests), "form[action$=Refuse]"))
            .ShouldSay("The request was removed.");
        await AskAsync(first, id);
        var waiting = await second.GetAsync(SiteUrls.AdminRequests);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, firstId, Token));
        (await second.SubmitAsync(waiting, "form[action$=Approve]")).ShouldSay("is no longer an admin");

        (await RoleOfAsync(site, id)).ShouldBe(Role.Member);
    }

    [OnEachDatabase]
    public async Task A_request_ends_with_the_session_in_which_it_may_have_been_made(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, owner) = await site.HireAsync(Role.Admin);
        using var thief = site.VisitFromElsewhere();
        await thief.SignInAsync(email);
        using var second = await AdminAsync(site);
        var (_, id) = await site.HireAsync(Role.Member, "Friend of the thief");
        await AskAsync(thief, id);
        var waiting = await second.GetAsync(SiteUrls.AdminRequests);

        await site.AskAsync((EndSession end) => end.EverywhereAsync(Actor.Account(owner, Role.Admin), Token));

        (await second.GetAsync(SiteUrls.AdminRequests)).ShouldSay("No requests.");
        (await second.SubmitAsync(waiting, "form[action$=Approve]")).ShouldSay("This request was already decided");
        (await RoleOfAsync(site, id)).ShouldBe(Role.Member);
    }

    [OnEachDatabase]
    public async Task Nobody_comes_round_the_rule_but_the_host(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, adminId) = await site.HireAsync(Role.Admin);
        var (_, id) = await site.HireAsync(Role.Editor);
        var admin = Actor.Account(adminId, Role.Admin);

        (await site.AskAsync((ChangeRole change) =>
            change.RunAsync(admin, id, Role.Admin, Token))).Errors.ShouldBe([AccountsErrors.SecondAdminNeeded]);
        (await site.AskAsync((InviteAccount invite) =>
            invite.RunAsync(admin, new() { Role = Role.Admin }, Token))).Errors.ShouldBe([AccountsErrors.SecondAdminNeeded]);
        using var editor = site.VisitFromElsewhere();
        await editor.SignInAsync((await site.HireAsync(Role.Editor)).Email);
        (await editor.GetAsync(SiteUrls.AdminRequests)).ShouldHave(HttpStatusCode.Forbidden);
        (await editor.PostAsync(SiteUrls.AdminRequests + "?handler=Approve",
            ("id", id.ToString()))).Status.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.BadRequest);

        (await site.AskAsync((ChangeRole change) => change.RunAsync(Actor.CommandLine, id, Role.Admin, Token))).IsDone.ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task An_only_admin_is_told_what_to_do(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        await FourEyesSites.TurnOnAsync(site);
        using var admin = await AdminAsync(site);
        var (_, id) = await site.HireAsync(Role.Editor);

        (await admin.SubmitAsync(await admin.GetAsync($"/admin/accounts/{id}"), "form[action$=Role]", ("role", "Admin")))
            .ShouldSay("user invite --role admin");
        (await RoleOfAsync(site, id)).ShouldBe(Role.Editor);
    }

    private static async Task<Browser> AdminAsync(CmsSite site)
    {
        var browser = site.VisitFromElsewhere();
        await browser.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        return browser;
    }

    private static async Task AskAsync(Browser admin, Guid id) =>
        (await admin.SubmitAsync(await admin.GetAsync($"/admin/accounts/{id}"), "form[action$=Role]", ("role", "Admin")))
        .ShouldSay("Another admin has to approve this.");

    private static Task<WebPage> ForgedApprovalAsync(Browser admin, WebPage with, string request) => admin.PostAsync(
        SiteUrls.AdminRequests + "?handler=Approve", ("id", request),
        ("__RequestVerificationToken", with.AllOf("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!));

    private static Task<Role> RoleOfAsync(CmsSite site, Guid id) =>
        site.InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == id).Select(a => a.Role).SingleAsync(Token));
}

/// <summary>Class fixture: sites where two people must look.</summary>
public sealed class FourEyesSites : IAsyncDisposable
{
    private readonly AccountSites sites = new();

    /// <summary>The site on this database, with the rule on.</summary>
    public async Task<CmsSite> OnAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await TurnOnAsync(site);
        return site;
    }

    /// <summary>Turns the rule on.</summary>
    public static Task<bool> TurnOnAsync(CmsSite site) => site.InDatabaseAsync(async db =>
    {
        if (!await db.Set<SiteSettings>().AnyAsync())
        {
            db.Add(new Features.Settings.SiteSettings());
            db.AuditEntries.Add(new AuditEntry(DateTime.UnixEpoch, "system", AuditVerb.SettingsSaved, "settings", "site", "{}"));
            await db.SaveChangesAsync();
        }

        await db.Set<SiteSettings>().ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsApproval, true));
        return true;
    });

    public ValueTask DisposeAsync() => sites.DisposeAsync();
}
