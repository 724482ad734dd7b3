using System.Text.Encodings.Web;
using System.Text.Unicode;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Cards;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Features.DraftLinks;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Feeds;
using CoalitionCms.Features.Home;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.MediaLibrary;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.PageViews;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Search;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Health;
using CoalitionCms.Operations.Notifications;
using CoalitionCms.Operations.PersonalData;
using CoalitionCms.Operations.Seed;
using CoalitionCms.Web;
using CoalitionCms.Web.Errors;
using CoalitionCms.Web.TagHelpers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.WebEncoders;

namespace CoalitionCms;

/// <summary>Registers all services: those for the command line, and additionally those for the web.</summary>
internal static class Services
{
    /// <summary>Registers data, actions and queries, which is sufficient for commands without a web server.</summary>
    public static IServiceCollection AddCms(this IServiceCollection services, CmsOptions options, string? connectionString)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<SiteUrls>();
        DatabaseSetup.Add(services, options, connectionString);
        services.AddAudit();
        services.AddScoped<PageCacheTags>();
        services.AddDataProtection().SetApplicationName("CoalitionCms");
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((management, ring) => management.XmlRepository = ring);
        return services
            .AddMedia().AddMediaLibrary().AddContent().AddArticles().AddPages().AddCampaigns().AddPeople().AddMembers().AddEvents()
            .AddCertificates().AddDraftLinks()
            .AddAddresses().AddSettings().AddIdentity(options).AddPersonalData().AddBackup().AddSeed().AddTransfer().AddFeeds().AddCards()
            .AddSearch().AddSnapshot()
            .AddErrors()
            .AddScoped<HomeQueries>();
    }

    /// <summary>Registers the web services: pages, cache, rate limits.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, CmsOptions options, string? connectionString)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<SiteFrames>();
        services.AddScoped<ISiteFrames, SiteFrameQueries>();
        services.AddScoped<IAdminFrames, AdminFrames>().AddScoped<NeedsQueries>().AddScoped<FirstStepsQueries>();
        services.AddScoped<Texts>();
        services.AddSingleton<PageCache>().AddSingleton<PageCacheLimits>().AddSingleton<PageViewCounts>();
        services.AddSingleton(new PageCacheRules(
            SessionCookie.SessionOf, IsPublicPage, CanonicalPath.Of, SecurityHeaders.SetPublic, RateLimits.ClientOf,
            PageViewsSetup.CountedAs)
        {
            MayBeOld = OldAddresses.MayBe,
            MovedTo = OldAddresses.FindAsync,
        });
        services.AddSingleton(provider => new RequestBodies(context =>
            provider.GetRequiredService<KnownBrowsers>().SourceOf(context).IsMarked || SessionCookie.IsOpenedIn(context)));
        services.AddSingleton<ClientKey>();
        services.AddSingleton<PageCacheSlots>().AddSingleton<AskedPageLimits>().AddSingleton<DraftLimits>()
            .AddSingleton<PageRecompressor>();
        services.AddHostedService(provider => provider.GetRequiredService<PageRecompressor>());
        services.AddPublishingClock();
        services.AddPageViews();
        services.AddSnapshotService();
        services.AddBackupSchedule();
        services.AddHealth();
        services.AddImportJobs();
        services.AddNotifications();
        PostgresInvalidationListener.Add(services, options, connectionString);
        services.AddRouting(routing => routing.ConstraintMap.Add(LanguageConstraint.Name, typeof(LanguageConstraint)));
        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            pages.Conventions.Add(new SurfaceConvention());
        }).AddMvcOptions(FormBinding.Configure)

            // No script reads the validation attributes that Razor would write on every field, in English.
            .AddViewOptions(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
        services.AddSingleton<DiskReserve>();
        services.AddSingleton<IModelExpressionProvider, FieldExpressions>();
        services.Configure<RazorViewEngineOptions>(razor =>
        {
            razor.PageViewLocationFormats.Add("/Web/Layouts/{0}.cshtml");
            razor.ViewLocationFormats.Add("/Web/Layouts/{0}.cshtml");
        });
        services.Configure<FormOptions>(FormBinding.Limit);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie = FormBinding.AntiforgeryCookie(options);

            // It would allow frames of the same origin; every answer has its own header.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

        // Letters of all scripts are written unescaped: escaped Chinese would be four times as long.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<ForwardedHeadersOptions>(forwarded => TrustProxies(forwarded, options));
        services.Configure<KestrelServerOptions>(Limit);
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        return services;
    }

    // Static files and health responses are not pages; caching them would only copy them once more.
    private static bool IsPublicPage(PathString path) => !SecurityHeaders.IsStaff(path)
        && !path.StartsWithSegments("/css", StringComparison.Ordinal) && !path.StartsWithSegments("/js", StringComparison.Ordinal)
        && !path.StartsWithSegments("/img", StringComparison.Ordinal) && !path.StartsWithSegments("/media", StringComparison.Ordinal)
        && !path.StartsWithSegments("/healthz", StringComparison.Ordinal) && !path.StartsWithSegments("/readyz", StringComparison.Ordinal);

    private static void TrustProxies(ForwardedHeadersOptions forwarded, CmsOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.KnownProxies)
        {
            if (System.Net.IPAddress.TryParse(proxy, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        // Security: without a known proxy, no statement about the client's address is trusted.
        if (options.KnownProxies.Length == 0)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
        }
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16_384;

        // A question of ten thousand Chinese characters, nine bytes each, is answered by a page that helps, not by an empty answer.
        kestrel.Limits.MaxRequestLineSize = 98_304;
        kestrel.Limits.MaxRequestBodySize = RequestBodies.OfStrangers;

        // What a connection may hold that nobody reads; by default a megabyte. The line of a request must fit.
        kestrel.Limits.MaxRequestBufferSize = 98_304;
    }
}
