using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class KeepingWhatWasTypedTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private const string Body = "First line.\r\n\r\n  \"Quoted\" & <b>bold</b> 金海\ttab";

    [OnEachDatabase]
    public async Task A_text_sent_after_the_session_ended_is_kept_through_signing_in_and_saved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Editor);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var editor = await browser.GetAsync("/admin/articles/new");
        await site.InDatabaseAsync(db => db.Set<Session>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        var title = $"Kept words {database}";

        var again = await browser.SubmitAsync(editor, "form.editor", "button[value=save]", ("Entry.Title", title), ("Entry.Body", Body));
        again.ShouldHave(HttpStatusCode.Unauthorized).ShouldSay("sign in here").ShouldSay("First line.");
        again.Header("Cache-Control").ShouldBe("no-store");
        var wrong = await browser.SubmitAsync(again, "main form", ("Input.Email", email), ("Input.Password", "a wrong guess"));
        var ready =
            await browser.SubmitAsync(wrong.ShouldSay("do not open an account"), "main form", ("Input.Email", email),
            ("Input.Password", SigningIn.Password));
        ready.ShouldHave(HttpStatusCode.OK).ShouldSay("Continue: send what you wrote").ShouldNotHold("kept:");
        (await site.InDatabaseAsync(db => db.Set<TextRevision>().CountAsync(r => r.Title == title, TestContext.Current.CancellationToken)))
            .ShouldBe(0);

        (await browser.SubmitAsync(ready, "main form")).ShouldHave(HttpStatusCode.OK);

        var saved = await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().SingleAsync(r => r.Title == title, TestContext.Current.CancellationToken));
        saved.Body.ShouldBe(Body.ReplaceLineEndings("\n"));
    }

    [OnEachDatabase]
    public async Task A_form_of_another_session_is_kept_too(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Editor);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync((await site.HireAsync(Role.Editor)).Email);
        var editor = await browser.GetAsync("/admin/articles/new");
        await browser.SignInAsync(email);

        var page =
            await browser.SubmitAsync(editor, "form.editor", "button[value=save]", ("Entry.Title", $"Other session {database}"),
            ("Entry.Body", Body));
        page.ShouldHave(HttpStatusCode.BadRequest).ShouldSay("opened in another session");

        (await browser.SubmitAsync(page, "main form")).ShouldHave(HttpStatusCode.OK);
        (await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().CountAsync(r => r.Title == $"Other session {database}", TestContext.Current.CancellationToken)))
            .ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Without_proof_that_our_own_page_sent_it_nothing_is_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        foreach (var origin in new[] { "", "null" })
        {
            var request =
                new HttpRequestMessage(HttpMethod.Post,
                new Uri(site.Url, "/admin/articles/new"))
                { Content = new FormUrlEncodedContent([new("Entry.Title", "planted words")]) };
            if (origin.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }

            (await browser.SendAsync(request)).ShouldHave(HttpStatusCode.Unauthorized).ShouldNotHold("planted");
        }
    }

    [OnEachDatabase]
    public async Task Kept_fields_are_sent_only_to_the_admin_area(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        foreach (var path in new[] { "https://evil.example/admin/x", "//evil.example/admin/", "/account", "/admin/..//evil.example",
            "/account/logout" })
        {
            using var browser = site.VisitFromElsewhere();
            var token = (await browser.GetAsync("/account/login")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var page =
                await browser.PostAsync("/account/login", ("__RequestVerificationToken", token), ("Input.Email", email),
                ("Input.Password", SigningIn.Password), ("kept-path", path), ("kept:Title", "planted words"));
            page.ShouldNotHold("planted").Url.AbsolutePath.ShouldBe("/admin");
        }
    }

    [OnEachDatabase]
    public async Task Passwords_of_the_own_page_and_too_much_are_not_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        (await browser.PostAsync("/account?handler=Password", ("Passwords.CurrentPassword", "the present secret")))
            .ShouldHave(HttpStatusCode.Unauthorized)
            .ShouldSay("Your session has ended").ShouldNotHold("the present secret");
        (await browser.PostAsync("/admin/articles/new", ("Entry.Body", new string('x', 5_000_000))))
            .ShouldHave(HttpStatusCode.Unauthorized).Bytes.Length.ShouldBeLessThan(100_000);
    }

    [OnEachDatabase]
    public async Task A_sign_in_form_whose_token_is_gone_shows_another_and_keeps_what_it_carried(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        var form = await browser.PostAsync("/admin/articles/new", ("Entry.Title", "carried words"));
        browser.Cookies = new CookieJar();

        var page = await browser.SubmitAsync(form, "main form", ("Input.Email", email), ("Input.Password", SigningIn.Password));

        page.ShouldHave(HttpStatusCode.BadRequest).One("input[name='kept:Entry.Title']").GetAttribute("value").ShouldBe("carried words");
        (await browser.SubmitAsync(page, "main form", ("Input.Email", email), ("Input.Password", SigningIn.Password)))
            .ShouldSay("Continue: send what you wrote");
    }
}
