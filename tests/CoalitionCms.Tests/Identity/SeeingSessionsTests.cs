using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class SeeingSessionsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [OnEachDatabase]
    public async Task Sessions_are_listed_by_device_without_address_and_ended_one_by_one_or_all(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var here = site.VisitFromElsewhere();
        using var second = site.VisitFromElsewhere();
        using var third = site.VisitFromElsewhere();
        second.Sends["User-Agent"] = Firefox;
        await here.SignInAsync(email);
        await second.SignInAsync(email);
        await third.SignInAsync(email);
        using var thief = site.VisitFromElsewhere();
        thief.Cookies = second.Cookies.Copy();

        var list = (await here.GetAsync("/account/sessions")).ShouldSay("Firefox on Windows").ShouldSay("Unknown device")
            .ShouldSay("This browser");
        list.AllOf("tbody tr").Count.ShouldBe(3);
        list.ShouldNotHold("198.51.").ShouldNotHold("Gecko");
        var row = list.AllOf("tbody tr").Single(r => r.TextContent.Contains("Firefox", StringComparison.Ordinal))
            .QuerySelector("input[name=id]")!.GetAttribute("value")!;
        var before = await site.AuditHeadAsync();
        await here.SubmitAsync(list, $"form:has(input[value='{row}'])");
        (await second.IsSignedInAsync()).ShouldBeFalse();
        (await thief.IsSignedInAsync()).ShouldBeFalse();
        (await third.IsSignedInAsync()).ShouldBeTrue();

        await here.SubmitAsync(await here.GetAsync("/account/sessions"), "form[action$=Others]");
        (await third.IsSignedInAsync()).ShouldBeFalse();
        (await here.IsSignedInAsync()).ShouldBeTrue();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SessionEnded, AuditVerb.SessionEnded]);
        var kept = await site.InDatabaseAsync(db =>
            db.Set<Session>().Where(s => s.AccountId == id).SingleAsync(TestContext.Current.CancellationToken));
        (kept.Browser + kept.System).ShouldBe("");
    }

    [OnEachDatabase]
    public async Task Nobody_ends_anothers_session(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var victim = site.VisitFromElsewhere();
        await victim.SignInAsync(email);
        var session = await site.InDatabaseAsync(db =>
            db.Set<Session>().Where(s => s.AccountId == id).Select(s => s.Id).SingleAsync(TestContext.Current.CancellationToken));
        using var other = site.VisitFromElsewhere();
        await other.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        var token = (await other.GetAsync("/account/sessions")).One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        (await other.PostAsync("/account/sessions?handler=End", ("__RequestVerificationToken", token), ("id", session.ToString())))
            .ShouldHave(HttpStatusCode.NotFound);
        await other.PostAsync("/account/sessions?handler=Others", ("__RequestVerificationToken", token));
        (await victim.IsSignedInAsync()).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task A_changed_factor_ends_every_session_and_gives_this_browser_another_key(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        using var elsewhere = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        await elsewhere.SignInAsync(email);
        using var thief = site.VisitFromElsewhere();

        foreach (var change in new Func<Task>[] { () => browser.AddAppAsync(site), RemoveAsync })
        {
            thief.Cookies = browser.Cookies.Copy();
            (await thief.IsSignedInAsync()).ShouldBeTrue();
            await change();
            (await browser.IsSignedInAsync()).ShouldBeTrue("Who changed it goes on.");
            (await elsewhere.IsSignedInAsync()).ShouldBeFalse();
            (await thief.IsSignedInAsync()).ShouldBeFalse("The old key is worth nothing.");
        }

        async Task RemoveAsync() =>
            (await browser.SubmitAsync(await browser.GetAsync("/account/factors"), "form[action$=RemoveApp]")).ShouldSay("It is removed");
    }
}
