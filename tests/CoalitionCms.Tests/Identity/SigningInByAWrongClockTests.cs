using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>What began while the host's clock was ahead lasts no longer for it, once the clock is put right.</summary>
public sealed class SigningInByAWrongClockTests
{
    private static readonly TimeSpan Far = TimeSpan.FromDays(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Sessions_and_links_of_a_wrong_clock_end_when_it_is_put_right(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        using var guest = site.VisitFromElsewhere();
        site.Clock.Jump(Far);
        await browser.SignInAsync(email);
        (await browser.IsSignedInAsync()).ShouldBeTrue();
        var link = (await site.AskAsync((InviteAccount invite) => invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member }, Token)))
            .Value.Url;
        (await guest.GetAsync(new Uri(link).PathAndQuery)).ShouldHave(HttpStatusCode.OK);

        site.Clock.Jump(-Far);

        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await guest.GetAsync(new Uri(link).PathAndQuery)).ShouldHave(HttpStatusCode.NotFound);
        await browser.SignInAsync(email);
        site.Clock.Jump(-TimeSpan.FromMinutes(1));
        (await browser.IsSignedInAsync()).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task A_request_of_a_wrong_clock_ends_when_it_is_put_right(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        await site.DemandAsync(SecondFactorDemand.Nobody);
        var (_, first) = await site.HireAsync(Role.Admin);
        var (email, _) = await site.HireAsync(Role.Admin);
        var (_, id) = await site.HireAsync(Role.Member);
        site.Clock.Jump(Far);
        (await site.AskAsync((AskForAdmin ask) => ask.ForAccountAsync(Actor.Account(first, Role.Admin), id, Token))).IsDone.ShouldBeTrue();
        using var second = site.VisitFromElsewhere();
        await second.SignInAsync(email);
        var waiting = await second.GetAsync(SiteUrls.AdminRequests);
        waiting.One("form[action$=Approve]");

        site.Clock.Jump(-Far);

        await second.SignInAsync(email);
        (await second.GetAsync(SiteUrls.AdminRequests)).ShouldSay("No requests.");
        (await second.SubmitAsync(waiting, "form[action$=Approve]")).ShouldNotHold("The account is an admin now");
    }

    [OnEachDatabase]
    public async Task Neither_a_proof_of_identity_nor_a_first_step_lasts_longer_for_a_wrong_clock(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var factors = await browser.AddAppAsync(site);
        using var phone = site.VisitFromElsewhere();
        site.Clock.Jump(TimeSpan.FromHours(1));
        await browser.CodeAsync(await browser.TryAsync(email), factors.NextCode(site));
        (await browser.GetAsync("/account/factors/passkey")).Url.AbsolutePath.ShouldBe("/account/factors/passkey");
        var step = await phone.TryAsync(email);

        site.Clock.Jump(-TimeSpan.FromHours(1));

        (await browser.IsSignedInAsync()).ShouldBeTrue();
        (await browser.GetAsync("/account/factors/passkey")).Url.AbsolutePath.ShouldBe("/account/confirm");
        await phone.CodeAsync(step, factors.Codes[0]);
        (await phone.IsSignedInAsync()).ShouldBeFalse();
        await phone.CodeAsync(await phone.TryAsync(email), factors.Codes[0]);
        (await phone.IsSignedInAsync()).ShouldBeTrue("What was refused was the first step alone.");
    }

    [OnEachDatabase]
    public async Task Who_mistyped_while_the_clock_was_ahead_is_not_shut_out_until_then(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Member);
        using var owner = site.VisitFromElsewhere();
        using var phone = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var factors = await owner.AddAppAsync(site);
        site.Clock.Jump(TimeSpan.FromHours(6));
        for (var wrong = 0; wrong < CodeTries.Most; wrong++)
        {
            using var elsewhere = site.VisitFromElsewhere();
            await elsewhere.CodeAsync(await elsewhere.TryAsync(email), "000000");
            await phone.TryAsync(email, "not the password at all");
        }

        (await phone.TryAsync(email)).ShouldSay("do not open an account");

        site.Clock.Jump(-TimeSpan.FromHours(6));

        (await phone.CodeAsync(await phone.TryAsync(email), factors.NextCode(site))).ShouldNotHold("does not open");
        (await phone.IsSignedInAsync()).ShouldBeTrue();
    }
}
