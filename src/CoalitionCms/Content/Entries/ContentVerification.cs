using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Why a public text is not what was published.</summary>
internal enum ContentFault
{
    /// <summary>The public text differs from that of the revision.</summary>
    TextDiffers,

    /// <summary>The revision's text does not match its hash.</summary>
    RevisionChanged,

    /// <summary>The publication belongs to another entry, or names another hash than the revision has.</summary>
    Misplaced,

    /// <summary>The log has no record that it was published.</summary>
    NeverPublished,

    OtherPublished,

    Withdrawn,

    /// <summary>Dates, names or other facts differ from those that were published.</summary>
    FactsDiffer,

    /// <summary>Columns by which lists find, sort or translate it do not match text and facts.</summary>
    ListsDiffer,

    /// <summary>What search knows of it is not what is public, or search knows something that is not public.</summary>
    SearchDiffers,

    /// <summary>According to the log it is public, but it does not exist.</summary>
    Missing,
}

/// <summary>The first public text that is not what was published.</summary>
internal sealed record WrongContent(Guid EntryId, string Path, ContentFault Fault);

/// <summary>The result of a check of all public texts.</summary>
/// <param name="Wrong">The first invalid text, or null.</param>
/// <param name="Count">Number of valid texts.</param>
/// <param name="Invented">How many of them are invented entries for trying out, which the log records only in batches.</param>
internal sealed record ContentReport(WrongContent? Wrong, int Count, int Invented);

/// <summary>
/// Compares every public text with its revision, the revision with its hash, and the hash with the publication recorded in the log;
/// likewise the facts, and the columns that are made from both.
/// </summary>
internal sealed class ContentVerification(CmsDbContext db, IEnumerable<FactsStore> stores, SearchIndex search, CmsOptions options)
{
    private const int PageSize = 50;

    private WithheldNames withheld = WithheldNames.None;

    /// <summary>
    /// Checks all public texts, holding one page at a time in memory. <paramref name="progress"/> receives the number done and the total.
    /// </summary>
    public async Task<ContentReport> RunAsync(Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var total = await db.Set<Publication>().CountAsync(cancellationToken);
        var hasInvented =
            await db.AuditEntries.AnyAsync(e => e.ObjectId == "sample" && e.Verb == AuditVerb.SampleContentAdded, cancellationToken);
        withheld = await search.WithheldAsync(cancellationToken);
        var (log, seen) = (await new RetainedPublications(db).AllAsync(cancellationToken), new HashSet<Guid>());
        if (await StrayAsync(cancellationToken) is { } stray)
        {
            return new(new(stray.EntryId, PathOf(stray), ContentFault.Misplaced), 0, 0);
        }

        var (count, invented) = (0, 0);
        for (var after = Guid.Empty; ;)
        {
            var last = after;
            var page = await db.Set<Item>().AsNoTracking().Where(i => i.Id > last).OrderBy(i => i.Id).Take(PageSize).Select(i => i.Id)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var content in await ReadAsync(page, cancellationToken))
            {
                if (Wrong(content, log, hasInvented) is not null)
                {
                    // Others may have saved or published between two reads: a fault counts only if it is found in the current state as a
                    // whole.
                    log = await new RetainedPublications(db).AllAsync(cancellationToken);
                    withheld = await search.WithheldAsync(cancellationToken);
                    if ((await ReadAsync([content.Item.Id], cancellationToken)) is [var again]
                        && Wrong(again, log, hasInvented) is { } wrong)
                    {
                        return new(wrong, count, invented);
                    }
                }

                seen.UnionWith(content.Entries.Select(e => e.Id));
                count += content.Publications.Count;
                invented += content.Publications.Count(p => !log.Entries.ContainsKey(p.EntryId));
            }

            after = page[^1];
            progress?.Invoke(count, Math.Max(count, total));
        }

        // The entry itself no longer exists.
        var gone = log.Entries.Where(e => e.Value.IsPublic && !seen.Contains(e.Key)).Select(e => e.Key).ToList();
        foreach (var entryId in gone)
        {
            if (!await db.Set<Publication>().AnyAsync(p => p.EntryId == entryId, cancellationToken))
            {
                return new(new(entryId, "", ContentFault.Missing), count, invented);
            }
        }

        return await StrayDocumentAsync(cancellationToken) is { } unknown
            ? new(new(unknown, "", ContentFault.SearchDiffers), count, invented)
            : new(null, count, invented);
    }

    private Task<Publication?> StrayAsync(CancellationToken cancellationToken) => db.Set<Publication>().AsNoTracking().FirstOrDefaultAsync(
        p => !db.Set<Entry>().Any(e => e.Id == p.EntryId && e.Kind == p.Kind && e.Language == p.Language && e.ItemId == p.ItemId),
        cancellationToken);

    private Task<Guid?> StrayDocumentAsync(CancellationToken cancellationToken) => db.Set<SearchDocument>()
        .Where(d => !db.Set<Publication>().Any(p => p.EntryId == d.EntryId && p.ItemId == d.ItemId))
        .Select(d => (Guid?)d.EntryId).FirstOrDefaultAsync(cancellationToken);

    private async Task<List<Content>> ReadAsync(List<Guid> itemIds, CancellationToken cancellationToken)
    {
        db.DiscardChanges();
        var items = await db.Set<Item>().AsNoTracking().Where(i => itemIds.Contains(i.Id)).OrderBy(i => i.Id)
            .ToListAsync(cancellationToken);
        var entries = await db.Set<Entry>().AsNoTracking().Where(e => itemIds.Contains(e.ItemId)).ToListAsync(cancellationToken);
        var publications = await db.Set<Publication>().AsNoTracking().Include(p => p.Tags).Where(p => itemIds.Contains(p.ItemId))
            .ToListAsync(cancellationToken);
        var facts = await db.Set<FactsRevision>().AsNoTracking()
            .Join(db.Set<Item>().Where(i => itemIds.Contains(i.Id)), f => f.ItemId, i => i.Id, (f, i) =>
            new { f, Number = i.PublicFactsNumber ?? i.FactsNumber })
            .Where(x => x.f.Number == x.Number).Select(x => x.f).ToListAsync(cancellationToken);
        var textIds = publications.Select(p => p.RevisionId).Concat(entries.Select(e => e.LatestRevisionId ?? Guid.Empty)).Distinct()
            .ToList();
        var texts = await db.Set<TextRevision>().AsNoTracking().Where(r => textIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, cancellationToken);
        var documents = await db.Set<SearchDocument>().AsNoTracking().Where(d => itemIds.Contains(d.ItemId)).ToListAsync(cancellationToken);
        var photos = await search.PhotosAsync(
            [.. publications.Select(p => (p, facts.Find(f => f.ItemId == p.ItemId)?.Json ?? ""))], cancellationToken);
        var contents = new List<Content>();
        foreach (var item in items)
        {
            var row = await stores.Single(s => s.Kind == item.Kind).FindRowAsync(item.Id, cancellationToken);
            contents.Add(new(
                item, entries.FindAll(e => e.ItemId == item.Id), publications.FindAll(p => p.ItemId == item.Id),
                facts.Find(f => f.ItemId == item.Id), texts, row, documents.FindAll(d => d.ItemId == item.Id), photos));
        }

        return contents;
    }

    private WrongContent? Wrong(Content content, PublicationLog log, bool hasInvented)
    {
        var original = content.Entries.OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).FirstOrDefault();
        var standIn = FallbackLanguage.Of(content.Publications, original?.Id ?? Guid.Empty);
        foreach (var publication in content.Publications)
        {
            var entry = content.Entries.Find(e => e.Id == publication.EntryId)!;
            var fault = FaultIn(publication, content.Texts.GetValueOrDefault(publication.RevisionId), entry)
                ?? FaultBy(log.Entries.GetValueOrDefault(publication.EntryId), publication.RevisionHash, hasInvented)
                ?? FaultOfFacts(content, log, hasInvented)
                ?? FaultOfPlace(content, publication, isStandIn: publication == standIn)
                ?? FaultOfSearch(content, publication);
            if (fault is not null)
            {
                return new(publication.EntryId, PathOf(publication), fault.Value);
            }
        }

        foreach (var entry in content.Entries)
        {
            var isMissing = log.Entries.GetValueOrDefault(entry.Id) is { IsPublic: true }
                && !content.Publications.Exists(p => p.EntryId == entry.Id);
            var latest = content.Texts.GetValueOrDefault(entry.LatestRevisionId ?? Guid.Empty);
            var isListed = latest is not null && entry.Title == latest.Title && entry.Slug == latest.Slug
                && entry.Words == Entry.WordsOf(entry.Kind, latest.Title) && entry.IsOriginal == (entry == original);
            if (isMissing || !isListed)
            {
                return new(entry.Id, SiteUrls.Edit(entry.Kind, entry.Id), isMissing ? ContentFault.Missing : ContentFault.ListsDiffer);
            }
        }

        return content.Publications.Count == 0 && FaultOfFacts(content, log, hasInvented) is { } unseen
            ? new(original?.Id ?? content.Item.Id, original is null ? "" : SiteUrls.Edit(original.Kind, original.Id), unseen)
            : null;
    }

    private static ContentFault? FaultIn(Publication publication, TextRevision? revision, Entry entry)
    {
        if (revision is null || revision.EntryId != entry.Id || publication.RevisionHash != revision.Hash)
        {
            return ContentFault.Misplaced;
        }

        if (revision.HashOf(entry.Kind, entry.Language) != revision.Hash)
        {
            return ContentFault.RevisionChanged;
        }

        var isSame = publication.Title == revision.Title && publication.Slug == revision.Slug && publication.Summary == revision.Summary
            && publication.Body == revision.Body
            && publication.Tags.Select(t => (t.Slug, t.Word)).Order()
            .SequenceEqual(revision.Text.Tags.Select(t => (Slug.From(t), t)).Order());
        return isSame ? null : ContentFault.TextDiffers;
    }

    // Security: a person with write access to the tables can make text, revision and hash agree; they would have to forge the log entry as
    // well.
    private static ContentFault? FaultBy(RetainedPublication? line, string hash, bool hasInvented) => line switch
    {
        null => hasInvented ? null : ContentFault.NeverPublished,
        { IsPublic: false } => ContentFault.Withdrawn,
        _ => line.Hash == hash ? null : ContentFault.OtherPublished,
    };

    private ContentFault? FaultOfFacts(Content content, PublicationLog log, bool hasInvented)
    {
        var (item, facts, isPublic) = (content.Item, content.Facts, content.Publications.Count > 0);
        var holds = facts is not null && FactsJson.HashOf(facts.Json) == facts.Hash
            && content.Row is { } row && ProjectedRow.Holds(db.Model, row, facts)
            && isPublic == item.PublicFactsNumber is not null
            && (!isPublic || (log.Facts.TryGetValue(item.Id, out var logged) ? logged == facts.Hash : hasInvented));
        return holds ? null : ContentFault.FactsDiffer;
    }

    private ContentFault? FaultOfPlace(Content content, Publication publication, bool isStandIn)
    {
        var store = stores.Single(s => s.Kind == publication.Kind);
        var place = Publisher.PlaceOf(store, content.Facts!.Json, publication.FirstPublishedAt, options.Zone);
        return publication.SortAt == place.SortAt && publication.ShownOn == place.ShownOn && publication.Year == place.ShownOn.Year
            && publication.IsOriginal == isStandIn && publication.Tags.TrueForAll(t => t.SortAt == publication.SortAt)
            ? null
            : ContentFault.ListsDiffer;
    }

    private ContentFault? FaultOfSearch(Content content, Publication publication) =>
        content.Documents.Find(d => d.EntryId == publication.EntryId) is { } document
        && SearchDocument.IsIdOf(document.Id, publication.SortAt, publication.EntryId)
        && document.Matches(search.DocumentOf(publication, content.Facts!.Json, content.Photos[publication.EntryId], withheld,
            document.Id))
        ? null
        : ContentFault.SearchDiffers;

    private static string PathOf(Publication publication) =>
        SiteUrls.Entry(publication.Kind, Language.Find(publication.Language) ?? Language.English, publication.Slug);

    private sealed record Content(
        Item Item, List<Entry> Entries, List<Publication> Publications, FactsRevision? Facts, Dictionary<Guid, TextRevision> Texts,
        ItemRow? Row, List<SearchDocument> Documents, ILookup<Guid, MediaFile> Photos);
}
