using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class ChoosingALanguageTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_language_chosen_at_sign_in_lasts_through_both_steps_and_the_redirects(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var factors = await owner.AddAppAsync(site);

        using var browser = site.VisitFromElsewhere();
        var page = await browser.GetAsync("/account/login?ReturnUrl=%2Faccount%2Fsessions");
        LanguageOf(page).ShouldBe("en");
        page.AllOf("nav a[hreflang]").Select(a => a.TextContent).ShouldBe(Language.All.Select(l => l.NativeName));
        page = await browser.GetAsync(page.One("nav a[hreflang=ko]").GetAttribute("href")!);
        LanguageOf(page).ShouldBe("ko");
        page = await browser.SubmitAsync(page, "form[method=post]", ("Input.Email", email), ("Input.Password", "a wrong guess"));
        LanguageOf(page).ShouldBe("ko");
        page = await browser.SubmitAsync(page, "form[method=post]", ("Input.Email", email), ("Input.Password", SigningIn.Password));
        LanguageOf(page).ShouldBe("ko");

        // At the second step another language must not cost the first one.
        page = await PressAsync(browser, page, "form[action$=Code]", "ug");
        (LanguageOf(page), page.One("html").GetAttribute("dir")).ShouldBe(("ug", "rtl"));
        page = await browser.CodeAsync(page, "000000");
        LanguageOf(page).ShouldBe("ug");
        page = await browser.CodeAsync(page, factors.NextCode(site));
        (page.Path, LanguageOf(page)).ShouldBe(("/account/sessions", "ug"));

        // The account's own setting counts again once it is saved.
        await browser.SubmitAsync(await browser.GetAsync("/account"), "form[action='/account']", ("Input.Language", "zh-Hant"));
        LanguageOf(await browser.GetAsync("/admin")).ShouldBe("zh-Hant");
    }

    [OnEachDatabase]
    public async Task What_was_typed_before_the_session_ended_survives_another_language(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        var ended = await browser.PostAsync("/admin/articles/new", ("Entry.Title", "kept in two languages"));
        var page = await PressAsync(browser, ended, "main form", "zh-Hans");
        LanguageOf(page).ShouldBe("zh-Hans");
        (await browser.SubmitAsync(page, "main form", ("Input.Email", email), ("Input.Password", SigningIn.Password)))
            .ShouldSay("kept in two languages");
    }

    [OnEachDatabase]
    public async Task An_invitation_opens_in_its_language_and_the_account_starts_in_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        var link = new Uri((await admin.SubmitAsync(await admin.GetAsync("/admin/accounts/invite"), "main form", ("Input.Role", "Member"),
            ("Input.Language", "ug"))).One(".notice .addr").TextContent.Trim()).PathAndQuery;

        using var person = site.VisitFromElsewhere();
        person.Sends["Accept-Language"] = "ko";
        var form = (await person.GetAsync(link)).ShouldHave(HttpStatusCode.OK);
        LanguageOf(form).ShouldBe("ug");
        LanguageOf(await person.GetAsync(form.One("nav a[hreflang=zh-Hans]").GetAttribute("href")!)).ShouldBe("zh-Hans");
        form = await person.GetAsync(link);
        var email = $"{Guid.CreateVersion7():N}@coalition.example";
        form = await person.SubmitAsync(form, "main form", ("Input.Name", "Mira Tan"), ("Input.Email", email), ("Input.Password", "short"));
        LanguageOf(form).ShouldBe("ug");
        var joined = await person.SubmitAsync(form, "main form", ("Input.Password", SigningIn.Password));
        (joined.Url.AbsolutePath, LanguageOf(joined)).ShouldBe(("/account/login", "ug"));
        await person.SignInAsync(email);

        using var elsewhere = site.VisitFromElsewhere();
        LanguageOf(await elsewhere.SignInAsync(email)).ShouldBe("ug");
        var id = (await site.InDatabaseAsync(db => db.Set<Account>().AsNoTracking().ToListAsync(Token))).Single(a => a.Email == email).Id;
        (await site.AskAsync((MakeResetLink reset) => reset.RunAsync(Actor.CommandLine, id, Token))).Value.Url.ShouldEndWith("&lang=ug");
        (await admin.PostAsync("/admin/accounts/invite", ("__RequestVerificationToken",
            (await admin.GetAsync("/admin")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!),
            ("Input.Role", "Member"), ("Input.Language", "xx"))).ShouldSay("Choose one of the languages");
    }

    [OnEachDatabase]
    public async Task An_invitation_for_which_two_admins_are_needed_keeps_its_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        await FourEyesSites.TurnOnAsync(site);
        var one = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);
        var other = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);
        await site.AskAsync((AskForAdmin ask) =>
            ask.ForInvitationAsync(one, new() { Role = Role.Admin, Note = "Bo", Language = "ko" }, Token));
        var request = await site.InDatabaseAsync(db => db.Set<AdminRequest>().Select(r => r.Id).SingleAsync(Token));
        (await site.AskAsync((DecideOnAdmin decide) => decide.RunAsync(other, request, approve: true, Token)))
            .Value.Link.ShouldNotBeNull().Url.ShouldEndWith("&lang=ko");
    }

    [OnEachDatabase]
    public async Task The_command_line_invites_in_a_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        (await site.RunAsync("user", "invite", "--role", "member", "--lang", "zh-Hant")).Output.ShouldContain("&lang=zh-Hant");
        (await site.RunAsync("user", "invite", "--role", "member", "--lang", "xx")).ExitCode.ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task Only_a_known_language_counts_and_only_where_somebody_signs_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var browser = site.VisitFromElsewhere();
        foreach (var junk in new[] { "xx", "KO", "ko,ug", "%3Cscript%3E", new string('k', 3_000) })
        {
            var page = await browser.GetAsync("/account/login?lang=" + junk);
            LanguageOf(page).ShouldBe("en");
            browser.Cookies.All.Keys.ShouldNotContain("lang");
        }

        browser.Cookies.Take("lang=<script>");
        LanguageOf(await browser.GetAsync("/account/login")).ShouldBe("en");
        browser.Cookies = new CookieJar();
        (await browser.GetAsync("/?lang=ko")).Headers.Contains("Set-Cookie").ShouldBeFalse("Readers get no cookie.");
        await browser.SignInAsync((await site.HireAsync(Role.Member)).Email);
        LanguageOf(await browser.GetAsync("/admin?lang=ko")).ShouldBe("en");
        browser.Cookies.All.Keys.ShouldNotContain("lang");
    }

    private static string? LanguageOf(WebPage page) => page.One("html").GetAttribute("lang");

    // What a browser does for a button with an address of its own.
    private static Task<WebPage> PressAsync(Browser browser, WebPage page, string form, string language)
    {
        page.One(form).SetAttribute("action", page.One($"{form} button[lang={language}]").GetAttribute("formaction")!);
        return browser.SubmitAsync(page, form.Replace("[action$=Code]", "[action*=Language]", StringComparison.Ordinal));
    }
}
