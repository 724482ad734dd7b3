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

public sealed class SigningInTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task The_forms_of_the_page_have_different_names(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        var forms = (await browser.GetAsync("/account/login")).AllOf("main form");
        forms.Count.ShouldBe(2);
        forms.Select(f => f.GetAttribute("aria-label")).ShouldBe(["Sign in with a password", "Use a passkey"]);
    }

    [OnEachDatabase]
    public async Task Signing_in_opens_the_page_that_was_asked_for_and_is_logged(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Admin);
        using var browser = site.VisitFromElsewhere();
        var before = await site.AuditHeadAsync();

        var form = await browser.GetAsync("/admin/accounts");
        form.Url.PathAndQuery.ShouldBe("/account/login?ReturnUrl=%2Fadmin%2Faccounts");
        var page =
            await browser.SubmitAsync(form, "form[method=post]", ("Input.Email", email.ToUpperInvariant()),
            ("Input.Password", SigningIn.Password));

        page.ShouldHave(HttpStatusCode.OK).Path.ShouldBe("/admin/accounts");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SignedIn]);
        var line = await site.InDatabaseAsync(db =>
            db.AuditEntries.OrderBy(e => e.Number).LastAsync(TestContext.Current.CancellationToken));
        (line.Actor, line.Details).ShouldBe((id.ToString("D"), "{}"));
    }

    [OnEachDatabase]
    public async Task Unknown_wrong_and_disabled_get_the_same_answer_to_the_letter(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (known, _) = await site.HireAsync(Role.Member);
        var (disabled, id) = await site.HireAsync(Role.Member);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));

        var answers = new List<string>();
        foreach (var (email, password) in new[] { (known, "not the password at all"),
            ("nobody@coalition.example", "not the password at all"), (disabled, SigningIn.Password) })
        {
            using var browser = site.VisitFromElsewhere();
            var page = (await browser.TryAsync(email, password)).ShouldHave(HttpStatusCode.OK).ShouldSay("do not open an account");
            var token = page.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            answers.Add(page.WithoutQuestion().Replace(email, "", StringComparison.Ordinal).Replace(token, "", StringComparison.Ordinal));
        }

        answers.Distinct().Count().ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Nothing_typed_gets_that_answer_too(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var (email, password) in new[] { ("", ""), ("nobody@coalition.example", ""), ("", SigningIn.Password) })
        {
            var form = await visitor.GetAsync("/account/login");
            (await visitor.SubmitAsync(form, "form[method=post]", ("Input.Email", email), ("Input.Password", password)))
                .ShouldSay("do not open an account");
        }
    }

    [OnEachDatabase]
    public async Task Every_sign_in_gets_a_new_key_and_ends_the_session_it_replaces(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        using var thief = site.VisitFromElsewhere();
        thief.Cookies = browser.Cookies.Copy();

        await browser.SignInAsync(email);

        (await browser.IsSignedInAsync()).ShouldBeTrue();
        (await thief.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_the_database_has_no_key(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        var form = await browser.GetAsync("/account/login");
        var token = form.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(site.Url, "/account/login"))
        {
            Content =
                new FormUrlEncodedContent([new("Input.Email", email), new("Input.Password", SigningIn.Password),
                new("__RequestVerificationToken", token)]),
        });

        var cookie = answer.ShouldHave(HttpStatusCode.Found).Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain("expires");
        answer.Header("Cache-Control").ShouldBe("no-store");
        var session = await site.InDatabaseAsync(db =>
            db.Set<Session>().SingleAsync(s => s.AccountId == id, TestContext.Current.CancellationToken));
        session.KeyHash.Length.ShouldBe(64);
        System.Text.Encoding.UTF8.GetString(session.Ticket).ShouldNotContain(id.ToString("D"));
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_the_host()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, AccountSites.BehindProxy with
        {
            Settings = new Dictionary<string,
                string?>
            {
                ["Cms:KnownProxies:0"] = "127.0.0.1",
                ["Cms:BaseUrl"] = "https://coalition.example",
                ["Cms:Hosts:0"] = "127.0.0.1"
            },
        });
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        browser.Sends["X-Forwarded-Proto"] = "https";
        await browser.TryAsync(email);

        browser.Cookies.All.Keys.ShouldContain("__Host-session");
        browser.Cookies.All.Keys.ShouldNotContain("session");
    }

    [OnEachDatabase]
    public async Task Nobody_is_led_to_another_site_or_page_after_signing_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        string[] traps =
            ["https://evil.example", "//evil.example/admin", "/\\evil.example", "/admin\\..\\\\evil.example", "/admin/..//evil.example",
            "/admin/%2e%2e//evil.example", "javascript:alert(1)", "/admin\r\nX: 1", "/account/logout", "/about", " /admin",
            "/administrator", "/admin/金", new string('a', 3_000)];
        foreach (var trap in traps)
        {
            using var browser = site.VisitFromElsewhere();
            var page = await browser.TryAsync(email, returnUrl: trap);
            page.Url.AbsolutePath.ShouldBe("/admin", trap);
            page.Url.Authority.ShouldBe(site.Url.Authority);
        }
    }

    [OnEachDatabase]
    public async Task Neither_log_nor_audit_log_has_the_address_or_password_that_was_typed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var before = await site.AuditHeadAsync();
        using var browser = site.VisitFromElsewhere();
        await browser.TryAsync("secret.person@coalition.example", "my very own secret words");

        site.Log.ToString().ShouldNotContain("secret");
        var line = await site.InDatabaseAsync(db =>
            db.AuditEntries.SingleAsync(e => e.Number > before, TestContext.Current.CancellationToken));
        (line.Verb, line.Actor, line.ObjectId).ShouldBe((AuditVerb.SignInRefused, "visitor", "unknown"));
        line.Details.ShouldNotContain("secret");
    }
}
