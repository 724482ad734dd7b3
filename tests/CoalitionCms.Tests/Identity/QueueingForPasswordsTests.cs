using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>Hundreds of strangers try passwords at once, each of which takes processor time to check.</summary>
public sealed class QueueingForPasswordsTests
{
    private const int TooMany = 30;
    private static readonly int Heard = PasswordHashingQueue.Turns * (1 + PasswordHashingQueue.StrangersPerTurn);

    [OnEachDatabase]
    public async Task Strangers_beyond_a_short_queue_are_told_to_wait_and_a_known_browser_goes_before_them(DatabaseKind database)
    {
        using var hasher = new SlowHasher();
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with
        {
            Adjust = builder => builder.Services.AddSingleton<IPasswordHasher<Account>>(hasher),
        });
        var (email, _) = await site.HireAsync(Role.Member);
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync(email);
        member.Cookies.Take("session=");
        var form = await member.GetAsync("/account/login");
        var strangers = Enumerable.Range(0, Heard + TooMany).Select(_ => site.VisitFromElsewhere()).ToList();
        var forms = await Task.WhenAll(strangers.Select(s => s.GetAsync("/account/login")));

        hasher.Hold();
        var tries = strangers.Select((stranger, i) => stranger.SubmitAsync(forms[i], "form[method=post]",
            ("Input.Email", i % 2 == 0 ? email : "nobody@coalition.example"), ("Input.Password", "a wrong guess of theirs"))).ToList();
        var refused = await FirstAsync(tries, TooMany);
        refused.ShouldAllBe(p => p.Status == HttpStatusCode.ServiceUnavailable && p.Header("Retry-After") != null);
        refused.Select(p => p.ShouldSay("Too many people are trying to sign in").One("#errors").TextContent).Distinct().Count().ShouldBe(1);
        refused.ShouldAllBe(p => !p.Body.Contains("a wrong guess of theirs", StringComparison.Ordinal));
        (await member.GetAsync("/")).ShouldHave(HttpStatusCode.OK);

        var known = member.SubmitAsync(form, "form[method=post]", ("Input.Email", email), ("Input.Password", SigningIn.Password));
        while (await site.AskAsync((PasswordHashingQueue queue) => Task.FromResult(queue.Waiting)) <= Heard - PasswordHashingQueue.Turns)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await hasher.ReleaseUntilAsync(known);
        (await known).Path.ShouldBe("/admin");
        tries.Count(t => !t.IsCompleted).ShouldBeGreaterThan(Heard / 2, "Those who came before it still wait.");

        hasher.LetGo();
        (await Task.WhenAll(tries)).Count(p => p.Status == HttpStatusCode.OK).ShouldBe(Heard);
        strangers.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_request_that_was_given_up_keeps_nobody_waiting()
    {
        var queue = new PasswordHashingQueue(new PasswordHasher<Account>());
        var turns = await Task.WhenAll(Enumerable.Range(0, PasswordHashingQueue.Turns).Select(_ => queue.EnterAsync(false, default)));
        using var giveUp = new CancellationTokenSource();
        var gone = queue.EnterAsync(isKnown: false, giveUp.Token);
        var next = queue.EnterAsync(isKnown: false, TestContext.Current.CancellationToken);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        turns[0]!.Dispose();
        (await next).ShouldNotBeNull().Dispose();
    }

    private static async Task<List<WebPage>> FirstAsync(List<Task<WebPage>> tries, int count)
    {
        var (waiting, done) = (tries.ToList(), new List<WebPage>());
        while (done.Count < count)
        {
            var first = await Task.WhenAny(waiting).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            waiting.Remove(first);
            done.Add(await first);
        }

        return done;
    }

    /// <summary>Verifies a password for as long as the test wants.</summary>
    private sealed class SlowHasher() : PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })),
        IDisposable
    {
        private readonly SemaphoreSlim permits = new(0);
        private volatile bool isHeld;

        public void Hold() => isHeld = true;

        public void LetGo()
        {
            isHeld = false;
            permits.Release(1_000);
        }

        /// <summary>Lets one verification after the other go on until a request is answered.</summary>
        public async Task ReleaseUntilAsync(Task answered)
        {
            while (!answered.IsCompleted)
            {
                permits.Release();
                await Task.WhenAny(answered, Task.Delay(500, TestContext.Current.CancellationToken));
            }
        }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            if (isHeld)
            {
                permits.Wait();
            }

            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        public void Dispose() => permits.Dispose();
    }
}
