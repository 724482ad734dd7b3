using AngleSharp.Html.Parser;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.Feeds;

/// <summary>
/// The texts of articles as feeds carry them. An article is in the feeds of each language, of its campaign and of its tags; its text is
/// made once for all of them.
/// </summary>
internal sealed class FeedTexts : IDisposable
{
    /// <summary>Characters that are kept at most, 32 MB.</summary>
    internal const int Most = 16_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Made> texts = [];
    private readonly CacheInvalidation invalidation;
    private int size;

    public FeedTexts(CacheInvalidation invalidation)
    {
        this.invalidation = invalidation;
        invalidation.ValuesInvalidated += Drop;
    }

    /// <summary>Everything that the markup depends on, and the markup.</summary>
    private sealed record Made(string ItemTag, string Body, string Language, string Url, IReadOnlyList<MediaView> Media, string Html)
    {
        public int Size => Body.Length + Html.Length;
    }

    /// <summary>The text with links to this site, to a note and to a heading resolved.</summary>
    public string HtmlOf(PublishedEntry entry, string url, MediaLookup media)
    {
        var (line, body) = (entry.Line, entry.Text.Body);
        MediaView[] shown = [.. MediaUses.In(body).Order(StringComparer.Ordinal).Select(media.Find).OfType<MediaView>()];

        // Security: never by the name of the entry alone. A text that was withdrawn is not asked for, and one that changed is another.
        if (Find(line.EntryId) is { } known && known.Body == body && known.Language == line.Language && known.Url == url
            && known.Media.Count == shown.Length && known.Media.Zip(shown).All(pair => pair.First.ShowsAs(pair.Second)))
        {
            return known.Html;
        }

        var made = new Made(CacheTag.Item(line.ItemId), body, line.Language, url, shown,
            WithAbsoluteAddresses(MarkdownText.ToHtml(body, line.Language, media), new Uri(url)));
        Keep(line.EntryId, made);
        return made.Html;
    }

    public void Dispose() => invalidation.ValuesInvalidated -= Drop;

    private Made? Find(Guid entryId)
    {
        lock (gate)
        {
            return texts.GetValueOrDefault(entryId);
        }
    }

    private void Keep(Guid entryId, Made made)
    {
        if (made.Size > Most / 8)
        {
            return;
        }

        lock (gate)
        {
            if (size + made.Size > Most)
            {
                texts.Clear();
                size = 0;
            }

            size += made.Size - (texts.GetValueOrDefault(entryId)?.Size ?? 0);
            texts[entryId] = made;
        }
    }

    private void Drop(IReadOnlyCollection<string> changed)
    {
        var all = changed.Contains(CacheTag.Everything) || changed.Contains(CacheTag.Unknown);
        var items = changed.Where(CacheTag.IsItem).ToHashSet(StringComparer.Ordinal);
        if (!all && items.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            foreach (var (entryId, made) in texts.Where(t => all || items.Contains(t.Value.ItemTag)).ToList())
            {
                texts.Remove(entryId);
                size -= made.Size;
            }
        }
    }

    private static string WithAbsoluteAddresses(SafeHtml html, Uri page)
    {
        using var document = new HtmlParser().ParseDocument("<body>" + html);
        foreach (var name in (string[])["href", "src", "cite"])
        {
            foreach (var element in document.QuerySelectorAll($"[{name}]"))
            {
                if (Uri.TryCreate(page, element.GetAttribute(name), out var resolved))
                {
                    element.SetAttribute(name, resolved.AbsoluteUri);
                }
            }
        }

        return document.Body!.InnerHtml;
    }
}
