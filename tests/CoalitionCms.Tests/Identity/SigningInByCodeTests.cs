using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class SigningInByCodeTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task Of_twelve_who_add_an_app_at_once_one_adds_it_and_the_others_are_told(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var member = site.Visit();
        await member.SignInAsync(email);
        var pages = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => member.GetAsync("/account/factors/app")));
        var answers = await Task.WhenAll(pages.Select(async page => await member.SubmitAsync(page, "main form",
            ("Input.Code", FactorSteps.AppOf(page).CodeNow(site)))));

        answers.Count(a => a.Status == HttpStatusCode.OK && a.Body.Contains("It is added", StringComparison.Ordinal)).ShouldBe(1);
        answers.ShouldAllBe(a => a.Status < HttpStatusCode.InternalServerError);
        (await site.InDatabaseAsync(db => db.Set<AuthenticatorApp>().CountAsync(a => a.AccountId == id,
            TestContext.Current.CancellationToken))).ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task A_recovery_code_is_used_up_also_when_two_sign_ins_count_at_once(DatabaseKind database)
    {
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with { Adjust = hook.AddTo });
        var (email, id) = await site.HireAsync(Role.Member);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var factors = await owner.AddAppAsync(site);
        using var first = site.VisitFromElsewhere();
        var step = await first.TryAsync(email);
        var isCounted = false;
        hook.BeforeWriting = async (command, cancellationToken) =>
        {
            if (!isCounted && command.CommandText.Contains("INSERT INTO \"CodeTries\"", StringComparison.Ordinal))
            {
                isCounted = true;
                await site.InDatabaseAsync(db =>
                {
                    db.Add(new CodeTriesRow
                    {
                        AccountId = id,
                        By = CodeTrier.Stranger,
                        LastAt = site.Clock.GetUtcNow().UtcDateTime,
                        VoidBefore = DateTime.UnixEpoch,
                        ClosedUntil = DateTime.UnixEpoch,
                    });
                    return db.SaveChangesAsync(cancellationToken);
                });
            }
        };

        await first.CodeAsync(step, factors.Codes[0]);

        isCounted.ShouldBeTrue();
        (await first.IsSignedInAsync()).ShouldBeTrue();
        using var second = site.VisitFromElsewhere();
        (await second.CodeAsync(await second.TryAsync(email), factors.Codes[0])).ShouldSay("This code does not open the account");
        (await second.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task After_an_app_is_added_the_password_alone_opens_nothing_and_password_and_code_do(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var browser = site.VisitFromElsewhere();
        var before = await site.AuditHeadAsync();

        var second = (await browser.TryAsync(email, returnUrl: "/account")).ShouldHave(HttpStatusCode.OK).ShouldSay("Second step");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await browser.CodeAsync(second, factors.NextCode(site))).ShouldHave(HttpStatusCode.OK).Path.ShouldBe("/account");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SignedIn]);
    }

    [OnEachDatabase]
    public async Task A_code_that_was_used_is_refused_and_so_are_all_before_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var browser = site.VisitFromElsewhere();
        var early = factors.NextCode(site);
        site.Clock.Move(TimeSpan.FromSeconds(30));
        var code = factors.CodeNow(site);
        await browser.CodeAsync(await browser.TryAsync(email), code);
        (await browser.IsSignedInAsync()).ShouldBeTrue();

        using var thief = site.VisitFromElsewhere();
        foreach (var seen in new[] { code, early })
        {
            (await thief.CodeAsync(await thief.TryAsync(email), seen)).ShouldSay("This code does not open the account");
            (await thief.IsSignedInAsync()).ShouldBeFalse();
        }
    }

    [OnEachDatabase]
    public async Task Of_two_who_bring_the_same_code_at_once_one_gets_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        var browsers = Enumerable.Range(0, 4).Select(_ => site.VisitFromElsewhere()).ToList();
        var steps = await Task.WhenAll(browsers.Select(b => b.TryAsync(email)));
        var code = factors.NextCode(site);

        await Task.WhenAll(browsers.Zip(steps, (browser, step) => browser.CodeAsync(step, code)));

        (await Task.WhenAll(browsers.Select(b => b.IsSignedInAsync()))).Count(isIn => isIn).ShouldBe(1);
        browsers.ForEach(b => b.Dispose());
    }

    [OnEachDatabase]
    public async Task Ten_recovery_codes_are_shown_once_hashed_and_each_opens_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        factors.Codes.Distinct().Count().ShouldBe(10);
        using var browser = site.VisitFromElsewhere();

        await browser.CodeAsync(await browser.TryAsync(email), factors.Codes[3].ToLowerInvariant());

        (await browser.GetAsync("/account/factors")).ShouldSay("9 are left").ShouldNotHold(factors.Codes[0]);
        using var thief = site.VisitFromElsewhere();
        (await thief.CodeAsync(await thief.TryAsync(email), factors.Codes[3])).ShouldSay("This code does not open the account");
        var id = await IdOfAsync(site, email);
        (await site.InDatabaseAsync(db => db.Set<Account>().SingleAsync(a => a.Id == id, TestContext.Current.CancellationToken)))
            .ShouldSatisfyAllConditions(
                a => a.Has(FactorKind.Code, RecoveryCode.HashOf(id, factors.Codes[0])).ShouldBeTrue(),
                a => a.Standing.ShouldNotContain(factors.Codes[0], Case.Insensitive));
    }

    [OnEachDatabase]
    public async Task New_recovery_codes_end_the_old_ones(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var browser = site.VisitFromElsewhere();
        await browser.CodeAsync(await browser.TryAsync(email), factors.NextCode(site));

        var made = await browser.SubmitAsync(await browser.GetAsync("/account/factors"), "form[action$=Codes]");

        made.AllOf(".notice button[data-prints], .notice button[data-copies=shown-codes]").Count.ShouldBe(2);
        var fresh = made.ShouldSay("Your recovery codes").AllOf(".codes li").Select(li => li.TextContent).ToList();
        fresh.Count.ShouldBe(10);
        fresh.ShouldNotContain(factors.Codes[0]);
        using var other = site.VisitFromElsewhere();
        (await other.CodeAsync(await other.TryAsync(email), factors.Codes[0])).ShouldSay("This code does not open the account");
        await other.CodeAsync(await other.TryAsync(email), fresh[0]);
        (await other.IsSignedInAsync()).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task Guessing_codes_is_slowed_down_and_the_answer_does_not_tell(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var guesser = site.VisitFromElsewhere();
        var step = await guesser.TryAsync(email);
        var answers = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            step = await guesser.CodeAsync(step, "00000" + i);
            answers.Add(step.One("#errors").TextContent);
        }

        step = await guesser.CodeAsync(step, factors.NextCode(site));
        answers.Add(step.One("#errors").TextContent);

        answers.Distinct().Count().ShouldBe(1);
        (await guesser.IsSignedInAsync()).ShouldBeFalse();
        using var member = site.VisitFromElsewhere();
        await member.CodeAsync(await member.TryAsync(email), factors.CodeNow(site));
        (await member.IsSignedInAsync()).ShouldBeTrue("Nobody is locked out by somebody else's guesses.");
    }

    [OnEachDatabase]
    public async Task Ten_wrong_codes_from_ten_networks_void_the_sign_in_and_each_round_waits_longer(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var member = site.VisitFromElsewhere();
        await member.CodeAsync(await member.TryAsync(email), factors.NextCode(site));
        var id = await IdOfAsync(site, email);
        var before = await site.AuditHeadAsync();
        using var thief = site.VisitFromElsewhere();
        var first = await thief.TryAsync(email);
        await GuessAsync(site, thief, first, 10);

        // The right code does not help any more: not with that first step, not with another while the pause lasts.
        (await thief.CodeAsync(first, factors.NextCode(site))).ShouldSay("Too many wrong codes").One("[name='Input.Password']");
        thief.Sends["X-Forwarded-For"] = "203.0.113.200";
        (await thief.CodeAsync(await thief.TryAsync(email), factors.CodeNow(site))).ShouldSay("Too many wrong codes");
        (await thief.IsSignedInAsync()).ShouldBeFalse();
        (await site.AuditedSinceAsync(before)).ShouldContain(AuditVerb.SecondStepClosed);

        // Whoever has the password cannot shut out the browser of its owner.
        member.Cookies.Take("session=");
        await member.CodeAsync(await member.TryAsync(email), factors.NextCode(site));
        (await member.IsSignedInAsync()).ShouldBeTrue();

        var closed = await ClosedForAsync(site, id);
        site.Clock.Move(closed + TimeSpan.FromSeconds(1));
        (await thief.CodeAsync(first, factors.CodeNow(site))).ShouldNotHold("<h1>Dashboard");
        (await thief.IsSignedInAsync()).ShouldBeFalse("The first step of before the pause is void.");
        await GuessAsync(site, thief, await thief.TryAsync(email), 10);
        (await ClosedForAsync(site, id)).ShouldBeGreaterThan(TimeSpan.FromMinutes(6), "The first pause was one of five.");
    }

    [OnEachDatabase]
    public async Task Wrong_codes_are_still_counted_after_a_restart_and_four_weeks(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, factors) = await WithAppAsync(site);
        var id = await IdOfAsync(site, email);
        using (var thief = site.VisitFromElsewhere())
        {
            await GuessAsync(site, thief, await thief.TryAsync(email), CodeTries.Most - 1);
        }

        await site.RestartAsync(TimeSpan.FromDays(28));
        using var later = site.VisitFromElsewhere();
        await GuessAsync(site, later, await later.TryAsync(email), 1);
        (await ClosedForAsync(site, id)).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
        (await later.CodeAsync(await later.TryAsync(email), factors.CodeNow(site))).ShouldSay("Too many wrong codes");
        (await later.IsSignedInAsync()).ShouldBeFalse();

        // So are the rounds, by which the pause grows.
        await site.RestartAsync(TimeSpan.FromDays(28));
        using var last = site.VisitFromElsewhere();
        await GuessAsync(site, last, await last.TryAsync(email), CodeTries.Most);
        (await ClosedForAsync(site, id)).ShouldBeGreaterThan(TimeSpan.FromMinutes(6), "The first pause was one of five.");
    }

    [OnEachDatabase]
    public async Task Of_a_hundred_guesses_at_once_ten_are_heard(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await WithAppAsync(site);
        using var thief = site.VisitFromElsewhere();
        var step = await thief.TryAsync(email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            using var elsewhere = site.VisitFromElsewhere();
            elsewhere.Cookies = thief.Cookies.Copy();
            return await elsewhere.CodeAsync(step, $"{n:000000}");
        }));
        answers.Count(a => a.Body.Contains("This code does not open the account", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(10);
    }

    private static async Task GuessAsync(CmsSite site, Browser thief, WebPage step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var elsewhere = site.VisitFromElsewhere();
            elsewhere.Cookies = thief.Cookies.Copy();
            await elsewhere.CodeAsync(step, $"{i:000000}");
        }
    }

    private static async Task<TimeSpan> ClosedForAsync(CmsSite site, Guid id) => (await site.InDatabaseAsync(db => db.Set<CodeTriesRow>()
        .Where(t => t.AccountId == id && t.By == CodeTrier.Stranger).Select(t => t.ClosedUntil)
        .SingleAsync(TestContext.Current.CancellationToken))) - site.Clock.GetUtcNow().UtcDateTime;

    [OnEachDatabase]
    public async Task The_first_step_alone_is_worth_nothing_forged_old_or_after_another_password(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var browser = site.VisitFromElsewhere();
        var step = await browser.TryAsync(email);
        var token = step.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        foreach (var forged in new[] { "", "AAAA", "%", new string('A', 20_000) })
        {
            (await browser.PostAsync("/account/login?handler=Code", ("__RequestVerificationToken", token), ("pending", forged),
                ("code", factors.CodeNow(site)))).ShouldSay("Start again");
        }

        site.Clock.Move(TimeSpan.FromMinutes(16));
        (await browser.CodeAsync(step, factors.CodeNow(site))).ShouldSay("This took too long");

        step = await browser.TryAsync(email);
        var id = await IdOfAsync(site, email);
        await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.CommandLine, id, Role.Editor, TestContext.Current.CancellationToken));
        (await browser.CodeAsync(step, factors.NextCode(site))).ShouldSay("This took too long");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task Disabled_unknown_and_wrong_get_no_second_step_and_one_answer(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await WithAppAsync(site);
        var (disabled, _) = await WithAppAsync(site);
        var id = await IdOfAsync(site, disabled);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        var answers = new List<string>();
        foreach (var (who, password) in new[] { (email, "not the password at all"), ("nobody@coalition.example", "not the password at all"),
            (disabled, SigningIn.Password) })
        {
            using var browser = site.VisitFromElsewhere();
            answers.Add((await browser.TryAsync(who, password)).ShouldSay("do not open an account").Text);
        }

        answers.Distinct().Count().ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task The_secret_lies_sealed_in_the_database_for_one_account_alone(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        var (other, others) = await WithAppAsync(site);
        await site.InDatabaseAsync(async db =>
        {
            var id = await IdOfAsync(site, email);
            var sealedSecret = await db.Set<AuthenticatorApp>().Where(a => a.AccountId == id).Select(a => a.SealedSecret)
                .SingleAsync(TestContext.Current.CancellationToken);
            Convert.ToHexString(sealedSecret).ShouldNotContain(Convert.ToHexString(factors.Secret));
            Encoding.Latin1.GetString(sealedSecret).ShouldNotContain(Encoding.Latin1.GetString(factors.Secret));

            // Whoever writes to the database puts the own secret in place of another's: it does not open.
            return await db.Set<AuthenticatorApp>().Where(a => a.AccountId != id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.SealedSecret, sealedSecret), TestContext.Current.CancellationToken);
        });
        using var thief = site.VisitFromElsewhere();
        (await thief.CodeAsync(await thief.TryAsync(other), factors.NextCode(site))).ShouldSay("This code does not open the account");
        (await thief.CodeAsync(await thief.TryAsync(other), others.Codes[0])).ShouldNotHold("does not open");
    }

    [OnEachDatabase]
    public async Task What_was_typed_before_the_session_ended_survives_both_steps(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, factors) = await WithAppAsync(site);
        using var browser = site.VisitFromElsewhere();
        var again = await browser.PostAsync("/admin/articles/new", ("Entry.Title", "kept through two steps"));
        var step = await browser.SubmitAsync(again, "main form", ("Input.Email", email), ("Input.Password", SigningIn.Password));
        var wrong = await browser.CodeAsync(step, "000000");
        (await browser.CodeAsync(wrong, factors.NextCode(site))).ShouldSay("Continue: send what you wrote")
            .ShouldSay("kept through two steps");
    }

    private static async Task<(string Email, Factors Factors)> WithAppAsync(CmsSite site)
    {
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        return (email, await browser.AddAppAsync(site));
    }

    // Addresses are sealed: the database cannot find one.
    private static async Task<Guid> IdOfAsync(CmsSite site, string email) =>
        (await site.InDatabaseAsync(db => db.Set<Account>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken)))
        .Single(a => a.Email == email).Id;
}
