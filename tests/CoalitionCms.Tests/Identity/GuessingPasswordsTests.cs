using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class GuessingPasswordsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    [OnEachDatabase]
    public async Task A_siege_costs_strangers_their_third_try_and_browsers_that_were_in_before_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var throttle = ThrottleOf(site);
        for (var i = 0; i < 60; i++)
        {
            await throttle.FailedAsync("mira@coalition.example", Token);
        }

        var home = new SignInClient([("home", 1)], IsKnown: true);
        (await TriesUntilClosedAsync(throttle, "MIRA@coalition.example", Stranger("another bot"))).ShouldBe(2);
        (await TriesUntilClosedAsync(throttle, "mira@coalition.example", home)).ShouldBe(5);
        (await TriesUntilClosedAsync(throttle, "other@coalition.example", Stranger("another bot"))).ShouldBe(5);

        site.Clock.Move(TimeSpan.FromMinutes(6));
        (await throttle.TakeAsync("mira@coalition.example", home, Token)).ShouldBeTrue();
        (await throttle.TakeAsync("mira@coalition.example", Stranger("another bot"), Token)).ShouldBeFalse("A stranger waits for an hour.");
        await throttle.FailedAsync("mira@coalition.example", Token);
        (await TriesUntilClosedAsync(throttle, "mira@coalition.example", Stranger("yet another bot"))).ShouldBe(2, "The siege goes on.");

        site.Clock.Move(TimeSpan.FromHours(2));
        (await TriesUntilClosedAsync(throttle, "mira@coalition.example", Stranger("another bot"))).ShouldBe(5);
    }

    [OnEachDatabase]
    public async Task Of_many_guesses_at_once_five_are_checked(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var throttles = new[] { ThrottleOf(site), ThrottleOf(site) };
        (await Task.WhenAll(Enumerable.Range(0, 24).Select(i =>
            throttles[i % 2].TakeAsync("mira@coalition.example", Stranger("bot"), Token)))).Count(isTaken => isTaken).ShouldBe(5);
    }

    [OnEachDatabase]
    public async Task Two_processes_slow_a_guesser_down_together(DatabaseKind database)
    {
        await using var one = await CmsSite.StartAsync(database);
        await using var two = await CmsSite.OpenAsync(database, one.ConnectionString, one.Folder);
        var (email, _) = await one.HireAsync(Role.Member);
        using var member = one.Visit();
        await member.SignInAsync(email);
        member.Cookies.Take("session=");
        using var guesser = one.Visit();
        using var elsewhere = two.Visit();
        for (var i = 0; i < 5; i++)
        {
            await (i % 2 == 0 ? guesser : elsewhere).TryAsync(email, $"a wrong guess {i}");
        }

        (await elsewhere.TryAsync(email)).ShouldSay("do not open an account");
        (await guesser.TryAsync(email)).ShouldSay("do not open an account");
        await member.SignInAsync(email);
        await two.DisposeButKeepAsync();
    }

    [OnEachDatabase]
    public async Task Whoever_owns_many_networks_is_slowed_and_a_known_browser_among_them_is_not(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var (guesses, addresses, elsewhere) in new (int, Func<int, string>, string)[]
        {
            (10, i => $"2001:db8:1:100:{i}::7", "2001:db8:9::1"),
            (10, i => $"2001:db8:2:1{i:x2}::7", "2001:db8:9::2"),
            (20, i => $"2001:db8:3:{i:x2}00::7", "2001:db8:9::3"),
            (10, i => $"203.0.113.{i}", "203.0.114.1"),
        })
        {
            var (email, _) = await site.HireAsync(Role.Member);
            using var member = site.Visit();
            member.Sends["X-Forwarded-For"] = addresses(200);
            await member.SignInAsync(email);
            member.Cookies.Take("session=");
            for (var i = 0; i < guesses; i++)
            {
                using var guesser = site.Visit();
                guesser.Sends["X-Forwarded-For"] = addresses(i);
                await guesser.TryAsync(email, $"a wrong guess {i}");
            }

            using var next = site.Visit();
            next.Sends["X-Forwarded-For"] = addresses(100);
            (await next.TryAsync(email)).ShouldSay("do not open an account");
            await member.SignInAsync(email);
            next.Sends["X-Forwarded-For"] = elsewhere;
            await next.SignInAsync(email);
        }
    }

    [OnEachDatabase]
    public async Task What_is_counted_names_nobody_and_is_gone_soon(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var guesser = site.VisitFromElsewhere();
        await guesser.TryAsync("nobody@coalition.example", "a wrong guess");
        var (rows, key) = await CountedAsync(site);
        rows.Count.ShouldBe(3, "The address, its network, and the account.");
        rows.ShouldAllBe(r => r.Length == 64 && r.All(char.IsAsciiHexDigitUpper));
        site.Log.ToString().ShouldNotContain(guesser.Sends["X-Forwarded-For"]);

        site.Clock.Move(TimeSpan.FromHours(1.1));
        await guesser.TryAsync("somebody-else@coalition.example", "a wrong guess");
        (await CountedAsync(site)).Rows.Intersect(rows).ShouldBeEmpty();

        site.Clock.Move(TimeSpan.FromHours(24));
        await guesser.TryAsync("nobody@coalition.example", "a wrong guess");
        var (later, newKey) = await CountedAsync(site);
        later.Intersect(rows).ShouldBeEmpty("The same guess is another hash the next day.");
        newKey.ShouldNotBe(key);
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

    [OnEachDatabase]
    public async Task A_browser_that_was_in_before_is_a_stranger_after_another_password(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var lost = site.VisitFromElsewhere();
        await lost.SignInAsync(email);
        lost.Cookies.Take("session=");
        const string Other = "another long passphrase of theirs";
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync(email);
        await member.SubmitAsync(await member.GetAsync("/account"), "form[action$=Password]",
            ("Passwords.CurrentPassword", SigningIn.Password), ("Passwords.Password", Other));
        using var guesser = site.Visit();
        guesser.Sends["X-Forwarded-For"] = lost.Sends["X-Forwarded-For"];
        for (var i = 0; i < 5; i++)
        {
            await guesser.TryAsync(email, $"a wrong guess {i}");
        }

        (await lost.TryAsync(email, Other)).ShouldSay("do not open an account");

        // Where the factors were changed, the browser stays known.
        await member.SignInAsync(email, Other);
        var factors = await member.AddAppAsync(site);
        member.Sends["X-Forwarded-For"] = lost.Sends["X-Forwarded-For"];
        member.Cookies.Take("session=");
        await member.CodeAsync(await member.TryAsync(email, Other), factors.NextCode(site));
        (await member.IsSignedInAsync()).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task Slow_failures_of_many_days_close_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var throttle = ThrottleOf(site);
        for (var i = 0; i < 60; i++)
        {
            (await throttle.TakeAsync("mira@coalition.example", Stranger("phone"), Token)).ShouldBeTrue();
            await throttle.FailedAsync("mira@coalition.example", Token);
            site.Clock.Move(TimeSpan.FromHours(1.1));
        }
    }

    [OnEachDatabase]
    public async Task One_client_that_tries_many_accounts_is_told_to_wait(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var guesser = site.VisitFromElsewhere();
        var form = await guesser.GetAsync("/account/login");

        // At once: one after the other they may take longer than the minute that is counted.
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => guesser.SubmitAsync(form, "form[method=post]",
            ("Input.Email", $"member{i}@coalition.example"), ("Input.Password", "a wrong guess"))));

        answers.Count(a => a.Status != HttpStatusCode.TooManyRequests).ShouldBeLessThanOrEqualTo(20);
        var last = answers.First(a => a.Status == HttpStatusCode.TooManyRequests).ShouldSay("Wait a minute");
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

    private static SignInThrottle ThrottleOf(CmsSite site) => new(site.Services.GetRequiredService<IServiceScopeFactory>(),
        site.Services.GetRequiredService<ProtectedPayloads>(), site.Clock);

    private static SignInClient Stranger(string word) => new([(word, 1)], IsKnown: false);

    private static async Task<int> TriesUntilClosedAsync(SignInThrottle throttle, string email, SignInClient client)
    {
        var tries = 0;
        while (tries < 10 && await throttle.TakeAsync(email, client, Token))
        {
            tries++;
        }

        return tries;
    }

    private static Task<(List<string> Rows, byte[] Key)> CountedAsync(CmsSite site) => site.InDatabaseAsync(async db =>
        (await db.Set<SignInTries>().Select(t => t.Key).ToListAsync(Token),
            (await db.Set<SignInTriesKey>().AsNoTracking().SingleAsync(Token)).SealedKey));
}
