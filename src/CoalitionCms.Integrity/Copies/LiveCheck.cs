using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace CoalitionCms.Integrity;

/// <summary>How a page of the live site differs from the signed copy.</summary>
public enum LiveFault
{
    /// <summary>It says something else, and the site does not say that it was edited since.</summary>
    Differs,

    /// <summary>The copy has it and the site does not, or no longer.</summary>
    Gone,

    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>Published or edited since the copy was made: by the word of the site,
    /// which somebody who took it over can give as well.</summary>
    Newer,
}

/// <param name="Path">The path of the page at the site.</param>
/// <param name="Copied">The words of the copy where the two part, and those of the site.</param>
public sealed record LiveFinding(LiveFault Fault, string Path, string Copied = "", string Live = "");

/// <summary>
/// Compares the live site with a signed copy of it: the words of each page, without links, forms and counts of days, and the files whose
/// every byte counts. It tells apart what was edited since from what nobody says was edited.
/// </summary>
public sealed partial class LiveCheck
{
    private const int MostBytes = 20_000_000;
    private const int MostSitemaps = 200;
    private const int ShownWords = 12;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);
    private readonly CopySource copy;
    private readonly CopyManifest manifest;
    private readonly WebCopy live;
    private readonly ConcurrentBag<LiveFinding> findings = [];
    private readonly Dictionary<string, DateTime?> listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> copied = new(StringComparer.Ordinal);

    private LiveCheck(CopySource copy, CopyManifest manifest, WebCopy live) =>
        (this.copy, this.manifest, this.live) = (copy, manifest, live);

    /// <param name="copy">A copy that was found good by <see cref="CopyCheck"/>.</param>
    public static async Task<IReadOnlyList<LiveFinding>> RunAsync(CopySource copy, CopyManifest manifest, WebCopy live,
        Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(live);
        var check = new LiveCheck(copy, manifest, live);
        await check.ReadSitemapAsync("sitemap.xml", MostSitemaps, cancellationToken);
        var files = manifest.Files.Select(f => f.Path).Where(p => p.EndsWith(".html", StringComparison.Ordinal)
            || p.EndsWith("official.txt", StringComparison.Ordinal)).ToList();
        var done = 0;

        // Of a ZIP file, one entry is read at a time.
        await Parallel.ForEachAsync(files, new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(copy.AtATime, live.AtATime),
            CancellationToken = cancellationToken,
        }, async (file, token) =>
        {
            await check.CompareAsync(file, token);
            progress?.Invoke(Interlocked.Increment(ref done), files.Count);
        });
        check.AddNew();
        return [.. check.findings.OrderBy(f => f.Fault).ThenBy(f => f.Path, CopyPath.Order)];
    }

    /// <summary>The words that readers see of a page, without what differs between a site and its copy.</summary>
    public static string WordsOf(string html)
    {
        var main = Between(html, "<main", "</main>") + " " + Navigation().Replace(Between(html, "<footer", "</footer>"), " ");
        return Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Dropped().Replace(Counted().Replace(main, " "), " "), " ")), " ")
            .Trim();
    }

    private static string Between(string html, string from, string to)
    {
        var start = html.IndexOf(from, StringComparison.Ordinal);
        var end = start < 0 ? -1 : html.IndexOf(to, start, StringComparison.Ordinal);
        return end < 0 ? "" : html[start..end];
    }

    private async Task CompareAsync(string file, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(copy, file, cancellationToken);
        var isPage = file.EndsWith(".html", StringComparison.Ordinal);
        if (text is null || file == "404.html" || (isPage ? AddressOf(text) : file) is not { } address)
        {
            // Such as a page that leads to another, and one that only copies have.
            return;
        }

        var path = "/" + address;
        lock (copied)
        {
            copied.Add(path);
        }

        string? now;
        try
        {
            now = await ReadAsync(live, address, cancellationToken);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or UriFormatException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            findings.Add(new(LiveFault.Unreadable, path, "", problem.Message));
            return;
        }

        if (now is null)
        {
            findings.Add(new(LiveFault.Gone, path));
            return;
        }

        var (before, after) = isPage ? (WordsOf(text), WordsOf(now)) : (text, now);
        if (before == after)
        {
            return;
        }

        var (ours, theirs) = Parting(before, after);
        findings.Add(new(IsNewer(path, isPage) ? LiveFault.Newer : LiveFault.Differs, path, ours, theirs));
    }

    // A list without a time of its own is newer if anything is. The register of addresses is never excused: it has its own signature.
    private bool IsNewer(string path, bool isPage) => isPage && (listed.GetValueOrDefault(path) is { } edited
        ? IsSince(edited) : listed.Values.Any(v => v is { } any && IsSince(any)));

    private bool IsSince(DateTime edited) => edited > manifest.IssuedAt - Tolerance;

    private void AddNew()
    {
        foreach (var (path, edited) in listed.Where(l => l.Value is not null && !copied.Contains(l.Key)))
        {
            findings.Add(new(edited is { } at && IsSince(at) ? LiveFault.Newer : LiveFault.Differs, path, "", "not in the copy"));
        }
    }

    /// <summary>The address of a page at the site, relative to its root, with the query of a part of a list; null for a page that has
    /// none.</summary>
    private static string? AddressOf(string html)
    {
        if (Canonical().Match(html) is not { Success: true } found
            || !Uri.TryCreate(WebUtility.HtmlDecode(found.Groups[1].Value), UriKind.Absolute, out var address)
            || address.AbsolutePath.EndsWith("/search", StringComparison.Ordinal)
            || address.AbsolutePath.EndsWith("/copy", StringComparison.Ordinal)
            || address.AbsolutePath.Contains("/copy/", StringComparison.Ordinal))
        {
            return null;
        }

        return Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/') + address.Query;
    }

    private async Task ReadSitemapAsync(string path, int most, CancellationToken cancellationToken)
    {
        if (await live.ReadAsync(path, MostBytes, cancellationToken) is not { } bytes)
        {
            return;
        }

        var parts = new List<string>();
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var (page, isIndex) = ("", false);
            while (!xml.EOF)
            {
                var name = xml.NodeType == XmlNodeType.Element ? xml.LocalName : "";
                isIndex |= name == "sitemapindex";
                if (name == "loc" && Uri.TryCreate(xml.ReadElementContentAsString(), UriKind.Absolute, out var address))
                {
                    page = Uri.UnescapeDataString(address.AbsolutePath);
                    if (isIndex)
                    {
                        parts.Add(page.TrimStart('/'));
                    }
                    else
                    {
                        listed.TryAdd(page, null);
                    }
                }
                else if (name == "lastmod" && !isIndex && DateTime.TryParse(xml.ReadElementContentAsString(), CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var edited))
                {
                    listed[page] = edited;
                }
                else if (name is not ("loc" or "lastmod"))
                {
                    xml.Read();
                }
            }
        }
        catch (XmlException)
        {
            findings.Add(new(LiveFault.Unreadable, "/" + path, "", "it is no sitemap"));
        }

        foreach (var part in parts.Take(most))
        {
            await ReadSitemapAsync(part, 0, cancellationToken);
        }
    }

    private static async Task<string?> ReadAsync(CopySource source, string path, CancellationToken cancellationToken) =>
        await source.ReadAsync(path, MostBytes, cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static (string Ours, string Theirs) Parting(string before, string after)
    {
        var (one, other) = (before.Split(' '), after.Split(' '));
        var at = 0;
        while (at < one.Length && at < other.Length && one[at] == other[at])
        {
            at++;
        }

        return (Some(one, at), Some(other, at));
    }

    private static string Some(string[] words, int from)
    {
        var some = string.Join(' ', words.Skip(from).Take(ShownWords));
        return some.Length > 200 ? some[..200] : some;
    }

    [GeneratedRegex("<link rel=\"canonical\" href=\"([^\"]*)\"")]
    private static partial Regex Canonical();

    [GeneratedRegex("<nav\\b.*?</nav>", RegexOptions.Singleline)]
    private static partial Regex Navigation();

    [GeneratedRegex("<(p|span)\\b[^>]*class=\"[^\"]*\\bcounted\\b[^\"]*\"[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Counted();

    [GeneratedRegex("<(form|script|style|template)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Dropped();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
