using System.Text.RegularExpressions;
using CoalitionCms.Content;
using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Features.Transfer;

/// <summary>A photo or document of a text: the file of the export, and the word that
/// stands for its address until it is in the library.</summary>
internal sealed record FoundFile(string Token, SourceFile File, string AltText);

/// <summary>A text as Markdown, with what the conversion found.</summary>
internal sealed record ConvertedText(string Body)
{
    public IReadOnlyList<FoundFile> Files { get; init; } = [];

    /// <summary>Addresses of photos of which there is no file.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public int LinksRewritten { get; init; }

    /// <summary>Links to the old site that lead to nothing that is imported.</summary>
    public IReadOnlyList<string> DeadLinks { get; init; } = [];

    public int RetiredLinks { get; init; }
    public string Cover { get; init; } = "";
}

/// <summary>Where the addresses of the old site lead here.</summary>
internal sealed class AddressBook
{
    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> retired;

    public AddressBook(string baseAddress, IEnumerable<string> hosts, IEnumerable<string> retired)
    {
        foreach (var host in hosts.Append(Uri.TryCreate(baseAddress, UriKind.Absolute, out var url) ? WebHost.Of(url) : ""))
        {
            if (host.Length > 0)
            {
                this.hosts.Add(WithoutWww(host));
            }
        }

        this.retired = [.. retired.Select(r => WithoutWww(r.ToLowerInvariant()))];
        var gone = string.Join('|', this.retired.Select(Regex.Escape));
        RetiredInText = gone.Length == 0
            ? null
            : new Regex($@"(https?://)?(?<![\w.-])(www\.)?(?=({gone})(?![\w-]))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
    }

    /// <summary>The beginning of an address of a retired host in running text.</summary>
    public Regex? RetiredInText { get; }

    /// <summary>Says that an address of the old site, absolute or a path, leads to a path here.</summary>
    public void Add(string address, string target)
    {
        if (KeyOf(address) is { } key)
        {
            targets.TryAdd(key, target);
        }
    }

    /// <summary>Where an old address leads; its query says nothing where no page was known by it.</summary>
    public string? Find(string address) => Known(address) ?? Known(address.Split('?', '#')[0]);

    private string? Known(string address) => KeyOf(address) is { } key ? targets.GetValueOrDefault(key) : null;

    /// <summary>The path of an old address as readers ask this site for it; null for one that cannot be asked for.</summary>
    public static string? KeyOf(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? url.PathAndQuery
            : address.Split('#')[0];
        if (path.Length == 0 || path[0] != '/')
        {
            return null;
        }

        var query = path.IndexOf('?', StringComparison.Ordinal);
        var (name, value) = (query < 0 ? null : OldAddresses.NamedIn(QueryHelpers.ParseQuery(path[query..]))) ?? ("", "");
        return OldAddresses.Spell(Uri.UnescapeDataString(query < 0 ? path : path[..query]), name, value);
    }

    /// <summary>True for a host of the old site, also under Blogger's addresses for other countries.</summary>
    public bool IsOwn(Uri url)
    {
        var host = WithoutWww(WebHost.Of(url));
        return hosts.Contains(host)
            || (host.Contains(".blogspot.", StringComparison.Ordinal) && hosts.Contains(host.Split(".blogspot.")[0] + ".blogspot.com"));
    }

    public bool IsRetired(Uri url)
    {
        var host = WithoutWww(WebHost.Of(url).ToLowerInvariant());
        return retired.Exists(r => host == r || host.EndsWith("." + r, StringComparison.Ordinal));
    }

    private static string WithoutWww(string host) => host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
}

/// <summary>Converts the texts of one export; knows its photos, its addresses, and which hosts are not safe.</summary>
internal sealed partial class TextConverter(SourceFacts facts, PhotoIndex photos, AddressBook book)
{
    /// <summary>Begins every address that stands for a file that is not in the library yet.</summary>
    public const string TokenStart = "/media/pending-";

    public ConvertedText Convert(SourceEntry entry, IReadOnlySet<string> refused)
    {
        var page = new Page(entry, facts, photos, book, refused) { Footnotes = entry.Footnotes };
        var body = MarkdownFromHtml.Convert(entry.Html, page);
        var cover = entry.CoverAddress.Length > 0 ? page.CoverOf(entry.CoverAddress, entry.CoverAltText) : "";
        return new ConvertedText(body)
        {
            Files = page.Files,
            Missing = page.Missing,
            LinksRewritten = page.Rewritten,
            DeadLinks = page.Dead,
            RetiredLinks = page.Retired,
            Cover = cover,
        };
    }

    private sealed class Page(
        SourceEntry entry, SourceFacts facts, PhotoIndex photos, AddressBook book, IReadOnlySet<string> refused) : PublishedHtml
    {
        private readonly Uri? baseAddress = Uri.TryCreate(
            entry.Address.StartsWith('/')
            ? facts.BaseAddress + entry.Address
            : entry.Address.Length > 0
            ? entry.Address
            : facts.BaseAddress,
            UriKind.Absolute, out var url) ? url : null;

        private readonly HashSet<string> missing = new(StringComparer.Ordinal);

        public List<FoundFile> Files { get; } = [];
        public List<string> Missing { get; } = [];
        public List<string> Dead { get; } = [];
        public int Rewritten { get; private set; }
        public int Retired { get; private set; }

        public override string? Photo(IReadOnlyList<string> addresses, string altText)
        {
            if (photos.Find(addresses) is { } file && !refused.Contains(file.Name))
            {
                var known = altText.Length > 0 ? altText : facts.AltTexts.GetValueOrDefault(addresses[0].Split('/')[^1], "");
                return Token(file, known);
            }

            var address = FullSize(addresses[0].StartsWith("//", StringComparison.Ordinal) ? "https:" + addresses[0] : addresses[0]);
            if (missing.Add(address))
            {
                Missing.Add(address);
            }

            return null;
        }

        public string CoverOf(string address, string altText) => Photo([address], altText) ?? "";

        public override string? Link(string href)
        {
            var link = href.Trim();
            link = link.StartsWith("//", StringComparison.Ordinal) ? "https:" + link : link;
            if (link.Length == 0 || link[0] == '#')
            {
                return null;
            }

            // A path counts as the absolute address of a file on some systems.
            Uri? url = null;
            var isAbsolute = Scheme().IsMatch(link);
            if (isAbsolute ? !Uri.TryCreate(link, UriKind.Absolute, out url)
                : baseAddress is null || !Uri.TryCreate(baseAddress, link, out url))
            {
                return null;
            }

            if (!url.Scheme.StartsWith("http", StringComparison.Ordinal))
            {
                return link;
            }

            if (book.IsOwn(url))
            {
                if (book.Find(url.AbsoluteUri) is { } target)
                {
                    Rewritten++;
                    return target;
                }

                if (photos.Find([url.AbsoluteUri]) is { } file && !refused.Contains(file.Name))
                {
                    Rewritten++;
                    return Token(file, "");
                }

                if (url.AbsolutePath == "/" && url.Query.Length == 0)
                {
                    Rewritten++;
                    return "/";
                }

                Dead.Add(url.AbsoluteUri);
            }

            if (book.IsRetired(url))
            {
                Retired++;
                return null;
            }

            return link.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? link : url.AbsoluteUri;
        }

        public override string Text(string text)
        {
            if (book.RetiredInText is not { } retired || !retired.IsMatch(text))
            {
                return text;
            }

            Retired += retired.Count(text);
            return retired.Replace(text, "");
        }

        private string Token(SourceFile file, string altText)
        {
            var known = Files.Find(f => f.File == file);
            if (known is null)
            {
                known = new(TokenStart + Files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + "-", file, altText);
                Files.Add(known);
            }

            return known.Token;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    /// <summary>The address of a photo in its full size, for the list of what is missing.</summary>
    private static string FullSize(string address) => BloggerSizes.Full(address);
}

/// <summary>Sizes in the addresses of Blogger's photos.</summary>
internal static partial class BloggerSizes
{
    public static string Full(string address) => Query().Replace(Path().Replace(address, "/s0/"), "=s0");

    [GeneratedRegex(@"(?<=\.(bp\.blogspot\.com|googleusercontent\.com)/.{1,500})/(s|w)\d{1,5}(-h\d{1,5})?(-[a-z0-9-]{1,40})?/(?=[^/]+$)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Path();

    [GeneratedRegex(@"(?<=googleusercontent\.com/.{1,800})=(s|w)\d{1,5}(-h\d{1,5})?(-[a-z0-9-]{1,40})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Query();
}
