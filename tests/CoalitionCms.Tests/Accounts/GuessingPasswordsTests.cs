using System.Net;
using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Accounts;

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
    public void A_siege_closes_the_door_to_strangers_and_not_to_who_was_in_before()
    {
        var clock = new MovableClock();
        var throttle = new SignInThrottle(clock);
        throttle.Succeeded("mira@coalition.example", "home");
        for (var i = 0; i < 50; i++)
        {
            throttle.Failed("mira@coalition.example", $"bot {i}");
        }

        throttle.Refuses("MIRA@coalition.example", "another bot").ShouldBeTrue();
        throttle.Refuses("mira@coalition.example", "home").ShouldBeFalse();
        throttle.Refuses("other@coalition.example", "another bot").ShouldBeFalse();

        clock.Move(TimeSpan.FromMinutes(11));
        throttle.Refuses("mira@coalition.example", "another bot").ShouldBeFalse();
        throttle.Failed("mira@coalition.example", "another bot");
        throttle.Refuses("mira@coalition.example", "yet another bot").ShouldBeTrue();
    }

    [Fact]
    public void Slow_failures_of_many_days_close_nothing()
    {
        var clock = new MovableClock();
        var throttle = new SignInThrottle(clock);
        for (var i = 0; i < 200; i++)
        {
            throttle.Failed("mira@coalition.example", "phone");
            throttle.Refuses("mira@coalition.example", "phone").ShouldBeFalse();
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
            last = await guesser.SubmitAsync(form, "form[method=post]", ("Input.Email", $"member{i}@coalition.example"), ("Input.Password", "a wrong guess"));
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

        var line = await site.InDatabaseAsync(db => db.AuditEntries.SingleAsync(e => e.Number > before, TestContext.Current.CancellationToken));
        (line.Verb, line.ObjectId, line.Details).ShouldBe((AuditVerb.SignInRefused, id.ToString("D"), """{"why":"password","leftOut":0}"""));
    }
}
