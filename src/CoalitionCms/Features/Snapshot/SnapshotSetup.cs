using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Snapshot;

internal static class SnapshotSetup
{
    public static IServiceCollection AddSnapshot(this IServiceCollection services) =>
        services.AddScoped<CopyPages>().AddScoped<CopySearch>();

    /// <summary>What only a running site has: the copy that it falls back on, and what keeps that up to date.</summary>
    public static IServiceCollection AddSnapshotService(this IServiceCollection services) => services
        .AddSingleton<LastCopy>().AddSingleton<CopyKeeper>().AddHostedService(provider => provider.GetRequiredService<CopyKeeper>())
        .AddSingleton<MirrorWatch>().AddHostedService(provider => provider.GetRequiredService<MirrorWatch>());

    /// <summary>Maps the signature of the register of addresses, as long as it is that of what the site says today.</summary>
    public static void MapSnapshot(this IEndpointRouteBuilder endpoints)
    {
        foreach (var site in endpoints.OnSite())
        {
            site.MapMethods("/" + SignCommand.OfficialSignature, SurfaceEndpoints.Reading, SendSignatureAsync);
        }
    }

    private static async Task<IResult> SendSignatureAsync(HttpContext context, CmsOptions options, AddressQueries addresses,
        ISiteFrames frames, SiteUrls urls, Texts texts, CancellationToken cancellationToken)
    {
        var language = context.Language();
        var signed = Path.Combine(SigningKeys.SignedRegistersOf(options), language.Code);
        if (!File.Exists(signed + ".sig"))
        {
            return Results.NotFound();
        }

        // Security: the signature of an older register beside a newer one would look like an attack.
        var now = await RegisterText.ReadAsync(language, addresses, frames, urls, texts, cancellationToken);
        return now == await File.ReadAllTextAsync(signed + ".txt", cancellationToken)
            ? Results.Text(await File.ReadAllTextAsync(signed + ".sig", cancellationToken), "text/plain", Encoding.ASCII)
            : Results.NotFound();
    }
}
