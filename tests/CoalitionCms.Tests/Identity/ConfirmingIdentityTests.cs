using System.Net;
using System.Reflection;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class ConfirmingIdentityTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(11);

    [OnEachDatabase]
    public async Task These_pages_ask_once_more_who_it_is(DatabaseKind database) =>
        (await PageInventory.PagesAsync(await sites.OnAsync(database)))
        .Where(p => p.Page?.ModelTypeInfo!.GetCustomAttribute<StepUpAttribute>() is not null).Select(p => p.Route).ShouldBe(
        [
            "/account/data", "/account/factors", "/account/factors/app", "/account/factors/passkey",
            "/admin/accounts", "/admin/accounts/invite", "/admin/accounts/requests", "/admin/accounts/{id:guid}",
            "/admin/addresses/{id:guid}/removal", "/admin/addresses/{id}", "/admin/emergency/{id:guid}", "/admin/events/{id:guid}/export",
            "/admin/import", "/admin/ledger/{id:guid}", "/admin/ledger/{id:guid}/purge", "/admin/members/export",
            "/admin/members/{id:guid}/account", "/admin/members/{id:guid}/merge",
            "/admin/settings",
        ]);

    [OnEachDatabase]
    public async Task Ten_minutes_after_signing_in_a_post_is_not_carried_out_and_nothing_typed_is_lost(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync(email);
        var form = await admin.GetAsync("/admin/accounts/invite");
        site.Clock.Move(TooLong);
        var before = await site.AuditHeadAsync();

        var asked = await admin.SubmitAsync(form, "main form", ("Input.Role", "Editor"), ("Input.Note", "for Bo, typed once"));
        asked.ShouldHave(HttpStatusCode.Forbidden).ShouldSay("Nothing was carried out yet").ShouldSay("for Bo, typed once")
            .ShouldNotHold("code=");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        var wrong = await admin.SubmitAsync(asked, "main form", ("Input.Password", "not the password at all"));
        var ready =
            await admin.SubmitAsync(wrong.ShouldSay("This is not your current password"), "main form",
            ("Input.Password", SigningIn.Password));
        (await admin.SubmitAsync(ready.ShouldSay("Continue: send what you wrote"), "main form")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("The link is ready");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.IdentityConfirmed, AuditVerb.AccountInvited]);
        (await admin.GetAsync("/admin/accounts")).ShouldSay("for Bo, typed once");
    }

    [OnEachDatabase]
    public async Task Every_post_that_needs_it_is_refused_without_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        var (_, victim) = await site.HireAsync(Role.Member);
        var token = (await admin.GetAsync("/account")).One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        site.Clock.Move(TooLong);
        var before = await site.AuditHeadAsync();
        string[] paths =
        [
            $"/admin/accounts/{victim}?handler=Role", $"/admin/accounts/{victim}?handler=Disable",
                $"/admin/accounts/{victim}?handler=Reset", $"/admin/accounts/{victim}?handler=Factors",
            "/admin/accounts?handler=Revoke", "/admin/settings?handler=Demand", "/admin/settings", "/admin/addresses/new",
            $"/admin/emergency/{Guid.CreateVersion7()}",
        ];
        foreach (var path in paths)
        {
            (await admin.PostAsync(path, ("__RequestVerificationToken", token), ("role", "Admin"), ("Demand", "Admins")))
                .ShouldHave(HttpStatusCode.Forbidden).ShouldSay("Confirm it is you");
        }

        foreach (var path in new[] { "/account/factors?handler=RemoveApp", "/account/factors?handler=Codes", "/account/factors/app",
            "/account/factors/passkey" })
        {
            (await admin.PostAsync(path, ("__RequestVerificationToken", token)))
                .ShouldHave(HttpStatusCode.OK).Url.AbsolutePath.ShouldBe("/account/confirm");
        }

        foreach (var path in new[] { "/account/factors/app", "/account/factors/passkey" })
        {
            (await admin.GetAsync(path)).Url.AbsolutePath.ShouldBe("/account/confirm",
                "A secret is not shown to somebody who found the browser open.");
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Wrong_codes_in_an_open_session_are_counted_as_at_sign_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync((await site.HireAsync(Role.Member)).Email);
        var factors = await browser.AddAppAsync(site);
        var token = (await browser.GetAsync("/account/confirm")).One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var before = await site.AuditHeadAsync();
        for (var wrong = 0; wrong < 2 * CodeTries.Most; wrong++)
        {
            if (wrong % 5 == 0)
            {
                // What slows a client down is over.
                site.Clock.Move(TimeSpan.FromMinutes(6));
            }

            await browser.PostAsync("/account/confirm", ("__RequestVerificationToken", token), ("Input.Code", "000000"));
        }

        (await site.AuditedSinceAsync(before)).Count(v => v == AuditVerb.SecondStepClosed).ShouldBe(2);
        site.Clock.Move(TimeSpan.FromMinutes(6));
        (await browser.PostAsync("/account/confirm", ("__RequestVerificationToken", token), ("Input.Code", factors.CodeNow(site))))
            .ShouldSay("Too many wrong codes");
        site.Clock.Move(TimeSpan.FromMinutes(6));
        (await browser.PostAsync("/account/confirm", ("__RequestVerificationToken", token), ("Input.Code", factors.CodeNow(site))))
            .Url.AbsolutePath.ShouldNotBe("/account/confirm");
    }

    [OnEachDatabase]
    public async Task With_a_second_factor_neither_password_nor_a_used_code_nor_anothers_passkey_will_do(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync(email);
        var factors = await admin.AddAppAsync(site);
        using var passkey = new SoftPasskey();
        await admin.AddPasskeyAsync(passkey);
        using var stranger = site.VisitFromElsewhere();
        await stranger.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        using var foreign = new SoftPasskey();
        await stranger.AddPasskeyAsync(foreign);
        site.Clock.Move(TooLong);

        var page = await admin.GetAsync("/account/confirm?returnUrl=/admin/settings");
        page.AllOf("input[type=password]").ShouldBeEmpty();
        var token = page.One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        (await admin.PostAsync("/account/confirm", ("__RequestVerificationToken", token), ("Input.Password", SigningIn.Password)))
            .ShouldSay("This code does not open");
        (await admin.PostAsync("/account/confirm", ("__RequestVerificationToken", token), ("Input.Code", factors.Codes[0])))
            .ShouldSay("This code does not open");
        (await admin.AnswerAsync(page, foreign)).ShouldSay("This passkey opens no account here");
        var code = factors.CodeNow(site);
        (await admin.SubmitAsync(page, "main form", ("Input.Code", code))).Path.ShouldBe("/admin/settings");
        (await admin.SubmitAsync(page, "main form", ("Input.Code", code))).ShouldSay("This code does not open");

        site.Clock.Move(TooLong);
        (await admin.AnswerAsync(await admin.GetAsync("/account/confirm?returnUrl=/account/factors"),
            passkey)).Path.ShouldBe("/account/factors");
        (await admin.GetAsync("/account/factors")).ShouldSay("10 are left");
    }

    [OnEachDatabase]
    public async Task Confirming_counts_for_one_session_and_leads_nowhere_else(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var here = site.VisitFromElsewhere();
        using var elsewhere = site.VisitFromElsewhere();
        await here.SignInAsync(email);
        await elsewhere.SignInAsync(email);
        site.Clock.Move(TooLong);
        var page = await here.GetAsync("/account/confirm?returnUrl=https://evil.example/");
        (await here.SubmitAsync(page, "main form", ("Input.Password", SigningIn.Password))).Url.ShouldBe(new Uri(site.Url, "/admin"));

        (await here.GetAsync("/account/factors/app")).Path.ShouldBe("/account/factors/app");
        (await elsewhere.GetAsync("/account/factors/app")).Url.AbsolutePath.ShouldBe("/account/confirm");
        (await site.InDatabaseAsync(db =>
            db.Set<Session>().Select(s => s.ConfirmedAt).Distinct().CountAsync(TestContext.Current.CancellationToken)))
            .ShouldBeGreaterThan(1);
    }
}
