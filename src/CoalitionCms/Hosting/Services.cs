using System.Text.Encodings.Web;
using System.Text.Unicode;
using CoalitionCms.Data;
using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Audit;
using CoalitionCms.Features.Backups;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Errors;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Health;
using CoalitionCms.Features.Home;
using CoalitionCms.Features.Ledger;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Notices;
using CoalitionCms.Features.Official;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Shared;
using CoalitionCms.Features.Starter;
using CoalitionCms.Features.Statements;
using CoalitionCms.Features.Syndication;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.WebEncoders;

namespace CoalitionCms.Hosting;

/// <summary>Registers everything: what the command line needs, and on top of it what the web needs.</summary>
public static class Services
{
    /// <summary>Data, actions and readers: enough for commands without a web server.</summary>
    public static IServiceCollection AddCms(this IServiceCollection services, CmsOptions options, string? connectionString)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SiteUrls>();
        DatabaseSetup.Add(services, options, connectionString);
        services.AddAudit();
        services.AddScoped<ShownTags>();
        services.AddDataProtection().SetApplicationName("CoalitionCms");
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((management, ring) => management.XmlRepository = ring);
        return services
            .AddMedia().AddPublishing().AddArticles().AddPages().AddCampaigns().AddPeople().AddMembers().AddEvents().AddStatements()
            .AddOfficial().AddSettings().AddAccounts(options).AddLedger().AddBackups().AddStarter().AddHome().AddSyndication().AddErrors();
    }

    /// <summary>The web on top: pages, cache, limits.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, CmsOptions options, string? connectionString)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<SiteFrames>();
        services.AddScoped<SiteFrameReader>();
        services.AddScoped<Texts>();
        services.AddSingleton<PageCache>();
        services.AddSingleton<PagePolisher>();
        services.AddHostedService(provider => provider.GetRequiredService<PagePolisher>());
        services.AddPublishingClock();
        services.AddHealth();
        services.AddNotices();
        CacheListener.Add(services, options, connectionString);
        services.AddRouting(routing => routing.ConstraintMap.Add(LanguageConstraint.Name, typeof(LanguageConstraint)));
        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Features";
            pages.Conventions.Add(new SurfaceConvention());
        }).AddMvcOptions(FormBinding.Configure)

            // No script reads the hints that Razor would write for one, in English, on every field.
            .AddViewOptions(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
        services.Configure<FormOptions>(FormBinding.Limit);
        services.AddAntiforgery(antiforgery => antiforgery.Cookie = FormBinding.AntiforgeryCookie(options));

        // Every script's letters as they are: escaped Chinese would be four times as long.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = [new Uri(options.BaseUrl).Host, .. options.Hosts, .. StaffHost.NamesOf(options), "localhost", "127.0.0.1", "[::1]"]);
        services.Configure<ForwardedHeadersOptions>(forwarded => TrustProxies(forwarded, options));
        services.Configure<KestrelServerOptions>(Limit);
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        services.AddRateLimiter(RateLimits.Configure);
        return services;
    }

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

        // Security: without a known proxy nobody's word about who a client is counts.
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
        kestrel.Limits.MaxRequestLineSize = 8_192;
        kestrel.Limits.MaxRequestBodySize = FormBinding.MaxBody;
    }
}
