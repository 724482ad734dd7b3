using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Cards;
using CoalitionCms.Features.DraftLinks;
using CoalitionCms.Features.Feeds;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Search;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Health;
using CoalitionCms.Web;
using CoalitionCms.Web.Errors;

namespace CoalitionCms;

/// <summary>The middleware pipeline, in order; each with its reason.</summary>
internal static class Pipeline
{
    public static void UseCms(this WebApplication app)
    {
        // First, so that all later middleware sees the real client and scheme; only configured proxies are trusted.
        app.UseForwardedHeaders();

        // Before anything else can answer.
        app.UseListedHosts(app.Services.GetRequiredService<CmsOptions>());

        if (app.Services.GetRequiredService<CmsOptions>().IsHttps)
        {
            app.UseHsts();
        }

        // Before the cache, which would answer as well.
        app.UseCopyAlone();

        // Before the cache: on any other host, a staff page is a missing page like any other.
        app.UseStaffHost(app.Services.GetRequiredService<CmsOptions>());

        // Before all that follows: a cached page needs none of it.
        app.UseMiddleware<PageCacheMiddleware>();

        // Before anything can respond, so that errors, redirects and static files have the headers as well.
        app.Use(SecurityHeaders.ApplyAsync);

        // Inside the cache: an outage appears there as an exception, and the last good page is served.
        app.UseErrorPages();

        // Inside the error pages, which are for what has no copy either.
        app.Use(LastCopyMiddleware.InsteadOfErrorAsync);

        // Inside the error pages, before anything looks for a page.
        app.Use(FormBinding.RequireNoNullAsync);

        // Inside the error pages: if there is no page, the cached "not found" page is served.
        app.Use(MissingPage.FromMemoryAsync);

        // Inside it: a former address has no page either.
        app.Use(OldAddresses.RedirectMissingAsync);
        app.UseRouting();

        // After routing: the language in the path applies only to public pages.
        app.Use(RequestLanguage.ByPathAsync);

        // Before anything reads a body: pages without forms take none, and other sites send none.
        app.Use(RequestMethods.RequireAsync);

        // After routing, which determines the page; before anything reads a form or signs in.
        app.Use(ReadingOnlyGate.ApplyAsync);

        // Before anything reads a form: its bytes must be valid UTF-8.
        app.Use(FormBinding.RequireUtf8Async);
        app.Use(app.Services.GetRequiredService<AskedPageLimits>().LimitAsync);
        app.UseAuthentication();

        // After authentication, which says who sends; before authorization, which may read a form to keep it.
        app.Use(app.Services.GetRequiredService<RequestBodies>().LimitAsync);

        // After authentication: staff pages use the language of the account.
        app.Use(StaffLanguage.ApplyAsync);
        app.UseAuthorization();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapMedia();
        app.MapCards();
        app.MapAudit();
        app.MapAddresses();
        app.MapContent();
        app.MapDraftLinks();
        app.MapFeeds();
        app.MapSearch();
        app.MapSettings();
        app.MapSnapshot();
        app.MapRazorPages().WithStaticAssets();

        // Without it the deny-by-default policy would redirect every unknown address to the sign-in page, including missing files.
        app.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).AllowAnonymous();
    }
}
