using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>What every answer of every surface says to the browser.</summary>
public sealed class ResponseHeaderTests(StarterSites sites) : IClassFixture<StarterSites>
{
    // What browsers of 2026 know; another name is an error on their consoles, on every page.
    private static readonly string[] KnownFeatures =
    [
        "accelerometer", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "hid", "local-fonts", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    ];

    [OnEachDatabase]
    public async Task Public_answers_allow_nothing_that_a_page_does_not_need(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var path in await PublicPathsAsync(site))
        {
            var answer = await visitor.GetAsync(path);
            HoldsTheLine(answer);
            answer.Header("Content-Security-Policy").ShouldNotBeNull().ShouldNotContain("script-src");
            answer.Header("Referrer-Policy").ShouldBe("no-referrer", answer.ToString());
        }
    }

    [OnEachDatabase]
    public async Task A_visitor_gets_no_cookie_and_nothing_from_elsewhere(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var path in await PublicPathsAsync(site))
        {
            var answer = await visitor.GetAsync(path);
            answer.Header("Set-Cookie").ShouldBeNull(answer.ToString());
            visitor.Cookies.All.ShouldBeEmpty();
            if (answer.ContentHeaders.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            answer.AllOf("script:not([type='application/ld+json'])").ShouldBeEmpty(answer.ToString());
            answer.AllOf("[style], style").ShouldBeEmpty(answer.ToString());
            answer.AllOf("img[src], link[href][rel~=stylesheet], link[href][rel~=icon], source[srcset]")
                .Select(e => e.GetAttribute("src") ?? e.GetAttribute("href") ?? e.GetAttribute("srcset")!)
                .ShouldAllBe(address => address.StartsWith('/') && !address.StartsWith("//"), answer.ToString());
        }
    }

    [OnEachDatabase]
    public async Task Answers_to_staff_are_kept_nowhere(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Surface != Surface.Site))
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, page.Path);
            HoldsTheLine(answer);
            answer.Header("Cache-Control").ShouldBe("no-store", answer.ToString());
            answer.Header("Content-Security-Policy").ShouldNotBeNull().ShouldContain("require-trusted-types-for 'script'");
        }
    }

    [OnEachDatabase]
    public async Task What_somebody_signed_in_sees_is_kept_nowhere(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        foreach (var path in (await PageInventory.PagesAsync(site)).Select(p => p.Path).Append("/admin/none"))
        {
            var answer = await admin.SendAsync(HttpMethod.Get, path);
            HoldsTheLine(answer);
            answer.Header("Cache-Control").ShouldBe("no-store", answer.ToString());
        }
    }

    [OnEachDatabase]
    public async Task Files_carry_the_same_limits_and_are_kept_for_good(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        var home = (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        var style = await visitor.GetAsync(home.One("link[rel=stylesheet]").GetAttribute("href")!);

        HoldsTheLine(style.ShouldHave(HttpStatusCode.OK));
        style.Header("Cache-Control").ShouldNotBeNull().ShouldContain("immutable");
        style.Header("Content-Type").ShouldBe("text/css; charset=utf-8");
        var script = (await visitor.GetAsync("/js/editor.js")).ShouldHave(HttpStatusCode.OK);
        script.Header("Content-Type").ShouldBe("text/javascript; charset=utf-8");
    }

    [OnEachDatabase]
    public async Task A_host_that_is_not_listed_is_refused_with_the_same_limits(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        foreach (var path in new[] { "/", "/account/login", "/css/site.css" })
        {
            HoldsTheLine((await visitor.SendAsync(HttpMethod.Get, path, ("Host", "evil.example"))).ShouldHave(HttpStatusCode.BadRequest));
        }
    }

    [Fact]
    public async Task Behind_HTTPS_browsers_are_told_to_stay_there()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions
        {
            Settings = new Dictionary<string,
                string?>
            { ["Cms:BaseUrl"] = "https://coalition.example", ["Cms:KnownProxies:0"] = "127.0.0.1" },
        });
        using var visitor = site.Visit();
        visitor.Sends["Host"] = "coalition.example";
        visitor.Sends["X-Forwarded-Proto"] = "https";
        (await visitor.GetAsync("/")).Header("Strict-Transport-Security").ShouldBe("max-age=31536000; includeSubDomains");
    }

    private static async Task<IReadOnlyList<string>> PublicPathsAsync(CmsSite site)
    {
        var own = (await PageInventory.PagesAsync(site)).Where(p => p.Surface == Surface.Site).Select(p => p.Path);
        using var visitor = site.Visit();
        var linked = new List<string>();
        foreach (var start in new[] { "/", "/zh-Hans", "/ug" })
        {
            linked.AddRange((await visitor.GetAsync(start)).AllOf("a[href^='/']").Select(a => a.GetAttribute("href")!)
                .Where(h => !h.StartsWith("/account", StringComparison.Ordinal) && !h.StartsWith("/admin", StringComparison.Ordinal)));
        }

        return [.. own.Concat(linked).Concat(["/no-such-page", "/zh-Hans/no-such-page", "/healthz", "/readyz", "/css/none.css"])
            .Distinct(StringComparer.Ordinal)];
    }

    private static void HoldsTheLine(WebPage answer)
    {
        var policy = answer.Header("Content-Security-Policy").ShouldNotBeNull(answer.ToString());
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("*");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("base-uri 'none'");
        policy.ShouldContain("form-action 'self'");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff", answer.ToString());
        answer.Header("X-Frame-Options").ShouldBe("DENY", answer.ToString());
        answer.Header("Permissions-Policy").ShouldNotBeNull().Split(", ").Select(p => p.Split('=')[0]).Except(KnownFeatures)
            .ShouldBeEmpty();
        answer.Header("Cross-Origin-Opener-Policy").ShouldBe("same-origin", answer.ToString());
        answer.Header("Cross-Origin-Resource-Policy").ShouldBe("same-origin", answer.ToString());
        answer.Header("Permissions-Policy").ShouldNotBeNull(answer.ToString()).ShouldContain("geolocation=()");
        answer.Header("Server").ShouldBeNull(answer.ToString());
        answer.Header("X-Powered-By").ShouldBeNull(answer.ToString());
    }
}
