using System.Net;
using System.Net.Sockets;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>Requests that no browser sends are answered with a clear status and never with a fault.</summary>
public sealed class OddRequestsTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task TRACE_is_not_answered(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        foreach (var path in new[] { "/", "/articles", "/account/login", "/healthz" })
        {
            ((int)(await visitor.SendAsync(HttpMethod.Trace, path)).Status).ShouldBeOneOf(403, 404, 405);
        }
    }

    [OnEachDatabase]
    public async Task A_public_page_refuses_to_be_posted_to(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        foreach (var verb in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Options })
        {
            foreach (var path in new[] { "/", "/articles", "/zh-Hans/people", "/people/none" })
            {
                var answer = await visitor.SendAsync(verb, path);
                answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed, $"{verb} {path}");
                answer.Header("Allow").ShouldBe("GET, HEAD");
            }

            foreach (var path in new[] { "/feed.atom", "/no-such-page", "/css/site.css", "/healthz", "/admin/no-such" })
            {
                var answer = await visitor.SendAsync(verb, path);
                answer.Status.ShouldBeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound);
                answer.Body.ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task A_request_about_the_server_itself_is_no_fault()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", site.Url.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"OPTIONS * HTTP/1.1\r\nHost: {site.Url.Authority}\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);

        (await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("HTTP/1.1 40");

        site.Log.ToString().ShouldNotContain("ArgumentOutOfRange");
    }

    [OnEachDatabase]
    public async Task Another_host_name_is_refused(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        (await visitor.SendAsync(HttpMethod.Get, "/", ("Host", "evil.example"))).ShouldHave(HttpStatusCode.BadRequest);
        (await visitor.SendAsync(HttpMethod.Get, "/articles", ("Host", "localhost.evil.example"))).ShouldHave(HttpStatusCode.BadRequest);
    }

    [OnEachDatabase]
    public async Task Another_host_name_is_refused_for_a_page_in_memory_too(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        (await visitor.SendAsync(HttpMethod.Get, "/", ("Host", "evil.example"))).ShouldHave(HttpStatusCode.BadRequest);
    }

    [OnEachDatabase]
    public async Task An_unknown_address_says_so_in_the_language_of_the_path(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        (await visitor.GetAsync("/no-such-page")).ShouldHave(HttpStatusCode.NotFound).ShouldSay("Page not found").One("html")
            .GetAttribute("lang").ShouldBe("en");
        (await visitor.GetAsync("/zh-Hans/no-such-page")).ShouldHave(HttpStatusCode.NotFound).One("html").GetAttribute("lang")
            .ShouldBe("zh-Hans");
        (await visitor.GetAsync("/ug/no-such-page")).ShouldHave(HttpStatusCode.NotFound).One("html").GetAttribute("dir").ShouldBe("rtl");
    }

    [OnEachDatabase]
    public async Task The_error_page_is_no_page_of_its_own(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        (await visitor.GetAsync("/error/500")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/error/200")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase(["/articles/%00"])]
    public Task A_zero_byte_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase(["/articles/%E9%87"])]
    public Task Half_a_character_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase(["/articles?before=%00%ff'"])]
    public Task A_cursor_of_rubbish_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase(["/articles?before=7fffffffffffffff-00000000000000000000000000000000"])]
    public Task A_cursor_beyond_all_time_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase(["/articles/9999"])]
    public Task A_year_without_articles_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase(["/tags/%F0%A0%AE%B7%EF%BF%BF"])]
    public Task A_tag_beyond_the_plane_breaks_nothing(DatabaseKind database, string path) => BreaksNothingAsync(database, path);

    [OnEachDatabase]
    public async Task A_form_in_an_odd_character_set_breaks_nothing(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("a=1"));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-7");
        var answer =
            await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(visitor.Site, "/account/login")) { Content = content });
        ((int)answer.Status).ShouldBeInRange(400, 499, answer.ToString());
    }

    private async Task BreaksNothingAsync(DatabaseKind database, string path)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        var answer = await visitor.SendAsync(HttpMethod.Get, path);
        ((int)answer.Status).ShouldBeInRange(400, 404, answer.ToString());
    }
}
