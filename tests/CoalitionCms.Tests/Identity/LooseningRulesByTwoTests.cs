using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>The four-eyes rule and the demand for second factors, against somebody who stole one admin's session.</summary>
public sealed class LooseningRulesByTwoTests
{
    private const string Settings = "/admin/settings";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task One_admin_asks_and_another_ends_the_rule(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        using var thief = await SignInAsync(site, (await site.HireAsync(Role.Admin)).Email);
        using var second = await SignInAsync(site, (await site.HireAsync(Role.Admin)).Email);
        var before = await site.AuditHeadAsync();

        (await EndRuleAsync(thief)).ShouldSay("The rule that somebody else must approve stays until another admin agrees");
        (await IsOnAsync(site)).ShouldBeTrue();
        var own = (await thief.GetAsync(SiteUrls.AdminRequests)).ShouldSay("Nobody has to approve what becomes public any more")
            .ShouldSay("Waiting for another admin.");
        var request = own.One("form[action$=Refuse] input[name=id]").GetAttribute("value")!;
        (await ForgeApprovalAsync(thief, own, request)).ShouldSay("nobody approves their own request");
        (await EndRuleAsync(thief)).ShouldSay("stays until another admin agrees");
        (await ForgeApprovalAsync(thief, own, await RequestAsync(site))).ShouldSay("nobody approves their own request");
        (await IsOnAsync(site)).ShouldBeTrue();

        (await second.SubmitAsync(await second.GetAsync(SiteUrls.AdminRequests), "form[action$=Approve]")).ShouldSay("The rule is changed.")
            .ShouldSay("No requests.");

        (await IsOnAsync(site)).ShouldBeFalse();
        (await site.AuditedSinceAsync(before)).ShouldBe([
            AuditVerb.RelaxationAsked, AuditVerb.SettingsSaved, AuditVerb.RelaxationAsked, AuditVerb.SettingsSaved,
                AuditVerb.RelaxationApproved, AuditVerb.SettingsSaved], ignoreOrder: true);
    }

    [OnEachDatabase]
    public async Task A_second_factor_is_demanded_of_fewer_only_by_two_and_of_more_by_one(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        await site.DemandAsync(SecondFactorDemand.AdminsAndEditors);
        var actor = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);
        var other = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);

        (await site.AskAsync((DemandSecondFactor demand) => demand.RunAsync(actor, SecondFactorDemand.Admins, Token))).Value.ShouldBeTrue();
        (await DemandAsync(site)).ShouldBe(SecondFactorDemand.AdminsAndEditors);
        var request = Guid.Parse(await RequestAsync(site));
        (await site.AskAsync((DecideOnAdmin decide) =>
            decide.RunAsync(actor, request, approve: true, Token))).Errors.ShouldBe([AccountsErrors.OwnRequest]);
        (await site.AskAsync((DecideOnAdmin decide) => decide.RunAsync(other, request, approve: true, Token))).Value.IsRule.ShouldBeTrue();
        (await DemandAsync(site)).ShouldBe(SecondFactorDemand.Admins);

        (await site.AskAsync((DemandSecondFactor demand) =>
            demand.RunAsync(actor, SecondFactorDemand.AdminsAndEditors, Token))).Value.ShouldBeFalse();
        (await DemandAsync(site)).ShouldBe(SecondFactorDemand.AdminsAndEditors, "Stricter is one admin's act.");
        (await site.AskAsync((DemandSecondFactor demand) =>
            demand.RunAsync(Actor.CommandLine, SecondFactorDemand.Nobody, Token))).Value.ShouldBeFalse();
        (await DemandAsync(site)).ShouldBe(SecondFactorDemand.Nobody, "The host can anyway.");
    }

    [OnEachDatabase]
    public async Task Disabling_the_other_admin_first_does_not_help_for_as_long_as_a_session_lasts(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var thief = await SignInAsync(site, email);
        var (_, second) = await site.HireAsync(Role.Admin);
        await thief.SubmitAsync(await thief.GetAsync($"/admin/accounts/{second}"), "form[action$=Disable]");
        (await site.InDatabaseAsync(db => db.Set<Account>().CountAsync(a => a.Role == Role.Admin && a.DisabledAt == null, Token)))
            .ShouldBe(1);

        (await EndRuleAsync(thief)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("You are the only admin, and within the last day");
        (await IsOnAsync(site)).ShouldBeTrue();

        site.Clock.Move(TimeSpan.FromHours(25));
        (await thief.GetAsync(Settings)).Url.AbsolutePath.ShouldBe("/account/login", "The stolen session is over.");
        using var owner = await SignInAsync(site, email);
        (await EndRuleAsync(owner)).ShouldSay("The settings are saved.");
        (await IsOnAsync(site)).ShouldBeFalse("An only admin decides alone.");
    }

    [OnEachDatabase]
    public async Task Whom_the_thief_let_in_or_reset_is_no_second_person(DatabaseKind database)
    {
        await using var site = await GuardedAsync(database);
        using var thief = await SignInAsync(site, (await site.HireAsync(Role.Admin)).Email);
        var (secondEmail, second) = await site.HireAsync(Role.Admin);
        await EndRuleAsync(thief);

        // The other admin's password, set again by a link that the thief made.
        var link = (await thief.SubmitAsync(await thief.GetAsync($"/admin/accounts/{second}"), "form[action$=Reset]"))
            .One(".notice .addr").TextContent.Trim();
        using var puppet = site.VisitFromElsewhere();
        const string Other = "another long passphrase of theirs";
        await puppet.SubmitAsync(await puppet.GetAsync(new Uri(link).PathAndQuery), "form[method=post]", ("Input.Password", Other));
        await puppet.SignInAsync(secondEmail, Other);
        var page = await puppet.GetAsync(SiteUrls.AdminRequests);
        (await puppet.SubmitAsync(page, "form[action$=Approve]"))
            .ShouldSay("Your account was made, reset or changed by somebody within the last seven days.");
        (await IsOnAsync(site)).ShouldBeTrue();

        // Somebody made an admin by the thief, before the rule covered that.
        var (puppetId, now) = (Guid.CreateVersion7(), await site.HireAsync(Role.Editor));
        await site.InDatabaseAsync(db =>
            db.Set<SiteSettings>().ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsApproval, false), Token));
        (await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.Account(second, Role.Admin), now.Id, Role.Admin, Token))).IsDone.ShouldBeTrue();
        await FourEyesSites.TurnOnAsync(site);
        var request = Guid.Parse(await RequestAsync(site));
        (await site.AskAsync((DecideOnAdmin decide) =>
            decide.RunAsync(Actor.Account(now.Id, Role.Admin), request, approve: true,
            Token))).Errors.ShouldBe([AccountsErrors.FreshAdmin]);
        (await site.AskAsync((DecideOnAdmin decide) =>
            decide.RunAsync(Actor.Account(puppetId, Role.Editor), request, approve: true,
            Token))).Errors.ShouldBe([AccountsErrors.NotAllowed]);
        (await IsOnAsync(site)).ShouldBeTrue();
    }

    private static async Task<CmsSite> GuardedAsync(DatabaseKind database)
    {
        var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with { WithStarter = true });
        await FourEyesSites.TurnOnAsync(site);
        return site;
    }

    private static async Task<Browser> SignInAsync(CmsSite site, string email)
    {
        var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        return browser;
    }

    private static async Task<WebPage> EndRuleAsync(Browser admin) =>
        await admin.SubmitAsync(await admin.GetAsync(Settings), "main form", ("Input.NeedsApproval", "false"));

    private static Task<WebPage> ForgeApprovalAsync(Browser admin, WebPage with, string request) => admin.PostAsync(
        SiteUrls.AdminRequests + "?handler=Approve", ("id", request),
        ("__RequestVerificationToken", with.AllOf("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!));

    private static async Task<string> RequestAsync(CmsSite site) =>
        (await site.InDatabaseAsync(db => db.Set<AdminRequest>().Select(r => r.Id).SingleAsync(Token))).ToString("D");

    private static Task<bool> IsOnAsync(CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<SiteSettings>().Select(s => s.NeedsApproval).SingleAsync(Token));

    private static Task<SecondFactorDemand> DemandAsync(CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<SiteSettings>().Select(s => s.SecondFactor).SingleAsync(Token));
}
