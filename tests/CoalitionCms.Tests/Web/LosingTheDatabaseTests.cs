using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>The database is away, full or held by another program: everybody reads what is the matter, and nobody loses a text.</summary>
public sealed class LosingTheDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Who_asks_for_what_is_not_in_memory_reads_why_in_their_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var visitor = site.Visit();
        await visitor.GetAsync("/");
        var login = await visitor.GetAsync("/account/login");
        await site.BreakDatabaseAsync();

        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        foreach (var (path, words) in new[] { ("/people", "The database does not answer"), ("/zh-Hans/articles", "数据库没有响应"),
            ("/ko/people/liu-xiaobo", "데이터베이스가 응답하지 않습니다"), ("/ug/events", "ساندان جاۋاب بەرمەيۋاتىدۇ") })
        {
            var answer = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay(words);
            answer.Header("Retry-After").ShouldBe("30");
            answer.Header("Content-Security-Policy").ShouldNotBeNull();
            answer.Header("X-Frame-Options").ShouldBe("DENY");
            answer.AllOf("main a[href]").Count.ShouldBe(5);
        }

        visitor.Sends["Accept-Language"] = "ko";
        var signingIn = (await visitor.SubmitAsync(login, "form[method=post]", ("Input.Email", "mira@coalition.example"),
            ("Input.Password", SigningIn.Password))).ShouldHave(HttpStatusCode.ServiceUnavailable);
        signingIn.ShouldSay("데이터베이스가 응답하지 않습니다").ShouldNotHold(SigningIn.Password).ShouldNotHold("mira@");
        signingIn.Header("Cache-Control").ShouldBe("no-store");
        signingIn.Header("Content-Security-Policy").ShouldNotBeNull();
    }

    [OnEachDatabase]
    public async Task A_draft_that_is_sent_meanwhile_stands_on_the_answer_and_is_saved_from_there(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database);
        await using var running = site;
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync("/admin/articles/new");
        hook.BeforeReading = (_, _) => throw Outage.Away(database);

        var answer = await editor.SubmitAsync(form, "form.editor", "button[value=save]", ("Entry.Title", "Sent in vain"),
            ("Entry.Body", "Every word, 金海 & all."));
        answer.ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("What you sent was not saved").ShouldSay("Every word, 金海 & all.");
        answer.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("Sent in vain");
        site.Log.ToString().ShouldNotContain("in vain");

        hook.BeforeReading = null;
        var again = await editor.SubmitAsync(answer, "main form");
        if (again.Status == HttpStatusCode.BadRequest)
        {
            // The page was made for nobody: who sends it is asked once more.
            again = await editor.SubmitAsync(again, "main form");
        }

        again.ShouldHave(HttpStatusCode.OK).One("[name='Entry.Body']").TextContent.Trim().ShouldBe("Every word, 金海 & all.");
    }

    [OnEachDatabase]
    public async Task A_text_is_shown_again_only_to_who_could_have_written_it_here(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database);
        await using var running = site;
        using var editor = await site.SignInAsync(Role.Editor);
        var leave = await editor.GetAsync("/account/logout");
        hook.BeforeReading = (_, _) => throw Outage.Away(database);
        foreach (var origin in new[] { "", "null" })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Url, "/admin/articles/new"))
            {
                Content = new FormUrlEncodedContent([new("Entry.Title", "planted words")]),
            };
            if (origin.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }

            (await editor.SendAsync(request)).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldNotHold("planted");
        }

        (await editor.PostAsync("/account?handler=Password", ("Passwords.CurrentPassword", "the present secret")))
            .ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldNotHold("the present secret");

        // Who leaves the computer is signed out, also for a copy of the cookie, and the answer says what was not done.
        using var thief = site.Visit();
        thief.Cookies = editor.Cookies.Copy();
        hook.BeforeWriting = hook.BeforeReading;
        var signedOut = (await editor.SubmitAsync(leave, "main form[action='/account/logout']"))
            .ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("You are signed out in this browser").ShouldSay("not in the log");
        signedOut.Header("Clear-Site-Data").ShouldNotBeNull().ShouldContain("cookies");
        (hook.BeforeReading, hook.BeforeWriting) = (null, null);
        foreach (var browser in new[] { editor, thief })
        {
            (await browser.SendAsync(HttpMethod.Get, "/admin")).ShouldHave(HttpStatusCode.Redirect);
        }

        while (await site.InDatabaseAsync(db => db.Set<Session>().AnyAsync(Token)))
        {
            await Task.Delay(50, Token);
        }
    }

    [OnEachDatabase]
    public async Task On_a_full_disk_staff_read_everything_and_sign_in_says_why(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database);
        await using var running = site;
        using var admin = await site.SignInAsync(Role.Admin);
        using var visitor = site.Visit();
        var login = await visitor.GetAsync("/account/login");
        var email = (await site.HireAsync(Role.Member)).Email;
        var article = await site.PublishArticleAsync(Writing.Words("Still here"));

        // Long enough that the session would be noted as seen.
        site.Clock.Move(TimeSpan.FromMinutes(5));
        hook.BeforeWriting = (_, _) => throw Outage.Full(database);

        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Surface is Surface.Admin or Surface.Own))
        {
            var answer = await admin.SendAsync(HttpMethod.Get, page.Path);
            ((int)answer.Status).ShouldBeLessThan(500, $"{page.Path}\n{answer}");
        }

        (await admin.GetAsync($"/admin/articles/{article.EntryId:D}")).ShouldHave(HttpStatusCode.OK)
            .One("[name='Entry.Title']").GetAttribute("value").ShouldBe("Still here");
        (await admin.GetAsync("/admin/health")).ShouldHave(HttpStatusCode.OK).ShouldSay("Disk space");
        foreach (var password in new[] { SigningIn.Password, "a wrong guess" })
        {
            (await visitor.SubmitAsync(login, "form[method=post]", ("Input.Email", email), ("Input.Password", password)))
                .ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("The disk is full").ShouldNotHold(password);
        }

        // Who leaves the computer is signed out, also for a copy of the cookie.
        using var thief = site.Visit();
        thief.Cookies = admin.Cookies.Copy();
        var leave = await admin.GetAsync("/account/logout");
        (await admin.SubmitAsync(leave, "main form[action='/account/logout']")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("You are signed out.");
        (await admin.SendAsync(HttpMethod.Get, "/admin")).ShouldHave(HttpStatusCode.Redirect);
        (await thief.SendAsync(HttpMethod.Get, "/admin")).ShouldHave(HttpStatusCode.Redirect);
        hook.BeforeWriting = null;
        (await visitor.SignInAsync(email)).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_another_program_holds_the_file_staff_still_read()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        site.Clock.Move(TimeSpan.FromMinutes(5));
        await using var other = new SqliteConnection(site.ConnectionString);
        await other.OpenAsync(Token);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(Token);

        foreach (var path in new[] { "/admin", "/admin/articles", "/admin/health" })
        {
            (await admin.SendAsync(HttpMethod.Get, path)).ShouldHave(HttpStatusCode.OK);
        }
    }

    private static async Task<(DatabaseHook Hook, CmsSite Site)> StartAsync(DatabaseKind database)
    {
        var hook = new DatabaseHook();
        return (hook, await CmsSite.StartAsync(database, new SiteOptions { Adjust = hook.AddTo }));
    }
}
