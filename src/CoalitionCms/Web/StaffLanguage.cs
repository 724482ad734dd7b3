using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Language of the admin and sign-in pages: the account's, otherwise the browser's.</summary>
internal static class StaffLanguage
{
    /// <summary>Name of the claim that contains the account's language.</summary>
    public const string Claim = "language";

    internal static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>() is { Surface: not Surface.Site })
        {
            context.Speak(Of(context));
        }

        return next(context);
    }

    /// <summary>The language of the account that is signed in, otherwise that of the browser.</summary>
    internal static Language Of(HttpContext context) => Language.Find(context.User.FindFirst(Claim)?.Value) ?? OfBrowser(context.Request);

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
