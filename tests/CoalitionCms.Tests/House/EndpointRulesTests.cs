using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using CoalitionCms.Web.Errors.Site;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticAssets;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>Walks every endpoint that there is: who may come in, by which verb, and with what proof.</summary>
public sealed class EndpointRulesTests(Sites sites) : IClassFixture<Sites>
{
    [Fact]
    public async Task Anonymous_may_come_in_where_the_surface_says_so_and_nowhere_else() =>
        (from page in await PageInventory.PagesAsync(await SiteAsync())
         let isOpen = page.Metadata.GetMetadata<IAllowAnonymous>() is not null
         where isOpen != page.Surface is Surface.Site or Surface.SignIn
         select page.Route).ShouldBeEmpty();

    [Fact]
    public async Task Every_admin_page_states_the_permission_that_it_needs()
    {
        // Each of these serves every signed-in user, with what that user may see.
        string[] forEverybody = ["/admin"];
        var permissions = Enum.GetNames<Permission>();
        (from page in await PageInventory.PagesAsync(await SiteAsync())
         where page.Surface == Surface.Admin && !forEverybody.Contains(page.Route)
         where !page.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => permissions.Contains(a.Policy))
         select page.Route).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_that_is_no_page_is_known_by_name()
    {
        string[] known =
            ["/healthz", "/readyz", "/media/{sha256}/{name}", "/media/cards/{name}.png", "/admin/media/{sha256}/{name}", "{**path}"];
        PageInventory.Others(await SiteAsync())
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => e.RoutePattern.RawText!).Where(r => !known.Contains(r)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Public_pages_take_no_verb_but_GET_and_HEAD() =>
        (await PageInventory.PagesAsync(await SiteAsync()))
        .Where(p => p.Surface == Surface.Site && p.Page?.ModelTypeInfo != typeof(ErrorModel)
        && p.Verbs.Any(v => v.ToUpperInvariant() is not ("GET" or "HEAD")))
            .Select(p => p.Route).ShouldBeEmpty();

    [Fact]
    public async Task What_is_no_page_answers_reading_alone_and_public_answers_do_in_every_language()
    {
        var site = await SiteAsync();
        var answers = (await PageInventory.PagesAsync(site)).Where(p => p.Page is null).ToList();
        answers.ShouldNotBeEmpty();
        answers.SelectMany(a => a.Verbs).Distinct().ShouldBe(["GET", "HEAD"], ignoreOrder: true);

        // Of these there is one for the whole site, where programs look for it.
        string[] ofTheSite = ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt"];
        using var visitor = site.Visit();
        foreach (var answer in answers.Where(a => a.Surface == Surface.Site && !a.Route.Contains('{', StringComparison.Ordinal)))
        {
            // Nobody has said yet whom to tell of weaknesses, or signed the register.
            var isMissing = answer.Route is SiteUrls.SecurityText or "/official.txt.sig";
            (await visitor.SendAsync(HttpMethod.Head, answer.Route)).ShouldHave(isMissing ? HttpStatusCode.NotFound : HttpStatusCode.OK);
            (await visitor.SendAsync(HttpMethod.Get, "/zh-Hans" + answer.Route))
                .ShouldHave(isMissing || ofTheSite.Contains(answer.Route) ? HttpStatusCode.NotFound : HttpStatusCode.OK);
            ((int)(await visitor.SendAsync(HttpMethod.Post, answer.Route)).Status).ShouldBeInRange(400, 405, answer.Route);
        }
    }

    [Fact]
    public async Task Only_the_error_page_goes_without_antiforgery() =>
        (await PageInventory.PagesAsync(await SiteAsync()))
            .Where(p => p.Page?.ModelTypeInfo!.GetCustomAttributes(inherit: true).OfType<IgnoreAntiforgeryTokenAttribute>().Any() == true)
            .Select(p => p.Route).ShouldBe(["/error/{code:int}"]);

    [OnEachDatabase]
    public async Task A_visitor_is_sent_to_sign_in_from_every_page_of_staff(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Surface is Surface.Admin or Surface.Own))
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, page.Path);
            Assert.True(answer.Status is HttpStatusCode.Found
                && answer.Headers.Location!.ToString().Contains("/account/login", StringComparison.Ordinal), $"{page.Route}\n{answer}");
        }
    }

    [OnEachDatabase]
    public async Task A_post_without_a_token_is_refused_on_every_page_that_takes_one(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Handles("Post")))
        {
            var answer = await visitor.PostAsync(page.Path, ("Input.Name", "x"));
            // Staff pages turn a visitor away before they look at the form.
            Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
                || answer.Url.AbsolutePath == "/account/login", $"{page.Route}\n{answer}");
        }
    }

    [OnEachDatabase]
    public async Task An_admin_without_a_token_is_refused_too(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Handles("Post") && p.Surface != Surface.Site))
        {
            (await admin.PostAsync(page.Path, ("Input.Name", "x"))).ShouldHave(HttpStatusCode.BadRequest);
        }
    }

    [OnEachDatabase]
    public async Task A_member_is_kept_out_of_what_members_may_not(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var member = await site.SignInAsync(Role.Member);
        foreach (var page in (await PageInventory.PagesAsync(site)).Where(p => p.Surface == Surface.Admin))
        {
            var policies = page.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy);
            var answer = await member.SendAsync(HttpMethod.Get, page.Path);
            if (policies.Any(p => p is not (null or nameof(Permission.WriteArticles))))
            {
                Assert.True(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{page.Route}\n{answer}");
            }
        }
    }

    [OnEachDatabase]
    public async Task A_form_on_another_site_gets_nowhere(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var (name, value) in new[] { ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site") })
        {
            (await visitor.SendAsync(HttpMethod.Post, "/account/login", (name, value))).ShouldHave(HttpStatusCode.Forbidden);
        }
    }

    private Task<CmsSite> SiteAsync() => sites.OnAsync(DatabaseKind.Sqlite);
}
