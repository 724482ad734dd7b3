using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.Extensions.Primitives;

namespace CoalitionCms.Content;

/// <summary>
/// Leads readers from former addresses to the pages that have their texts today, in one step whatever the spelling: also from addresses of
/// the site that the texts were moved from, where the host still leads here.
/// </summary>
internal static class OldAddresses
{
    /// <summary>Parts of a query by which other systems name a page; others, such as those of trackers, are ignored.</summary>
    private static readonly string[] Naming = ["p", "page_id", "attachment_id", "cat", "tag", Month, "feed"];

    private const int LongestValue = 100;
    private const string Month = "m";

    /// <summary>The spelling in which a former path is stored and looked up; null if it is none that can be asked for.</summary>
    public static string? Spell(string path, string name = "", string value = "")
    {
        var spelled = CanonicalPath.Of(path) ?? path;
        spelled = name.Length == 0 ? spelled : $"{spelled}?{name}={value.ToLowerInvariant()}";
        return spelled.Length <= OldPath.MaxPath && OwnAddress.Is(path) ? spelled : null;
    }

    /// <summary>
    /// True for a request that the page cache must not answer unasked: the front page with a query that names another page, or a spelling
    /// that would only be redirected to another spelling.
    /// </summary>
    public static bool MayBe(HttpRequest request) =>
        request.Path.Value is "/" or null ? NamedBy(request) is not null : CanonicalPath.Of(request.Path.Value!) is not null;

    /// <summary>Where the requested address leads today, or null.</summary>
    public static async Task<string?> FindAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        string?[] spellings = [NamedBy(context.Request) is { } named ? Spell(path, named.Name, named.Value) : null, Spell(path)];
        var entries = context.RequestServices.GetRequiredService<PublishedEntries>();
        try
        {
            foreach (var spelling in spellings.OfType<string>().Where(s => s != "/"))
            {
                if (await entries.MovedToAsync(spelling, context.RequestAborted) is { } target)
                {
                    return target;
                }
            }
        }
        catch (Exception outage) when (Unavailable.ReasonOf(outage) is not null)
        {
            // While the database is away, the page that is in memory is the better answer.
            return null;
        }

        return null;
    }

    /// <summary>Redirects where nothing else answered.</summary>
    public static async Task RedirectMissingAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var isBare = context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null or "" }
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && !SecurityHeaders.IsStaff(context.Request.Path);
        if (isBare && await FindAsync(context) is { } target)
        {
            context.Response.Redirect(OwnAddress.ToLocation(target), permanent: true);
        }
    }

    /// <summary>The part of a query that names a page; null if there is none.</summary>
    public static (string Name, string Value)? NamedIn(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        foreach (var name in Naming)
        {
            if (query.FirstOrDefault(q => q.Key == name).Value.FirstOrDefault() is { Length: > 0 and <= LongestValue } value
                && NamesPage(name, value))
            {
                return (name, value);
            }
        }

        return null;
    }

    /// <summary>
    /// Most of these are numbers, and a month has four digits at least: Blogger adds <c>?m=1</c> to any address on a phone.
    /// </summary>
    private static bool NamesPage(string name, string value) => name is "tag" or "feed"
        || (value.All(char.IsAsciiDigit) && (name != Month || value.Length >= 4));

    private static (string Name, string Value)? NamedBy(HttpRequest request) =>
        request.QueryString.HasValue ? NamedIn(request.Query) : null;
}
