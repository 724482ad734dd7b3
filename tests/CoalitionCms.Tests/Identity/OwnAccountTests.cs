using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class OwnAccountTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task Names_and_language_change_and_nothing_besides(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var token = (await browser.GetAsync("/account")).One("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var before = await site.AuditHeadAsync();

        var page =
            await browser.PostAsync("/account", ("__RequestVerificationToken", token), ("Input.LatinName", "  Wen \u202ELu "),
            ("Input.Name", "文路"), ("Input.Language", "zh-Hans"),
            ("Input.Role", "Admin"), ("Role", "Admin"), ("Account.Role", "Admin"), ("Input.Email", "other@coalition.example"),
            ("Input.Id", Guid.Empty.ToString()), ("Input.DisabledAt", "2020-01-01"));

        page.ShouldHave(HttpStatusCode.OK).One("html").GetAttribute("lang").ShouldBe("zh-Hans");
        var account = await site.InDatabaseAsync(db =>
            db.Set<Account>().SingleAsync(a => a.Id == id, TestContext.Current.CancellationToken));
        (account.Name, account.LatinName, account.Language, account.Role, account.Email, account.DisabledAt)
            .ShouldBe(("文路", "Wen Lu", "zh-Hans", Role.Member, email, null));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountProfileChanged]);
        (await site.InDatabaseAsync(db =>
            db.AuditEntries.Where(e => e.Number > before).Select(e => e.Details).SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldNotContain("Wen");
    }

    [OnEachDatabase]
    public async Task An_unusable_profile_comes_back_with_what_was_typed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var form = await browser.GetAsync("/account");
        (await browser.SubmitAsync(form, "main form", ("Input.Name", ""))).ShouldSay("Write a name.");
        (await browser.SubmitAsync(form, "main form", ("Input.Name", new string('n', 201)))).ShouldSay("There is room for 200 characters.");
        var page = await browser.SubmitAsync(form, "main form", ("Input.Name", "文路"), ("Input.LatinName", "文路"));
        page.ShouldSay("in Latin letters").One("#Input_LatinName").GetAttribute("value").ShouldBe("文路");
        page.One("title").TextContent.ShouldStartWith("Error:");
    }

    [OnEachDatabase]
    public async Task Whoever_finds_an_open_session_cannot_guess_the_password(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        for (var i = 0; i < 5; i++)
        {
            (await ChangeAsync(browser, $"a wrong guess {i}", "quiet 秋 harbour bells")).ShouldSay("This is not your current password.");
        }

        (await ChangeAsync(browser, SigningIn.Password, "quiet 秋 harbour bells")).ShouldSay("This is not your current password.");
        site.Clock.Move(TimeSpan.FromMinutes(6));
        (await ChangeAsync(browser, SigningIn.Password, "short")).ShouldSay("at least 12 characters");
        (await ChangeAsync(browser, SigningIn.Password, "quiet 秋 harbour bells")).ShouldSay("Your new password is set");
    }

    private static async Task<WebPage> ChangeAsync(Browser browser, string current, string next) => await browser.SubmitAsync(
        await browser.GetAsync("/account"), "form[action$=Password]", ("Passwords.CurrentPassword", current), ("Passwords.Password", next));
}
