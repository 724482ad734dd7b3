using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using CoalitionCms.Caching;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Web.Errors;
using CoalitionCms.Operations.Health;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Feeds;
using CoalitionCms.Domain;

namespace CoalitionCms;

/// <summary>The order in which a request passes through; each line with its reason.</summary>
public static class Pipeline
{
    public static void UseCms(this WebApplication app)
    {
        // First, so that the client and scheme below are the real ones; believes configured proxies alone.
        app.UseForwardedHeaders();

        if (app.Services.GetRequiredService<CmsOptions>().BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            app.UseHsts();
        }

        // Before the cache: elsewhere than on its host a staff page is a missing page like any other.
        app.UseStaffHost(app.Services.GetRequiredService<CmsOptions>());

        // Before all else: a page in memory needs nothing of it.
        app.UseMiddleware<PageCacheMiddleware>();

        // Before anything may answer: also errors, redirects and static files carry the headers.
        app.Use(SecurityHeaders.ApplyAsync);

        // Inside the cache: an outage shows as an exception there, and the last good page is served.
        app.UseErrorPages();

        // Inside them, before anything looks for a page.
        app.Use(FormBinding.RequireNoNullAsync);

        // Inside them: where there is no page, the one that says so is in memory.
        app.Use(MissingPage.FromMemoryAsync);
        app.UseRouting();

        // After routing: the path's language counts on public pages only.
        app.Use(RequestLanguage.ByPathAsync);

        // Before form tokens are looked at: another site's page gets nowhere.
        app.Use(SameOrigin.RequireAsync);

        // After routing, which tells what a page is; before anything reads a form or signs in.
        app.Use(ReadingOnlyGate.ApplyAsync);

        // Before anything reads a form: its bytes are text that the site can read.
        app.Use(FormBinding.RequireUtf8Async);
        app.UseRateLimiter();
        app.UseAuthentication();

        // After authentication: staff read in the language of their account.
        app.Use(StaffLanguage.ApplyAsync);
        app.UseAuthorization();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapMedia();
        app.MapAudit();
        app.MapAddresses();
        app.MapSyndication();
        app.MapRazorPages().WithStaticAssets();

        // Without it the deny-by-default policy would send every unknown address to the sign-in page, that of a missing file too.
        app.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).AllowAnonymous();
    }
}
