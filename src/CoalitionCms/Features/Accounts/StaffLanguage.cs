using CoalitionCms.Hosting;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Accounts;

/// <summary>The admin and sign-in pages speak the account's language, else the browser's.</summary>
public static class StaffLanguage
{
    /// <summary>Name of the claim that holds the account's choice.</summary>
    public const string Claim = "language";

    internal static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>() is { Surface: not Surface.Site })
        {
            context.Speak(Language.Find(context.User.FindFirst(Claim)?.Value) ?? OfBrowser(context.Request));
        }

        return next(context);
    }

    private static Language OfBrowser(HttpRequest request)
    {
        foreach (var wanted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
        {
            var tag = wanted.Value.ToString();
            var known = tag.ToUpperInvariant() switch
            {
                "ZH-TW" or "ZH-HK" or "ZH-MO" => "zh-Hant",
                "ZH" or "ZH-CN" or "ZH-SG" => "zh-Hans",
                var upper when upper.StartsWith("ZH-HANT", StringComparison.Ordinal) => "zh-Hant",
                var upper when upper.StartsWith("ZH-HANS", StringComparison.Ordinal) => "zh-Hans",
                _ => tag.Split('-')[0].ToLowerInvariant(),
            };
            if (Language.Find(known) is { } language)
            {
                return language;
            }
        }

        return Language.English;
    }
}
