using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class ManagingAccountsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task An_admin_who_made_a_reset_link_for_themselves_can_be_disabled(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Admin);
        using var other = await site.SignInAsync(Role.Admin);
        using var wicked = site.Visit();
        await wicked.SignInAsync(email);
        (await wicked.SubmitAsync(await wicked.GetAsync($"/admin/accounts/{id}"), "form[action$=Reset]")).One(".notice .addr");

        (await other.SubmitAsync(await other.GetAsync($"/admin/accounts/{id}"), "form[action$=Disable]")).ShouldSay("is disabled");
        (await wicked.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task An_admin_invites_takes_back_and_sees_each_link_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await AdminAsync(site);
        var before = await site.AuditHeadAsync();
        var shown =
            await admin.SubmitAsync(await admin.GetAsync("/admin/accounts/invite"), "main form", ("Input.Role", "Editor"),
            ("Input.Note", "for Bo (宝)"));

        var link = shown.ShouldSay("It works once, until").One(".notice .addr").TextContent;
        shown.One("button[data-copies]").GetAttribute("data-copies").ShouldBe(shown.One(".notice .addr").Id);
        link.ShouldStartWith("http://localhost:5000/account/join?code=");
        var list = (await admin.GetAsync("/admin/accounts")).ShouldSay("for Bo (宝)").ShouldNotHold("code=");

        await admin.SubmitAsync(list, "form[action$=Revoke]");

        (await admin.GetAsync(new Uri(link).PathAndQuery)).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountInvited, AuditVerb.AccountInvitationRevoked]);
    }

    [OnEachDatabase]
    public async Task An_admin_changes_roles_disables_enables_and_makes_reset_links(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await AdminAsync(site);
        var (email, id) = await site.HireAsync(Role.Member, "Lian Okafor");
        var path = $"/admin/accounts/{id}";
        var before = await site.AuditHeadAsync();

        (await admin.SubmitAsync(await admin.GetAsync(path), "form[action$=Role]", ("role", "Editor"))).ShouldSay("The role is changed");
        (await admin.SubmitAsync(await admin.GetAsync(path), "form[action$=Reset]")).ShouldSay("The link is ready")
            .One(".notice .addr").TextContent.ShouldContain("/account/reset?code=");
        var disabled = await admin.SubmitAsync(await admin.GetAsync(path), "form[action$=Disable]");
        disabled.ShouldSay("The account is disabled");
        disabled.AllOf("form[action$=Reset]").ShouldBeEmpty();
        using var person = site.VisitFromElsewhere();
        (await person.TryAsync(email)).ShouldSay("do not open an account");
        (await admin.SubmitAsync(disabled, "form[action$=Enable]")).ShouldSay("The account is enabled");
        await person.SignInAsync(email);

        (await site.AuditedSinceAsync(before)).ShouldBe(
            [AuditVerb.AccountRoleChanged, AuditVerb.AccountResetLinkMade, AuditVerb.AccountDisabled, AuditVerb.SignInRefused,
            AuditVerb.AccountEnabled, AuditVerb.SignedIn]);
    }

    [OnEachDatabase]
    public async Task The_last_admin_who_can_sign_in_stays(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Admin);
        var (_, gone) = await site.HireAsync(Role.Admin);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, gone, TestContext.Current.CancellationToken));
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync(email);
        var before = await site.AuditHeadAsync();

        var page = await admin.GetAsync($"/admin/accounts/{id}");
        (await admin.SubmitAsync(page, "form[action$=Disable]")).ShouldSay("This is the last admin");
        (await admin.SubmitAsync(page, "form[action$=Role]", ("role", "Member"))).ShouldSay("This is the last admin");
        var demotion = await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.CommandLine, id, Role.Editor, TestContext.Current.CancellationToken));
        demotion.Errors.ShouldBe([AccountsErrors.LastAdmin]);
        (await admin.IsSignedInAsync()).ShouldBeTrue("What was refused ends no session.");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Two_admins_who_demote_each_other_at_once_do_not_both_succeed(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var ids = new[] { (await site.HireAsync(Role.Admin)).Id, (await site.HireAsync(Role.Admin)).Id };
        await Task.WhenAll(ids.Select(id =>
            site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken))));

        (await site.InDatabaseAsync(db => db.Set<Account>().CountAsync(a => a.DisabledAt == null, TestContext.Current.CancellationToken)))
            .ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Members_and_editors_get_nowhere_by_page_post_or_action(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, victim) = await site.HireAsync(Role.Admin);
        foreach (var role in new[] { Role.Member, Role.Editor })
        {
            var (email, id) = await site.HireAsync(role);
            using var browser = site.VisitFromElsewhere();
            await browser.SignInAsync(email);
            var token = (await browser.GetAsync("/account")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var before = await site.AuditHeadAsync();
            foreach (var path in new[] { "/admin/accounts", "/admin/accounts/invite", $"/admin/accounts/{victim}" })
            {
                (await browser.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden);
            }

            foreach (var path in new[] { "/admin/accounts?handler=Revoke", "/admin/accounts/invite",
                $"/admin/accounts/{victim}?handler=Disable", $"/admin/accounts/{victim}?handler=Reset",
                $"/admin/accounts/{id}?handler=Role" })
            {
                (await browser.PostAsync(path, ("__RequestVerificationToken", token), ("role", "Admin"), ("Input.Role", "Admin")))
                    .ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("code=");
            }

            var actor = Actor.Account(id, role);
            (await site.AskAsync((InviteAccount a) => a.RunAsync(actor, new() { Role = Role.Admin }, default))).IsDone.ShouldBeFalse();
            (await site.AskAsync((ChangeRole a) => a.RunAsync(actor, id, Role.Admin, default))).IsDone.ShouldBeFalse();
            (await site.AskAsync((DisableAccount a) => a.RunAsync(actor, victim, default))).IsDone.ShouldBeFalse();
            (await site.AskAsync((MakeResetLink a) => a.RunAsync(actor, victim, default))).IsDone.ShouldBeFalse();
            (await site.AskAsync((CreateAccount a) =>
                a.RunAsync(actor, new() { Email = "x@coalition.example", Name = "X", Password = SigningIn.Password, Role = Role.Admin },
                default))).IsDone.ShouldBeFalse();
            (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        }
    }

    [OnEachDatabase]
    public async Task An_unknown_account_and_an_impossible_role_are_refused_plainly(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await AdminAsync(site);
        var (_, id) = await site.HireAsync(Role.Member);
        (await admin.GetAsync($"/admin/accounts/{Guid.CreateVersion7()}")).ShouldHave(HttpStatusCode.NotFound);
        (await admin.GetAsync("/admin/accounts/1")).ShouldHave(HttpStatusCode.NotFound);
        var token = (await admin.GetAsync("/admin/accounts/invite")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        foreach (var role in new[] { "", "Boss", "99", "-1" })
        {
            (await admin.PostAsync($"/admin/accounts/{id}?handler=Role", ("__RequestVerificationToken", token), ("role", role)))
                .ShouldHave(HttpStatusCode.OK).ShouldSay("Choose one of the roles.");
        }

        (await admin.PostAsync("/admin/accounts/invite", ("__RequestVerificationToken", token), ("Input.Role", "99")))
            .ShouldNotHold("code=");
    }

    private static async Task<Browser> AdminAsync(CmsSite site)
    {
        var browser = site.VisitFromElsewhere();
        await browser.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        return browser;
    }
}
