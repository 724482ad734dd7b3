using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;

namespace CoalitionCms.Tests.Identity;

public sealed class SigningInBehindAProxyTests
{
    private const string Onion = "coalitionexampleonionaddressabcdefghijklmnopqrstuvwxyz234567.onion";

    [OnEachDatabase]
    public async Task The_sign_in_form_opens_on_the_onion_address_and_behind_a_proxy_that_nobody_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "https://coalition.example", ["Cms:Hosts:0"] = Onion },
        });
        site.Log.ToString().ShouldContain("Cms__KnownProxies__0");
        var (email, _) = await site.HireAsync(Role.Admin);
        foreach (var (host, isNamed) in new[] { (Onion, false), ("coalition.example", true) })
        {
            using var browser = site.Visit();
            var page = (await browser.SendAsync(HttpMethod.Get, "/account/login", ("Host", host), ("X-Forwarded-Proto", "https")))
                .ShouldHave(HttpStatusCode.OK);
            page.Body.Contains("Cms__KnownProxies__0", StringComparison.Ordinal).ShouldBe(isNamed, host);
            page.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Url, "/account/login"))
            {
                Content = new FormUrlEncodedContent([new("Input.Email", email), new("Input.Password", SigningIn.Password),
                    new("__RequestVerificationToken", page.One("input[name=__RequestVerificationToken]").GetAttribute("value")!)]),
            };
            request.Headers.Host = host;
            (await browser.SendAsync(request)).ShouldHave(HttpStatusCode.Found).Header("Location").ShouldBe("/admin");
            var health = (await browser.SendAsync(HttpMethod.Get, "/admin/health", ("Host", host))).ShouldHave(HttpStatusCode.OK);
            health.One("#proxy").TextContent.Contains("Cms__KnownProxies__0", StringComparison.Ordinal).ShouldBe(isNamed, host);
        }
    }

    [OnEachDatabase]
    public async Task Where_the_proxy_is_named_nothing_is_said_of_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Cms:BaseUrl"] = "https://coalition.example",
                ["Cms:KnownProxies:0"] = "127.0.0.1",
            },
        });
        site.Log.ToString().ShouldNotContain("Cms__KnownProxies__0");
        using var browser = site.Visit();
        (await browser.SendAsync(HttpMethod.Get, "/account/login", ("Host", "coalition.example"), ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-For", "203.0.113.5"))).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Cms__KnownProxies__0");
    }
}
