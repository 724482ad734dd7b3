using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>With a host of their own, sign-in and admin pages are nowhere else, and nobody can tell that they exist.</summary>
public sealed class HidingTheStaffPagesTests
{
    private const string Host = "staff.coalition.example:8443";

    [OnEachDatabase]
    public async Task Elsewhere_they_are_missing_like_any_page_that_never_was(DatabaseKind database)
    {
        await using var site = await StartAsync(database);
        using var visitor = site.Visit();
        var missing = await visitor.GetAsync("/never-was-here/at-all");

        foreach (var path in new[] { "/admin", "/ADMIN/", "/account/login", "/account/login?ReturnUrl=%2Fadmin", "/admin/audit/csv",
            "/%61dmin", "/Account/Join?code=x", "/x/../admin" })
        {
            var page = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound);
            page.Body.ShouldBe(missing.Body, path);
            Headers(page).ShouldBe(Headers(missing), path);
        }

        var (post, other) =
            (await visitor.PostAsync("/account/login", ("Input.Email", "x")),
            await visitor.PostAsync("/never-was-here/at-all", ("Input.Email", "x")));
        post.ShouldHave(HttpStatusCode.NotFound).Body.ShouldBe(other.Body);
        Headers(post).ShouldBe(Headers(other));
        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("/account");
    }

    [OnEachDatabase]
    public async Task On_their_host_and_port_they_are_and_links_lead_there(DatabaseKind database)
    {
        await using var site = await StartAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var admin = site.Visit();
        admin.Sends["Host"] = "staff.coalition.example";
        (await admin.GetAsync("/account/login")).ShouldHave(HttpStatusCode.NotFound);
        admin.Sends["Host"] = "unknown.example";
        (await admin.GetAsync("/account/login")).ShouldHave(HttpStatusCode.BadRequest);
        admin.Sends["Host"] = Host;
        (await admin.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
        (await admin.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        (await site.AskAsync((CoalitionCms.Identity.Actions.MakeResetLink make) =>
            make.RunAsync(Actor.CommandLine,
            site.InDatabaseAsync(db => Task.FromResult(db.Set<Account>().AsEnumerable().Single(u => u.Email == email).Id)).Result,
            TestContext.Current.CancellationToken)))
            .Value.Url.ShouldStartWith($"http://{Host}/account/reset?code=");
    }

    [Theory]
    [InlineData("https://staff.example.org")]
    [InlineData("staff.example.org/")]
    [InlineData("staff.example.org/admin")]
    [InlineData("me@staff.example.org")]
    [InlineData("staff example")]
    public void A_setting_that_is_no_host_is_refused(string host) =>
        Should.Throw<SetupException>(() =>
        CommandLine.SetupOf(new ConfigurationBuilder().AddInMemoryCollection([new("Cms:AdminHost", host)])
        .Build())).Message.ShouldContain("Cms__AdminHost");

    private static Task<CmsSite> StartAsync(DatabaseKind database) =>
        CmsSite.StartAsync(database, new SiteOptions
        {
            WithStarter = true,
            Settings = new Dictionary<string,
        string?>
            { ["Cms:AdminHost"] = Host }
        });

    private static string Headers(WebPage page) =>
        string.Join('\n', page.Headers.Concat(page.ContentHeaders).Where(h => h.Key != "Date").Select(h =>
        $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal));
}
