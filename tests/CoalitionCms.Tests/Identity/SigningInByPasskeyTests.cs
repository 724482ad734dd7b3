using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class SigningInByPasskeyTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task A_passkey_alone_signs_in_and_its_answer_works_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, id, passkey) = await WithPasskeyAsync(site);
        using var browser = site.VisitFromElsewhere();
        var before = await site.AuditHeadAsync();
        var page = await browser.GetAsync("/account/login?ReturnUrl=%2Faccount%2Ffactors");
        var answer = passkey.Answer(page);

        (await browser.SubmitAsync(page, "form[data-passkey]", answer)).ShouldHave(HttpStatusCode.OK).Path.ShouldBe("/account/factors");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SignedIn]);
        (await site.InDatabaseAsync(db =>
            db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Actor).LastAsync(TestContext.Current.CancellationToken)))
            .ShouldBe(id.ToString("D"));
        using var thief = site.VisitFromElsewhere();
        (await thief.SubmitAsync(await thief.GetAsync("/account/login"), "form[data-passkey]", answer))
            .ShouldSay("This passkey opens no account here");
        (await thief.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task An_answer_works_once_however_its_question_is_spelled(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, _, passkey) = await WithPasskeyAsync(site);
        using var browser = site.VisitFromElsewhere();
        var page = await browser.GetAsync("/account/login");
        var answer = passkey.Answer(page);
        await browser.SubmitAsync(page, "form[data-passkey]", answer);
        (await browser.IsSignedInAsync()).ShouldBeTrue();
        var state = answer[0].Value;
        foreach (var spelled in new[] { state, state + "=", state + "==", " " + state, state + " ", state + "\n", state + "\t",
            state[..5] + " " + state[5..], state[..5] + "\r\n" + state[5..], Respelled(state) })
        {
            using var thief = site.VisitFromElsewhere();
            var token = (await thief.GetAsync("/account/login")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            await thief.PostAsync("/account/login?handler=Passkey", ("__RequestVerificationToken", token), ("State", spelled), answer[1]);
            (await thief.IsSignedInAsync()).ShouldBeFalse(spelled.Replace(state, "…", StringComparison.Ordinal));
        }

        // The last letter has bits to spare: another that stands for the same bytes.
        static string Respelled(string text) => text[..^1] + (char)(text[^1] + 1);
    }

    [OnEachDatabase]
    public async Task With_a_passkey_the_password_alone_opens_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _, passkey) = await WithPasskeyAsync(site);
        using var browser = site.VisitFromElsewhere();
        var step = (await browser.TryAsync(email)).ShouldSay("Second step");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await browser.AnswerAsync(step, passkey)).Url.AbsolutePath.ShouldBe("/admin");
    }

    [OnEachDatabase]
    public async Task The_page_tells_nobody_who_has_a_passkey(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, id, passkey) = await WithPasskeyAsync(site);
        using var browser = site.VisitFromElsewhere();
        (await browser.GetAsync("/account/login")).ShouldNotHold(passkey.FormId).ShouldNotHold(id.ToString("D"))
            .One("form[data-passkey]").GetAttribute("data-options")!.ShouldContain("\"userVerification\":\"required\"");
    }

    [OnEachDatabase]
    public async Task A_passkey_that_the_database_alone_gives_to_an_account_opens_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, attacker, passkey) = await WithPasskeyAsync(site);
        var (_, victim) = await site.HireAsync(Role.Admin);
        await site.InDatabaseAsync(db => db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == attacker)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.UserId, victim), TestContext.Current.CancellationToken));
        passkey.UserHandle = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(victim.ToString("D")));
        using var browser = site.VisitFromElsewhere();
        var page = await browser.GetAsync("/account/login");

        (await browser.SubmitAsync(page, "form[data-passkey]", passkey.Answer(page))).ShouldSay("This passkey opens no account here");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task Forged_foreign_old_and_unverified_answers_open_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, _, passkey) = await WithPasskeyAsync(site);
        using var browser = site.VisitFromElsewhere();
        using var impostor = new SoftPasskey { Id = passkey.Id };
        using var stranger = new SoftPasskey();
        await RefusedAsync(page => impostor.Answer(page));
        await RefusedAsync(page => stranger.Answer(page));
        await RefusedAsync(page => [passkey.Answer(page)[0], ("Credential", "{}")]);
        await RefusedAsync(page => [passkey.Answer(page)[0], ("Credential", "not json")]);
        await RefusedAsync(page => [passkey.Answer(page)[0], ("Credential", "")]);
        await RefusedAsync(page => [("State", "AAAA"), passkey.Answer(page)[1]]);
        var other = await browser.GetAsync("/account/login");
        await RefusedAsync(page => [passkey.Answer(page)[0], passkey.Answer(other)[1]]);
        passkey.Origin = "https://evil.example";
        await RefusedAsync(page => passkey.Answer(page));
        passkey.Origin = null;
        passkey.IsUserVerified = false;
        await RefusedAsync(page => passkey.Answer(page));
        passkey.IsUserVerified = true;
        await RefusedAsync(page =>
        {
            site.Clock.Move(TimeSpan.FromMinutes(16));
            return passkey.Answer(page);
        });
        using var fresh = site.VisitFromElsewhere();
        (await fresh.AnswerAsync(await fresh.GetAsync("/account/login"), passkey)).Url.AbsolutePath.ShouldBe("/admin");

        async Task RefusedAsync(Func<WebPage, (string, string)[]> answer)
        {
            using var attacker = site.VisitFromElsewhere();
            var page = await attacker.GetAsync("/account/login");
            (await attacker.SubmitAsync(page, "form[data-passkey]", answer(page))).ShouldHave(HttpStatusCode.OK)
                .ShouldSay("This passkey opens no account here");
            (await attacker.IsSignedInAsync()).ShouldBeFalse();
        }
    }

    [OnEachDatabase]
    public async Task A_disabled_account_is_shut_to_its_passkey_too(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, id, passkey) = await WithPasskeyAsync(site);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        using var browser = site.VisitFromElsewhere();
        (await browser.AnswerAsync(await browser.GetAsync("/account/login"), passkey)).ShouldSay("This passkey opens no account here");
    }

    [OnEachDatabase]
    public async Task A_passkey_that_asks_for_nothing_or_is_of_another_account_is_not_added(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, _, taken) = await WithPasskeyAsync(site);
        var (email, id) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        using var unverified = new SoftPasskey { IsUserVerified = false };
        using var elsewhere = new SoftPasskey { Origin = "https://evil.example" };
        foreach (var bad in new[] { unverified, elsewhere, taken })
        {
            (await browser.AddPasskeyAsync(bad)).ShouldSay("The passkey could not be added");
        }

        // The question was put to somebody else.
        using var second = site.VisitFromElsewhere();
        await second.SignInAsync((await site.HireAsync(Role.Member)).Email);
        using var passkey = new SoftPasskey();
        var answer = passkey.Answer(await second.GetAsync("/account/factors/passkey"));
        (await browser.SubmitAsync(await browser.GetAsync("/account/factors/passkey"), "form[data-passkey]", [("Name", "x"), .. answer]))
            .ShouldSay("The passkey could not be added");
        (await site.InDatabaseAsync(db =>
            db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == id, TestContext.Current.CancellationToken)))
            .ShouldBe(0);
    }

    [OnEachDatabase]
    public async Task Passkeys_are_named_and_removed_by_their_owner_and_nobody_else(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id, passkey) = await WithPasskeyAsync(site);
        using var owner = site.VisitFromElsewhere();
        await owner.AnswerAsync(await owner.GetAsync("/account/login"), passkey);
        using var second = new SoftPasskey();
        (await owner.AddPasskeyAsync(second, "Key in the drawer")).ShouldSay("It is added").AllOf(".codes li").ShouldBeEmpty();
        using var other = site.VisitFromElsewhere();
        await other.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        var token = (await other.GetAsync("/account/factors")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        foreach (var handler in new[] { "Rename", "RemovePasskey" })
        {
            foreach (var foreign in new[] { passkey.FormId, "", "%%%", new string('A', 5_000) })
            {
                (await other.PostAsync("/account/factors?handler=" + handler, ("__RequestVerificationToken", token), ("id", foreign),
                    ("name", "mine"))).ShouldHave(HttpStatusCode.NotFound);
            }
        }

        var before = await site.AuditHeadAsync();
        var renamed =
            await owner.SubmitAsync(await owner.GetAsync("/account/factors"), "form[action$=Rename]", ("name", "  My \u202Ephone "));
        renamed.ShouldSay("The passkey has its new name").AllOf("input[name=name]").Select(i => i.GetAttribute("value"))
            .ShouldBe(["My phone", "Key in the drawer"]);
        (await owner.SubmitAsync(renamed, "form[action$=RemovePasskey]")).ShouldSay("It is removed");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountPasskeyRenamed, AuditVerb.AccountPasskeyRemoved]);
        using var thief = site.VisitFromElsewhere();
        (await thief.AnswerAsync(await thief.GetAsync("/account/login"), passkey)).ShouldSay("This passkey opens no account here");
        (await thief.AnswerAsync(await thief.GetAsync("/account/login"), second)).Url.AbsolutePath.ShouldBe("/admin");
        (await site.InDatabaseAsync(db =>
            db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == id, TestContext.Current.CancellationToken)))
            .ShouldBe(1);
        email.ShouldNotBeEmpty();
    }

    private static async Task<(string Email, Guid Id, SoftPasskey Passkey)> WithPasskeyAsync(CmsSite site)
    {
        var (email, id) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var passkey = new SoftPasskey();
        (await browser.AddPasskeyAsync(passkey)).ShouldSay("It is added").AllOf(".codes li").Count.ShouldBe(10);
        return (email, id, passkey);
    }
}
