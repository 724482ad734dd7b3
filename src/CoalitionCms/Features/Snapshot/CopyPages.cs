using System.Globalization;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Feeds;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Snapshot;

/// <summary>What a copy consists of.</summary>
/// <param name="Paths">The unescaped paths of all pages and other answers.</param>
/// <param name="Moved">Former addresses, and the present ones.</param>
internal sealed record CopyContents(IReadOnlySet<string> Paths, IReadOnlyList<(string From, string To)> Moved);

/// <summary>Lists the public site: everything that <see cref="Publication"/> has, in every language.</summary>
internal sealed class CopyPages(CmsDbContext db)
{
    private static readonly string[] InEveryLanguage =
    [
        "", "/articles", "/campaigns", "/people", "/people/names", "/events", "/official", "/contact", "/search", "/copy",
            CopyLinks.NotTranslated,
        "/feed.atom", "/feed.json", "/events.ics", "/people.csv", "/people.json", "/official.txt",
    ];

    public async Task<CopyContents> ReadAsync(CancellationToken cancellationToken)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal) { SiteUrls.SecurityText };
        foreach (var language in Language.All)
        {
            paths.UnionWith(InEveryLanguage.Select(p => language.UrlPrefix + p).Select(p => p.Length == 0 ? "/" : p));
        }

        var entries = await db.Set<Publication>().AsNoTracking()
            .Select(p => new { p.EntryId, p.Kind, p.Language, p.Slug, p.Year }).ToListAsync(cancellationToken);
        var byId = new Dictionary<Guid, string>(entries.Count);
        foreach (var entry in entries)
        {
            var path = PathOf(entry.Kind, entry.Language, entry.Slug);
            byId[entry.EntryId] = path;
            paths.Add(path);
            paths.UnionWith(entry.Kind switch
            {
                EntryKind.Person => [SiteUrls.Letter(path), SiteUrls.Poster(path)],
                EntryKind.Event => [path + ".ics"],
                EntryKind.Campaign => Feeds(path),
                EntryKind.Article => Language.All.Select(l => SiteUrls.Year(entry.Year, l)),
                _ => [],
            });
        }

        var tags = await db.Set<PublicationTag>().Select(t => t.Slug).Distinct().ToListAsync(cancellationToken);
        paths.UnionWith(tags.SelectMany(t => Language.All.Select(l => $"{l.UrlPrefix}/tags/{t}")).SelectMany(p => Feeds(p).Append(p)));
        var moved = (await db.Set<OldPath>().AsNoTracking().ToListAsync(cancellationToken))
            .Select(o => (From: o.Path, To: o.EntryId is { } id ? byId.GetValueOrDefault(id) ?? "" : o.Target))
            .Where(m => paths.Contains(m.To) && !paths.Contains(m.From) && !m.From.Contains('?', StringComparison.Ordinal))
            .OrderBy(m => m.From, StringComparer.Ordinal).ToList();
        return new(paths, moved);
    }

    /// <summary>The tags under which something changed since an entry of the log; null when it cannot be told.</summary>
    public async Task<IReadOnlySet<string>?> ChangedSinceAsync(ChainHead since, CancellationToken cancellationToken)
    {
        // Security: after the restore of a backup, entries have numbers again that were given to others before. Who counted on the number
        // alone would miss what changed since then.
        var number = since.Number;
        if (number > 0 && !await db.AuditEntries.AnyAsync(e => e.Number == number && e.Hash == since.Hash, cancellationToken))
        {
            return null;
        }

        var tags = await db.Set<ChangedTag>().AsNoTracking().Where(t => t.Number > number).Select(t => t.Tag)
            .ToListAsync(cancellationToken);
        return tags.Contains(CacheTag.Everything) || tags.Contains(CacheTag.Unknown) ? null : tags.ToHashSet(StringComparer.Ordinal);
    }

    private static string PathOf(EntryKind kind, string language, string slug) =>
        SiteUrls.Entry(kind, Language.Find(language) ?? throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"A text in the language {language}, which is not one of this site.")), slug);

    private static string[] Feeds(string path) => [SiteUrls.FeedOf(path) + AtomFeed.Extension, SiteUrls.FeedOf(path) + JsonFeed.Extension];
}
