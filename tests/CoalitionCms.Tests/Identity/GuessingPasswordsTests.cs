using CoalitionCms.Data.Audit;
using System.Net;
using CoalitionCms.Identity;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class GuessingPasswordsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task After_five_wrong_tries_the_right_password_is_refused_to_that_client_alone(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var guesser = site.VisitFromElsewhere();
        for (var i = 0; i < 5; i++)
        {
            await guesser.TryAsync(email, $"a wrong guess {i}");
        }

        (await guesser.TryAsync(email)).ShouldSay("do not open an account");
        (await guesser.IsSignedInAsync()).ShouldBeFalse();
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync(email);

        site.Clock.Move(TimeSpan.FromMinutes(6));
        await guesser.SignInAsync(email);
    }

    [Fact]
    public void A_siege_costs_strangers_their_third_try_and_browsers_that_were_in_before_nothing()
    {
        var clock = new MovableClock();
        var throttle = new SignInThrottle(clock);
        for (var i = 0; i < 2_000; i++)
        {
            throttle.Failed("mira@coalition.example", Stranger($"bot {i}"));
        }

        var home = new SignInClient("home", IsKnown: true);
        FailuresUntilClosed(throttle, "MIRA@coalition.example", Stranger("another bot")).ShouldBe(2);
        FailuresUntilClosed(throttle, "mira@coalition.example", home).ShouldBe(5);
        FailuresUntilClosed(throttle, "other@coalition.example", Stranger("another bot")).ShouldBe(5);

        clock.Move(TimeSpan.FromMinutes(11));
        throttle.Refuses("mira@coalition.example", home).ShouldBeFalse();
        throttle.Refuses("mira@coalition.example", Stranger("another bot")).ShouldBeTrue("A stranger waits for an hour.");
        FailuresUntilClosed(throttle, "mira@coalition.example", Stranger("yet another bot")).ShouldBe(2, "The siege goes on.");

        clock.Move(TimeSpan.FromHours(2));
        FailuresUntilClosed(throttle, "mira@coalition.example", Stranger("another bot")).ShouldBe(5);
    }

    [OnEachDatabase]
    public async Task Strangers_at_the_same_address_do_not_shut_out_a_browser_that_was_in_before(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        var (other, _) = await site.HireAsync(Role.Member);
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync(email);
        member.Cookies.Take("session=");
        using var stranger = site.Visit();
        stranger.Sends["X-Forwarded-For"] = member.Sends["X-Forwarded-For"];
        for (var i = 0; i < 5; i++)
        {
            await stranger.TryAsync(email, $"a wrong guess {i}");
            await stranger.TryAsync(other, $"a wrong guess {i}");
        }

        (await stranger.TryAsync(email)).ShouldSay("do not open an account");

        // The mark of one account is worth nothing to another, and a made-up one nothing at all.
        (await member.TryAsync(other)).ShouldSay("do not open an account");
        var mark = member.Cookies.All["browser"];
        foreach (var forged in new[] { "x", "", mark[..^4], new string('A', 5_000) })
        {
            stranger.Cookies.Take("browser=" + forged);
            (await stranger.TryAsync(email)).ShouldSay("do not open an account");
        }

        await member.SignInAsync(email);
    }

    [OnEachDatabase]
    public async Task A_marked_browser_can_guess_no_more_than_any_other_and_signing_out_takes_the_mark(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var member = site.VisitFromElsewhere();
        var page = await member.SignInAsync(email);
        using var thief = site.VisitFromElsewhere();
        thief.Cookies = member.Cookies.Copy();
        for (var i = 0; i < 5; i++)
        {
            await thief.TryAsync(email, $"a wrong guess {i}");
        }

        (await thief.TryAsync(email)).ShouldSay("do not open an account");
        var signedOut = await member.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(site.Url, "/account/logout"))
        {
            Content =
                new FormUrlEncodedContent([new("__RequestVerificationToken",
                page.One("form[action='/account/logout'] input[name=__RequestVerificationToken]").GetAttribute("value")!)]),
        });
        signedOut.Header("Clear-Site-Data").ShouldNotBeNull().ShouldContain("\"cookies\"");
    }

    [Fact]
    public void Slow_failures_of_many_days_close_nothing()
    {
        var clock = new MovableClock();
        var throttle = new SignInThrottle(clock);
        for (var i = 0; i < 200; i++)
        {
            throttle.Failed("mira@coalition.example", Stranger("phone"));
            throttle.Refuses("mira@coalition.example", Stranger("phone")).ShouldBeFalse();
            clock.Move(TimeSpan.FromHours(1.1));
        }
    }

    [OnEachDatabase]
    public async Task One_client_that_tries_many_accounts_is_told_to_wait(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var guesser = site.VisitFromElsewhere();
        var form = await guesser.GetAsync("/account/login");
        var statuses = new List<HttpStatusCode>();
        WebPage last = form;
        for (var i = 0; i < 25; i++)
        {
            last = await guesser.SubmitAsync(form, "form[method=post]", ("Input.Email", $"member{i}@coalition.example"),
                ("Input.Password", "a wrong guess"));
            statuses.Add(last.Status);
        }

        statuses.Count(s => s == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(20);
        last.ShouldHave(HttpStatusCode.TooManyRequests).ShouldSay("Wait a minute");
        last.Header("Retry-After").ShouldNotBeNull();
        using var other = site.VisitFromElsewhere();
        (await other.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
        (await guesser.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public void A_flood_of_refusals_adds_twenty_lines_a_minute_and_counts_the_rest()
    {
        var clock = new MovableClock();
        var pace = new RefusedSignInPace(clock);
        Enumerable.Range(0, 1_000).Count(_ => pace.NextLine() is not null).ShouldBe(20);
        clock.Move(TimeSpan.FromMinutes(1));
        pace.NextLine().ShouldBe(980);
        pace.NextLine().ShouldBe(0);
    }

    [OnEachDatabase]
    public async Task A_refusal_names_the_account_by_its_id_and_why(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Member);
        var before = await site.AuditHeadAsync();
        using var guesser = site.VisitFromElsewhere();
        await guesser.TryAsync(email, "a wrong guess");

        var line = await site.InDatabaseAsync(db =>
            db.AuditEntries.SingleAsync(e => e.Number > before, TestContext.Current.CancellationToken));
        (line.Verb, line.ObjectId, line.Details)
            .ShouldBe((AuditVerb.SignInRefused, id.ToString("D"), """{"why":"password","leftOut":0}"""));
    }

    private static SignInClient Stranger(string word) => new(word, IsKnown: false);

    private static int FailuresUntilClosed(SignInThrottle throttle, string email, SignInClient client)
    {
        var failures = 0;
        for (; !throttle.Refuses(email, client) && failures < 10; failures++)
        {
            throttle.Failed(email, client);
        }

        return failures;
    }
}
