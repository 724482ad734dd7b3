using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer;

/// <summary>Where a text will stand: known before the first is saved, so that links between them can be written.</summary>
/// <param name="Known">The note of an earlier import; null for a text that is new here.</param>
/// <param name="IsPublic">Whether the text of an earlier import is public now.</param>
internal sealed record PlannedEntry(Language Language, string Slug, string Path, ImportedEntry? Known, bool IsPublic);

/// <summary>The item that translations of one text share.</summary>
internal sealed class TranslationGroup
{
    public Guid? ItemId { get; set; }

    public HashSet<string> Languages { get; } = new(StringComparer.Ordinal);
}

/// <summary>Addresses, languages and translations of all texts of an import.</summary>
internal sealed class ImportPlan
{
    private static readonly string[] FeedPaths =
        ["/feeds/posts/default", "/feeds/posts/summary", "/atom.xml", "/rss.xml", "/feed", "/feed/atom", "/feed/rss2", "/rss",
        "/?feed=rss2",
            "/?feed=atom", "/?feed=rss"];

    private readonly Dictionary<string, TranslationGroup> groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> oldPaths = new(StringComparer.Ordinal);
    private readonly CmsOptions options;

    private ImportPlan(SourceFacts facts, AddressBook book, CmsOptions options) =>
        (Source, Book, Authors, this.options) = (facts.Source, book, facts.Authors, options);

    public string Source { get; }
    public AddressBook Book { get; }
    public Dictionary<string, string> Authors { get; }
    public Dictionary<string, PlannedEntry> Entries { get; } = new(StringComparer.Ordinal);
    public Language Main { get; private set; } = Language.English;

    public static async Task<ImportPlan> MakeAsync(IServiceScopeFactory scopes, SourceFacts facts, ImportMap map, CmsOptions options,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (facts.Source.Length is 0 or > ImportedEntry.MaxSource)
        {
            throw new SourceException("Import.NoSource");
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var retired = await db.Set<SiteAddress>().AsNoTracking().Where(a => a.Kind == AddressKind.Retired).Select(a => a.Location)
            .ToListAsync(cancellationToken);
        var plan = new ImportPlan(facts, new AddressBook(facts.BaseAddress, map.Hosts, retired.Concat(map.Retired)), options)
        {
            Main = Language.FindAnyCase(map.Language) ?? LanguageGuess.OfCode(facts.Language) ?? Language.English,
        };
        plan.oldPaths.UnionWith(await db.Set<OldPath>().Select(p => p.Path).ToListAsync(cancellationToken));
        await plan.AddEntriesAsync(db, facts, cancellationToken);
        plan.AddPages(facts);
        return plan;
    }

    /// <summary>The group of a text, if it has translations and none yet in its language.</summary>
    public TranslationGroup? GroupOf(SourceEntry entry, Language language)
    {
        if (entry.TranslationGroup.Length == 0)
        {
            return null;
        }

        var key = $"{entry.Kind} {entry.TranslationGroup}";
        if (!groups.TryGetValue(key, out var group))
        {
            groups[key] = group = new TranslationGroup();
        }

        return group.Languages.Add(language.Code) ? group : null;
    }

    public void Joined(TranslationGroup? group, Guid itemId) => _ = group is null ? itemId : group.ItemId ??= itemId;

    /// <summary>True if nothing has this former address yet; then it is taken.</summary>
    public bool Claim(string path) => oldPaths.Add(path);

    public void Release(IEnumerable<string> paths) => oldPaths.ExceptWith(paths);

    /// <summary>Former addresses of lists: labels, years, feeds, as far as this site has such a page for readers.</summary>
    public async Task<IReadOnlyList<(string Path, string Target)>> PagesAsync(CmsDbContext db, SourceFacts facts,
        CancellationToken cancellationToken)
    {
        var tags = await db.Set<PublicationTag>().Select(t => t.Slug).Distinct().ToListAsync(cancellationToken);
        var years = await db.Set<Publication>().Where(p => p.Kind == EntryKind.Article).Select(p => p.Year).Distinct()
            .ToListAsync(cancellationToken);
        return [.. PageTargets(facts)
            .Where(t => t.Tag is null || tags.Contains(t.Tag))
            .Where(t => t.Year is null || years.Contains(t.Year.Value))
            .Where(t => oldPaths.Add(t.Path))
            .Select(t => (t.Path, t.Target))];
    }

    private async Task AddEntriesAsync(CmsDbContext db, SourceFacts facts, CancellationToken cancellationToken)
    {
        var source = Source;
        var known = await db.Set<ImportedEntry>().AsNoTracking().Where(i => i.Source == source)
            .Join(db.Set<Entry>(), i => i.EntryId, e => e.Id, (i, e) => new { Note = i, e.Slug, e.Language, e.ItemId })
            .ToDictionaryAsync(i => i.Note.SourceId, StringComparer.Ordinal, cancellationToken);
        var isPublic = (await db.Set<ImportedEntry>().Where(i => i.Source == source)
            .Join(db.Set<Publication>(), i => i.EntryId, p => p.EntryId, (i, p) => p.EntryId).ToListAsync(cancellationToken)).ToHashSet();
        var taken = (await db.Set<Entry>().Where(e => e.Kind == EntryKind.Article || e.Kind == EntryKind.Page)
                .Select(e => new { e.Kind, e.Language, e.Slug }).ToListAsync(cancellationToken))
            .Concat(await db.Set<Publication>().Where(e => e.Kind == EntryKind.Article || e.Kind == EntryKind.Page)
                .Select(e => new { e.Kind, e.Language, e.Slug }).ToListAsync(cancellationToken))
            .Select(e => (e.Kind, e.Language, e.Slug)).ToHashSet();
        foreach (var entry in facts.Entries)
        {
            if (Entries.ContainsKey(entry.Id))
            {
                continue;
            }

            PlannedEntry planned;
            if (known.TryGetValue(entry.Id, out var before))
            {
                var there = Language.Find(before.Language)!;
                planned = new(there, before.Slug, SiteUrls.Entry(entry.Kind, there, before.Slug), before.Note,
                    isPublic.Contains(before.Note.EntryId));
                if (GroupOf(entry, there) is { } group)
                {
                    group.ItemId ??= before.ItemId;
                }
            }
            else
            {
                var language = LanguageGuess.OfCode(entry.Language) ?? entry.Guessed ?? Main;
                var slug = FreeSlug(entry, language, taken);
                planned = new(language, slug, SiteUrls.Entry(entry.Kind, language, slug), null, IsPublic: false);
            }

            Entries[entry.Id] = planned;

            // Security: an address here says the title. Links to texts that were not public there keep the old address, which does not.
            if (entry.State == SourceState.Live || planned.IsPublic)
            {
                foreach (var address in entry.OtherAddresses.Prepend(entry.Address))
                {
                    Book.Add(address, planned.Path);
                }
            }
        }
    }

    private static string FreeSlug(SourceEntry entry, Language language, HashSet<(EntryKind, string, string)> taken)
    {
        // WordPress cuts names in other scripts after 200 bytes, Blogger makes up those that it cannot write.
        const int CutBytes = 190;
        var isCut = System.Text.Encoding.UTF8.GetByteCount(entry.Name) > CutBytes / 3 && entry.Name.Any(c => c > 0x7F)
            && System.Text.Encoding.UTF8.GetByteCount(entry.Name) * 3 > CutBytes * 2;
        var first =
            new[] { isCut ? "" : Slug.From(entry.Name), Slug.From(entry.Title), Slug.From(entry.Name), Slug.From("post " + entry.Id) }
            .First(s => s.Length > 0);
        for (var number = 1; ; number++)
        {
            var end = number == 1 ? "" : "-" + number.ToString(CultureInfo.InvariantCulture);
            var slug = first[..Math.Min(first.Length, Slug.MaxLength - end.Length)].TrimEnd('-') + end;
            if (Slug.Check(slug, entry.Kind) is null && taken.Add((entry.Kind, language.Code, slug)))
            {
                return slug;
            }
        }
    }

    private void AddPages(SourceFacts facts)
    {
        foreach (var page in PageTargets(facts))
        {
            Book.Add(page.Path, page.Target);
        }
    }

    private IEnumerable<(string Path, string Target, string? Tag, int? Year)> PageTargets(SourceFacts facts)
    {
        var root = Uri.TryCreate(facts.BaseAddress, UriKind.Absolute, out var url) ? url.AbsolutePath.TrimEnd('/') : "";
        var targets = new List<(string? Path, string Target, string? Tag, int? Year)>();
        foreach (var label in facts.Entries.SelectMany(e => e.Labels).Distinct(StringComparer.Ordinal))
        {
            if (Slug.From(label) is { Length: > 0 } tag)
            {
                targets.Add((OldAddresses.Spell($"{root}/search/label/{label}"), SiteUrls.Tag(tag, Main), tag, null));
            }
        }

        foreach (var (path, label) in facts.LabelAddresses)
        {
            if (Slug.From(label) is { Length: > 0 } tag)
            {
                targets.Add((path.Contains('?', StringComparison.Ordinal) ? AddressBook.KeyOf(path) : OldAddresses.Spell(path),
                    SiteUrls.Tag(tag, Main), tag, null));
            }
        }

        foreach (var feed in FeedPaths)
        {
            targets.Add((AddressBook.KeyOf(root + feed), SiteUrls.Feed(Main), null, null));
        }

        foreach (var date in facts.Entries.Where(e => e.Kind == EntryKind.Article && e.State == SourceState.Live)
            .Select(e => e.Published).OfType<DateTimeOffset>())
        {
            var year = Clock.DayIn(date.UtcDateTime, options.Zone).Year;
            foreach (var path in new[] { date.ToString("/yyyy", CultureInfo.InvariantCulture),
                date.ToString("/yyyy/MM", CultureInfo.InvariantCulture), date.ToString("/yyyy/MM/dd", CultureInfo.InvariantCulture) })
            {
                targets.Add((OldAddresses.Spell(root + path), SiteUrls.Year(year, Main), null, year));
            }
        }

        return targets.Where(t => t.Path is not null && t.Path != t.Target).DistinctBy(t => t.Path)
            .Select(t => (t.Path!, t.Target, t.Tag, t.Year));
    }
}
