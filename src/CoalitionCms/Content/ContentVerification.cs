using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Why a public text is not what was published.</summary>
public enum ContentFault
{
    /// <summary>The public words are not those of the revision.</summary>
    TextDiffers,

    /// <summary>The revision's words or facts are not what its hash was made from.</summary>
    RevisionChanged,

    /// <summary>The publication belongs to another entry, or names another hash than the revision has.</summary>
    Misplaced,

    /// <summary>The log does not know that it was ever published.</summary>
    NeverPublished,

    /// <summary>The log says that another content was published.</summary>
    OtherPublished,

    /// <summary>The log says that it was taken back.</summary>
    Withdrawn,

    /// <summary>Dates, names or other facts are not those that were made public.</summary>
    FactsDiffer,
}

/// <summary>The first public text that is not what was published.</summary>
public sealed record WrongContent(Guid EntryId, string Path, ContentFault Fault);

/// <summary>What a check of all public texts found.</summary>
/// <param name="Wrong">The first that does not hold, or null.</param>
/// <param name="Count">How many hold.</param>
/// <param name="Invented">How many of them are invented entries for trying out, which the log tells of in batches alone.</param>
public sealed record ContentReport(WrongContent? Wrong, int Count, int Invented);

/// <summary>Compares every public text with its revision, the revision with its hash, and the hash with what the log says was published; and likewise the facts.</summary>
public sealed class ContentVerification(CmsDbContext db, IEnumerable<FactsStore> keepers)
{
    private const int PageSize = 50;

    /// <summary>Checks all, keeping a page at a time. <paramref name="progress"/> hears how many are done, of how many.</summary>
    public async Task<ContentReport> RunAsync(Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var total = await db.Publications.CountAsync(cancellationToken);
        var hasInvented = await db.AuditEntries.AnyAsync(e => e.ObjectId == "sample" && e.Verb == AuditVerb.SampleContentAdded, cancellationToken);
        var facts = await new RetainedPublications(db).FactsAsync(cancellationToken);
        var (count, invented) = (0, 0);
        for (var after = Guid.Empty; ;)
        {
            var page = await PageAsync(after, cancellationToken);
            if (page.Count == 0)
            {
                return new(null, count, invented);
            }

            var lines = await new RetainedPublications(db).OfAsync([.. page.Select(p => p.Publication.EntryId)], cancellationToken);
            foreach (var item in page)
            {
                var line = lines.GetValueOrDefault(item.Publication.EntryId);
                var fault = FaultIn(item) ?? FaultBy(line, item.Publication.RevisionHash, hasInvented) ?? await FaultOfFactsAsync(item.Publication, line is null, facts, cancellationToken);
                if (fault is not null)
                {
                    return new(new(item.Publication.EntryId, PathOf(item.Publication), fault.Value), count, invented);
                }

                count++;
                invented += line is null ? 1 : 0;
            }

            after = page[^1].Publication.EntryId;
            progress?.Invoke(count, Math.Max(count, total));
        }
    }

    private async Task<List<Item>> PageAsync(Guid after, CancellationToken cancellationToken)
    {
        var publications = await db.Publications.AsNoTracking().Include(p => p.Tags).Where(p => p.EntryId > after).OrderBy(p => p.EntryId).Take(PageSize).ToListAsync(cancellationToken);
        var (revisionIds, entryIds) = (publications.ConvertAll(p => p.RevisionId), publications.ConvertAll(p => p.EntryId));
        var revisions = await db.Revisions.AsNoTracking().Where(r => revisionIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        var entries = await db.Entries.AsNoTracking().Where(e => entryIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        return publications.ConvertAll(p => new Item(p, revisions.GetValueOrDefault(p.RevisionId), entries.GetValueOrDefault(p.EntryId)));
    }

    private static ContentFault? FaultIn(Item item)
    {
        var (publication, revision, entry) = item;
        if (revision is null || entry is null || revision.EntryId != entry.Id || publication.RevisionHash != revision.Hash
            || publication.Kind != entry.Kind || publication.Language != entry.Language || publication.ItemId != entry.ItemId)
        {
            return ContentFault.Misplaced;
        }

        if (revision.HashOf(entry.Kind, entry.Language) != revision.Hash)
        {
            return ContentFault.RevisionChanged;
        }

        var isSame = publication.Title == revision.Title && publication.Slug == revision.Slug && publication.Summary == revision.Summary && publication.Body == revision.Body
            && publication.Tags.Select(t => (t.Slug, t.Word)).Order().SequenceEqual(revision.Text.Tags.Select(t => (Slug.From(t), t)).Order());
        return isSame ? null : ContentFault.TextDiffers;
    }

    // Security: whoever can write to the tables can make text, revision and hash agree; the line in the log they would have to forge as well.
    private static ContentFault? FaultBy(RetainedPublication? line, string hash, bool hasInvented) => line switch
    {
        null => hasInvented ? null : ContentFault.NeverPublished,
        { IsPublic: false } => ContentFault.Withdrawn,
        _ => line.Hash == hash ? null : ContentFault.OtherPublished,
    };

    private async Task<ContentFault?> FaultOfFactsAsync(
        Publication publication, bool isInvented, Dictionary<Guid, string> logged, CancellationToken cancellationToken)
    {
        if (await FactsHoldAsync(publication, isInvented, logged, cancellationToken))
        {
            return null;
        }

        // Others may have been published between one look and the next: what is wrong is so with the log as it is now.
        var now = await new RetainedPublications(db).FactsAsync(cancellationToken);
        return await FactsHoldAsync(publication, isInvented, now, cancellationToken) ? null : ContentFault.FactsDiffer;
    }

    private async Task<bool> FactsHoldAsync(
        Publication publication, bool isInvented, Dictionary<Guid, string> logged, CancellationToken cancellationToken)
    {
        db.DiscardChanges();
        var keeper = keepers.Single(k => k.Kind == publication.Kind);
        var kept = await db.PublishedFacts.AsNoTracking().SingleOrDefaultAsync(f => f.ItemId == publication.ItemId, cancellationToken);
        var live = await keeper.ReadAsync(db, publication.ItemId, cancellationToken);
        return (logged.GetValueOrDefault(publication.ItemId), kept) switch
        {
            // Those invented for trying out stand in the log as a batch.
            (null, null) => isInvented,
            ({ } hash, not null) => FactsJson.HashOf(kept.Json) == hash && keeper.Normalise(kept.Json) == live.Json,
            _ => false,
        };
    }

    private static string PathOf(Publication publication) =>
        SiteUrls.Entry(publication.Kind, Language.Find(publication.Language) ?? Language.English, publication.Slug);

    private sealed record Item(Publication Publication, Revision? Revision, Entry? Entry);
}
