using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Snapshot;

/// <summary>What a page of a copy leads to.</summary>
internal sealed class FoundLinks
{
    /// <summary>Pages of lists that only links lead to: path and query.</summary>
    public HashSet<(string Path, string Query)> Pages { get; } = [];

    /// <summary>Pictures, documents, styles and scripts, by their paths.</summary>
    public HashSet<string> Assets { get; } = new(StringComparer.Ordinal);

    /// <summary>Pages that the copy does not have, as numbers: when one of them comes, a page that would lead to it is another.</summary>
    public HashSet<int> Lacks { get; } = [];

    public static int NumberOf(string path) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}

/// <summary>
/// Turns a page of the site into one of a copy: each link names a file of the copy, relative to the page. What a copy does not have (forms,
/// filters, sign-in) is no link any more. The markup is the site's own, in which a quote is a quote of an attribute.
/// </summary>
internal sealed partial class CopyLinks(IReadOnlySet<string> pages, string baseUrl)
{
    /// <summary>The page of a copy that says so.</summary>
    public const string NotTranslated = "/copy/not-translated";

    public const string ScriptFolder = "js/";

    private const string SearchScript = "copy-search.js";

    /// <summary>In the program as <c>Snapshot/…</c>, in a copy in <see cref="ScriptFolder"/>.</summary>
    public static IReadOnlyList<string> Scripts { get; } = ["copy.js", SearchScript];

    // The style sheet of the organisation's colour, which its query names.
    private const string Colours = "/colour.css";

    private readonly string host = baseUrl.TrimEnd('/');

    public string Rewrite(string html, string file, string path, FoundLinks found)
    {
        html = Form().Replace(html, "");
        html = Tag().Replace(html, tag => RewriteTag(tag, file, path, found));

        // The site has no script for readers; a copy has two, which ask nobody.
        var end = html.IndexOf("</head>", StringComparison.Ordinal);
        return end < 0 ? html : html.Insert(end, string.Concat(Scripts
            .Where(s => s != SearchScript || html.Contains("id=\"copy-search\"", StringComparison.Ordinal))
            .Select(s => $"<script src=\"{CopyAddress.Relative(file, ScriptFolder + s)}\" defer></script>\n")));
    }

    /// <summary>The file of an own address in the copy; null if the copy has no such page.</summary>
    public string? FileOf(string address, FoundLinks found)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var (path, asked) = query < 0 ? (address, "") : (address[..query], address[(query + 1)..]);
        path = Uri.UnescapeDataString(path);
        path = path.Length > 1 ? path.TrimEnd('/') : path;
        if (IsAsset(path))
        {
            found.Assets.Add(path);
            return CopyAddress.FileOf(path);
        }

        if (asked.Length > 0)
        {
            if (path != Colours && (!IsFollowed(path, asked) || !pages.Contains(path)))
            {
                return null;
            }

            found.Pages.Add((path, asked));
            return CopyAddress.FileOf(path, asked);
        }

        if (pages.Contains(path))
        {
            return CopyAddress.FileOf(path);
        }

        found.Lacks.Add(FoundLinks.NumberOf(path));

        // A text that this language does not have: on the site a page says so and offers the others.
        var language = Language.All.FirstOrDefault(l => l.UrlPrefix.Length > 0
            && path.StartsWith(l.UrlPrefix + "/", StringComparison.Ordinal)) ?? Language.English;
        return Language.All.Any(l => pages.Contains(SiteUrls.InLanguage(path, l)))
            ? CopyAddress.FileOf(language.UrlPrefix + NotTranslated) : null;
    }

    private static bool IsAsset(string path) => path.StartsWith("/css/", StringComparison.Ordinal)
        || path.StartsWith("/js/", StringComparison.Ordinal) || path.StartsWith("/media/", StringComparison.Ordinal)
        || path.StartsWith("/favicon", StringComparison.Ordinal);

    /// <summary>The parts of long lists belong to a copy; filters and other orders of them do not.</summary>
    private static bool IsFollowed(string path, string query)
    {
        var names = query.Split('&').Select(p => p.Split('=')[0]).ToList();
        return path.EndsWith("/people/names", StringComparison.Ordinal) ? names.TrueForAll(n => n is "sort" or "from")
            : names is ["before"] or ["after"];
    }

    private string RewriteTag(Match tag, string file, string path, FoundLinks found)
    {
        var name = tag.Groups[1].Value;
        if (name == "link" && tag.Value.Contains(" rel=\"search\"", StringComparison.Ordinal))
        {
            return "";
        }

        // The canonical address and the translations are those of the site: search engines should find that.
        if (name == "link" && (tag.Value.Contains(" rel=\"canonical\"", StringComparison.Ordinal)
            || tag.Value.Contains(" hreflang=", StringComparison.Ordinal)))
        {
            return tag.Value;
        }

        var isLost = false;
        var rewritten = Attribute().Replace(tag.Value, attribute =>
        {
            var value = WebUtility.HtmlDecode(attribute.Groups[2].Value);
            if (attribute.Groups[1].Value == "srcset")
            {
                var sources = value.Split(", ").Select(s => s.Split(' ', 2)).Select(s => Target(s[0], file, path, found) is { } target
                    ? target + (s.Length > 1 ? " " + s[1] : "") : null);
                return $" srcset=\"{WebUtility.HtmlEncode(string.Join(", ", sources.OfType<string>()))}\"";
            }

            if (Target(value, file, path, found) is { } link)
            {
                return $" {attribute.Groups[1].Value}=\"{WebUtility.HtmlEncode(link)}\"";
            }

            isLost = true;
            return "";
        });
        return isLost && name != "a" ? "" : rewritten;
    }

    /// <summary>The link in the copy; the address itself if it leads elsewhere; null if the copy has nothing there.</summary>
    private string? Target(string address, string file, string path, FoundLinks found)
    {
        if (address.StartsWith(host + "/", StringComparison.Ordinal) || address == host)
        {
            address = address.Length == host.Length ? "/" : address[host.Length..];
        }
        else if (address.StartsWith('?'))
        {
            address = path + address;
        }
        else if (!address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal))
        {
            return address;
        }

        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (own, fragment) = hash < 0 ? (address, "") : (address[..hash], address[hash..]);
        return FileOf(own, found) is { } target ? CopyAddress.Relative(file, target) + fragment : null;
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(a|area|link|img|source|script|use|image)\\b[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(" (href|src|srcset)=\"([^\"]*)\"")]
    private static partial Regex Attribute();
}
