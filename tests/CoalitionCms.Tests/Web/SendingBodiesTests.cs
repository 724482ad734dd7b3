using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>Bodies that nobody should have to hold: too large, never finished, or too many at once. Over plain sockets.</summary>
public sealed class SendingBodiesTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private const string Urlencoded = "application/x-www-form-urlencoded";

    private static readonly string[] Types = [Urlencoded, "multipart/form-data; boundary=x", "application/json", "text/plain"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_public_page_refuses_before_anything_is_read(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var path in new[] { "/", "/articles", "/zh-Hans/people", "/feed.atom", "/no-such-page", "/healthz", "/admin/no-such" })
        {
            foreach (var type in Types)
            {
                using var socket = await HeadAsync(site, "POST", path, type, 20_000_000);
                (await StatusAsync(socket)).ShouldBeOneOf(405, 404);
            }
        }
    }

    [OnEachDatabase]
    public async Task What_is_pasted_is_converted_up_to_a_size_that_memory_has_room_for(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var member = await site.SignInAsync(Role.Member);
        var token = (await member.GetAsync("/admin/articles/new")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        Task<WebPage> PasteAsync(string html) => member.PostAsync("/admin/paste", ("__RequestVerificationToken", token), ("html", html));

        (await PasteAsync(string.Concat(Enumerable.Repeat("<p>A line of <b>some</b> words.</p>", 30_000)))).ShouldHave(HttpStatusCode.OK)
            .Body.Length.ShouldBeGreaterThan(30_000 * 20);
        foreach (var html in (string[])["<p>a</p>", "<ol><li>x", "<"])
        {
            (await PasteAsync(string.Concat(Enumerable.Repeat(html, 160_000 / html.Count(c => c == '<')))))
                .ShouldHave(HttpStatusCode.RequestEntityTooLarge);
        }

        (await PasteAsync(new string('a', 6 * 1024 * 1024))).ShouldHave(HttpStatusCode.RequestEntityTooLarge);
    }

    [OnEachDatabase]
    public async Task Sixteen_unfinished_bodies_for_the_sign_in_form_are_refused_before_anything_is_read(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var path in new[] { "/account/login", "/account/login?handler=Code", "/account/join", "/account/reset" })
        {
            var sockets = await Task.WhenAll(Enumerable.Range(0, 16).Select(n =>
                HeadAsync(site, "POST", path, Types[n % 2], 20_000_000)));

            // After twenty of one client, the limit for guesses answers first.
            (await Task.WhenAll(sockets.Select(StatusAsync))).ShouldAllBe(status => status == 413 || status == 429);
            Array.ForEach(sockets, socket => socket.Dispose());
        }

        Directory.EnumerateFiles(Path.Combine(site.Folder, "uploads")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_body_whose_length_is_not_told_is_read_to_the_limit_and_no_further(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var socket = await HeadAsync(site, "POST", "/account/login", Urlencoded, length: null);
        var field = Encoding.ASCII.GetBytes("10001\r\na=" + new string('x', 65_535) + "\r\n");
        await socket.GetStream().WriteAsync(field, Token);
        (await StatusAsync(socket)).ShouldBe(413);
    }

    [OnEachDatabase]
    public async Task Without_a_session_the_answer_of_the_editor_does_not_wait_for_the_body(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var type in Types)
        {
            using var socket = await HeadAsync(site, "POST", "/admin/articles/new", type, 64_000_000);
            (await StatusAsync(socket)).ShouldBe(401, type);
        }
    }

    [OnEachDatabase]
    public async Task With_a_session_but_without_the_right_it_does_not_either(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync((await site.HireAsync(Role.Member)).Email);
        using var socket = await HeadAsync(site, "POST", "/admin/settings", Urlencoded, 20_000_000, "Cookie: " + member.Cookies.Header);
        (await StatusAsync(socket)).ShouldBe(403);
        using var large = await HeadAsync(site, "POST", "/admin/settings", Urlencoded, 64_000_000, "Cookie: " + member.Cookies.Header);
        (await StatusAsync(large)).ShouldBe(403);
    }

    [OnEachDatabase]
    public async Task One_client_holds_so_many_bodies_and_the_others_are_let_in(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);

        // A body that does not arrive is given up after ten seconds, so more are opened until there are as many as one client may hold.
        List<TcpClient> held = [];
        var answer = "";
        for (var tries = 0; tries < 200 && !answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal); tries++)
        {
            held.AddRange(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OpenAsync(site, 7))));
            answer = await SendAsync(site, 7);
        }

        answer.ShouldStartWith("HTTP/1.1 503");
        answer.ShouldContain("Retry-After: 5");
        answer.ShouldContain("Content-Security-Policy");
        (await SendAsync(site, 8)).ShouldStartWith("HTTP/1.1 401");

        held.ForEach(socket => socket.Dispose());
        for (var tries = 0; tries < 500 && answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal); tries++)
        {
            // The first of them may not be gone yet.
            answer = await SendAsync(site, 7);
        }

        answer.ShouldStartWith("HTTP/1.1 401");
    }

    [OnEachDatabase]
    public async Task A_long_text_comes_through_signing_in_again_and_a_stranger_cannot_send_one(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Editor);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var editor = await browser.GetAsync("/admin/articles/new");
        var (title, body) = ($"Long {database}", string.Concat(Enumerable.Repeat("金海在狱中写的信，共有十二页。\n", 20_000)));
        await site.InDatabaseAsync(db => db.Set<Session>().ExecuteDeleteAsync(Token));

        var again = await browser.SubmitAsync(editor, "form.editor", "button[value=save]", ("Entry.Title", title), ("Entry.Body", body));
        var ready = await browser.SubmitAsync(again.ShouldHave(HttpStatusCode.Unauthorized), "main form", ("Input.Email", email),
            ("Input.Password", SigningIn.Password));
        (await browser.SubmitAsync(ready.ShouldHave(HttpStatusCode.OK), "main form")).ShouldHave(HttpStatusCode.OK);
        (await site.InDatabaseAsync(db => db.Set<CoalitionCms.Content.TextRevision>().SingleAsync(r => r.Title == title, Token)))
            .Body.ShouldContain(body[^100..^1]);

        using var stranger = site.VisitFromElsewhere();
        var refused = await stranger.PostAsync("/admin/articles/new", ("Entry.Title", title), ("Entry.Body", body));
        refused.ShouldHave(HttpStatusCode.Unauthorized).ShouldNotHold("金海");
        stranger.Cookies.Take("session=" + new string('a', 200));
        (await stranger.PostAsync("/account/login", ("kept-path", "/admin/articles/new"), ("kept:Entry.Body", body)))
            .ShouldHave(HttpStatusCode.RequestEntityTooLarge);
    }

    // A form for the admin area without a session, which is read to be kept.
    private static Task<TcpClient> OpenAsync(CmsSite site, int client) => HeadAsync(site, "POST", "/admin/articles/new", Urlencoded, 5,
        $"X-Forwarded-For: 203.0.113.{client}", $"Origin: {site.Url.GetLeftPart(UriPartial.Authority)}");

    private static async Task<string> SendAsync(CmsSite site, int client)
    {
        using var socket = await OpenAsync(site, client);
        await socket.GetStream().WriteAsync("a=bcd"u8.ToArray(), Token);
        return await ReadAsync(socket);
    }

    private static async Task<TcpClient> HeadAsync(
        CmsSite site, string method, string path, string type, long? length, params string[] headers)
    {
        var client = new TcpClient();
        await client.ConnectAsync(site.Url.Host, site.Url.Port, Token);
        string[] lines =
        [
            $"{method} {path} HTTP/1.1", $"Host: {site.Url.Authority}", "Sec-Fetch-Site: same-origin", $"Content-Type: {type}",
            length is { } known ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {known}") : "Transfer-Encoding: chunked",
            .. headers, "", "",
        ];
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)), Token);
        return client;
    }

    private static async Task<int> StatusAsync(TcpClient client) =>
        int.Parse((await ReadAsync(client)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static async Task<string> ReadAsync(TcpClient client)
    {
        var buffer = new byte[4_096];
        return Encoding.UTF8.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Token));
    }
}
