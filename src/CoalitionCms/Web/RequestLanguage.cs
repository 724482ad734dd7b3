using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// The language of a request: on public pages determined by the path alone, in the admin area by the account or the browser.
/// </summary>
internal static class RequestLanguage
{
    private const string Key = "language";

    public static Language Language(this HttpContext context) => context.Items[Key] as Language ?? Domain.Language.English;

    /// <summary>Sets the language of the request, and the culture that formats dates and numbers.</summary>
    public static void Speak(this HttpContext context, Language language)
    {
        context.Items[Key] = language;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language.Culture;
    }

    public static Language OfPath(string path) => Domain.Language.Find(path.Split('/').ElementAtOrDefault(1)) ?? Domain.Language.English;

    /// <summary>Sets the language by the path; redirects other casings, and <c>/en</c>, to the canonical address.</summary>
    public static Task ByPathAsync(HttpContext context, RequestDelegate next)
    {
        // Empty for "OPTIONS *".
        var path = context.Request.Path.Value is { Length: > 0 } asked ? asked : "/";
        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        if (Domain.Language.FindAnyCase(first) is { } language && context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>() is null
            or { Surface: Surface.Site })
        {
            var rest = end < 0 ? "" : path[end..];

            // Security: a path that a browser could interpret as another host is not an address of this site.
            if (OwnAddress.Is(rest.Length == 0 ? "/" : rest) && (first != language.Code || language.UrlPrefix.Length == 0))
            {
                var target = language.UrlPrefix + rest;
                var address = (target.Length == 0 ? "/" : Escaped(target)) + context.Request.QueryString;
                context.Response.Redirect(OwnAddress.ToLocation(address), permanent: true);
                return Task.CompletedTask;
            }

            context.Speak(language);
        }
        else
        {
            context.Speak(Domain.Language.English);
        }

        return next(context);
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
