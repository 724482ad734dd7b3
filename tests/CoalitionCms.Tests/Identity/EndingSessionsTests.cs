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

public sealed class EndingSessionsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (browser, thief, _) = await SignedInTwiceAsync(site);
        var before = await site.AuditHeadAsync();

        var form = (await browser.GetAsync("/account/logout")).ShouldHave(HttpStatusCode.OK);
        (await browser.IsSignedInAsync()).ShouldBeTrue("Looking at the page signs nobody out.");
        (await browser.SubmitAsync(form, "main form")).ShouldHave(HttpStatusCode.OK).ShouldSay("You are signed out.");

        (await thief.IsSignedInAsync()).ShouldBeFalse();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SignedOut]);
    }

    [Fact]
    public async Task A_session_that_was_put_to_another_account_in_the_database_opens_nothing()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var (email, id) = await site.HireAsync(Role.Member);
        var (_, admin) = await site.HireAsync(Role.Admin);
        using var browser = site.Visit();
        await browser.SignInAsync(email);

        await site.InDatabaseAsync(async db =>
        {
            var stamp = await db.Set<Account>().Where(a => a.Id == id).Select(a => a.SecurityStamp)
                .SingleAsync(TestContext.Current.CancellationToken);
            await db.Set<Account>().Where(a => a.Id == admin)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp), TestContext.Current.CancellationToken);
            return await db.Set<Session>().Where(s => s.AccountId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.AccountId, admin), TestContext.Current.CancellationToken);
        });

        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task Signing_out_clears_what_the_browser_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (browser, _, _) = await SignedInTwiceAsync(site);
        var token = (await browser.GetAsync("/account/logout")).One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(site.Url, "/account/logout"))
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]),
        });

        answer.ShouldHave(HttpStatusCode.Found).Header("Clear-Site-Data").ShouldBe("\"cache\", \"cookies\", \"storage\"");
    }

    [OnEachDatabase]
    public async Task A_session_ends_after_the_times_that_the_settings_give(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Settings = new Dictionary<string, string?> { ["Cms:SessionIdleMinutes"] = "10", ["Cms:SessionHours"] = "1" },
        });
        var (email, _) = await site.HireAsync(Role.Member);
        using var idle = site.Visit();
        await idle.SignInAsync(email);
        site.Clock.Move(TimeSpan.FromMinutes(9));
        (await idle.IsSignedInAsync()).ShouldBeTrue();
        site.Clock.Move(TimeSpan.FromMinutes(11));
        (await idle.IsSignedInAsync()).ShouldBeFalse();

        using var busy = site.Visit();
        await busy.SignInAsync(email);
        for (var minutes = 0; minutes < 54; minutes += 9)
        {
            site.Clock.Move(TimeSpan.FromMinutes(9));
            (await busy.IsSignedInAsync()).ShouldBeTrue();
        }

        site.Clock.Move(TimeSpan.FromMinutes(9));
        (await busy.IsSignedInAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(4, 12, "Cms__SessionIdleMinutes")]
    [InlineData(121, 12, "Cms__SessionIdleMinutes")]
    [InlineData(120, 0, "Cms__SessionHours")]
    [InlineData(120, 13, "Cms__SessionHours")]
    public void Sessions_can_be_made_shorter_and_not_longer(int minutes, int hours, string setting) =>
        new CmsOptions { SessionIdleMinutes = minutes, SessionHours = hours }.Problems(null).ShouldHaveSingleItem().ShouldContain(setting);

    [OnEachDatabase]
    public async Task Disabling_ends_a_session_at_the_next_request(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (browser, thief, id) = await SignedInTwiceAsync(site);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));

        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await thief.IsSignedInAsync()).ShouldBeFalse();
        (await site.InDatabaseAsync(db => db.Set<Session>().CountAsync(s => s.AccountId == id, TestContext.Current.CancellationToken)))
            .ShouldBe(0);
    }

    [OnEachDatabase]
    public async Task Changing_the_password_ends_every_session_and_the_old_password(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        using var elsewhere = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        await elsewhere.SignInAsync(email);
        var before = await site.AuditHeadAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "form[action$=Password]",
            ("Passwords.CurrentPassword", SigningIn.Password), ("Passwords.Password", "quiet 秋 harbour bells"));

        page.ShouldSay("Your new password is set");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountPasswordChanged]);
        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await elsewhere.IsSignedInAsync()).ShouldBeFalse();
        (await browser.TryAsync(email)).ShouldSay("do not open an account");
        await browser.SignInAsync(email, "quiet 秋 harbour bells");
    }

    [OnEachDatabase]
    public async Task Another_role_counts_at_once_and_only_after_signing_in_again(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.HireAsync(Role.Admin);
        var (email, id) = await site.HireAsync(Role.Admin);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.CommandLine, id, Role.Member, TestContext.Current.CancellationToken));

        (await browser.IsSignedInAsync()).ShouldBeFalse();
        await browser.SignInAsync(email);
        (await browser.GetAsync("/admin/accounts")).ShouldHave(HttpStatusCode.Forbidden).ShouldSay("Not allowed");
    }

    [OnEachDatabase]
    public async Task A_session_nobody_uses_ends_after_two_hours_and_every_session_after_twelve(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Member);
        using var idle = site.VisitFromElsewhere();
        using var busy = site.VisitFromElsewhere();
        await idle.SignInAsync(email);
        await busy.SignInAsync(email);
        for (var hours = 0.0; hours < 11.9; hours += 1.9)
        {
            (await busy.IsSignedInAsync()).ShouldBeTrue();
            site.Clock.Move(TimeSpan.FromHours(1.9));
        }

        (await busy.IsSignedInAsync()).ShouldBeFalse("Thirteen hours are too long.");
        (await idle.IsSignedInAsync()).ShouldBeFalse();

        await idle.SignInAsync(email);
        site.Clock.Move(TimeSpan.FromHours(2.1));
        (await idle.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task Signing_out_everywhere_ends_all_sessions(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        using var elsewhere = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        await elsewhere.SignInAsync(email);

        await browser.SubmitAsync((await browser.GetAsync("/account")).ShouldSay("in 2 places"), "form[action$=Everywhere]");

        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await elsewhere.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task A_cookie_made_up_or_pointing_nowhere_is_no_session(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        foreach (var cookie in new[] { "session=x", "session=", "session=CfDJ8" + new string('A', 300), "session=chunks-2; sessionC1=x" })
        {
            browser.Cookies = new CookieJar();
            browser.Cookies.Take(cookie);
            (await browser.IsSignedInAsync()).ShouldBeFalse(cookie);
            (await browser.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        }
    }

    private static async Task<(Browser Browser, Browser Thief, Guid Id)> SignedInTwiceAsync(CmsSite site)
    {
        var (email, id) = await site.HireAsync(Role.Member);
        var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var thief = site.VisitFromElsewhere();
        thief.Cookies = browser.Cookies.Copy();
        (await thief.IsSignedInAsync()).ShouldBeTrue("A copied cookie works while the session lasts.");
        return (browser, thief, id);
    }
}
