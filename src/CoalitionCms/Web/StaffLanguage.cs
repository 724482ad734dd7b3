using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// Language of the admin and sign-in pages: the one chosen at sign-in by <c>?lang=</c>, until sign-out; otherwise the account's; otherwise
/// the browser's.
/// </summary>
internal static class StaffLanguage
{
    /// <summary>Name of the claim that contains the account's language.</summary>
    public const string Claim = "language";

    /// <summary>Name of the query parameter that chooses a language.</summary>
    public const string Query = "lang";

    private static readonly object Key = new();

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var surface = context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>()?.Surface;
        if (surface is not (null or Surface.Site))
        {
            if ((surface == Surface.SignIn || context.User.IsInGrace()) && Language.Find(context.Request.Query[Query]) is { } asked)
            {
                context.Response.Cookies.Append(CookieName(context), asked.Code, Cookie(context));
                context.Items[Key] = asked;
            }

            context.Speak(Of(context));
        }

        return next(context);
    }

    public static Language Of(HttpContext context) =>
        Chosen(context) ?? Language.Find(context.User.FindFirst(Claim)?.Value) ?? OfBrowser(context.Request);

    /// <summary>The language that was chosen at sign-in, or null.</summary>
    public static Language? Chosen(HttpContext context) =>
        context.Items[Key] as Language ?? Language.Find(context.Request.Cookies[CookieName(context)]);

    /// <summary>Forgets the choice, so that the language of the account applies.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName(context), Cookie(context));

    private static string CookieName(HttpContext context) => IsHttps(context) ? "__Host-lang" : "lang";

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = IsHttps(context),
        IsEssential = true,
    };

    private static bool IsHttps(HttpContext context) => context.RequestServices.GetRequiredService<CmsOptions>().IsHttps;

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
