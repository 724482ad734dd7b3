using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.DraftLinks;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>How an occurrence of a name can be removed.</summary>
internal enum TraceKind
{
    /// <summary>Readers see it, or it is a fact or caption: a user must edit it.</summary>
    MustBeEdited,

    /// <summary>No reader sees it: older revisions, drafts, notes. The name can be removed automatically.</summary>
    CanBeTakenOut,

    Stays,
}

/// <summary>A text that contains the name.</summary>
/// <param name="Where">Kind of object, such as <c>Revision</c>; its label is <c>Ledger.Where.…</c>.</param>
/// <param name="Path">Where staff can edit it; empty if there is no page.</param>
/// <param name="Title">The title; may be empty.</param>
internal sealed record NameTrace(TraceKind Kind, string Where, string Path, string Title, int Count);

/// <summary>The occurrences of a person's names outside the roster and accounts.</summary>
/// <param name="Traces">The occurrences, those that must be edited first.</param>
internal sealed record NamesFound(IReadOnlyList<NameTrace> Traces, IReadOnlyList<TextHit> Hits)
{
    public int Count(TraceKind kind) => Traces.Where(t => t.Kind == kind).Sum(t => t.Count);
}

/// <summary>Finds the texts that mention a person, in every table, and determines which of them readers see.</summary>
internal sealed class NameTraces(CmsDbContext db, TextSearch search)
{
    /// <summary>Finds the occurrences. Reads all texts, and decrypts the notes about all members except the person.</summary>
    public async Task<NamesFound> FindAsync(PersonNames names, Guid? memberId, CancellationToken cancellationToken)
    {
        var hits = await search.FindAsync(names.Words, names.StandIn, cancellationToken);
        var revisionIds = KeysOf(hits, nameof(TextRevision));
        var revisions = await db.Set<TextRevision>().AsNoTracking().Where(r => revisionIds.Contains(r.Id))
            .Select(r => new { r.Id, r.EntryId })
            .ToListAsync(cancellationToken);
        var factsIds = KeysOf(hits, nameof(FactsRevision));
        var facts = await db.Set<FactsRevision>().AsNoTracking().Where(f => factsIds.Contains(f.Id))
            .Join(db.Set<Item>(), f => f.ItemId, i => i.Id, (f, i) =>
            new { f.Id, f.ItemId, IsInColumns = f.Number == (i.PublicFactsNumber ?? i.FactsNumber) }).ToListAsync(cancellationToken);
        var itemIds = facts.Select(f => f.ItemId).ToList();
        var originals = await db.Set<Entry>().AsNoTracking().Where(e => itemIds.Contains(e.ItemId) && e.IsOriginal)
            .ToDictionaryAsync(e => e.ItemId, cancellationToken);
        var shown = await db.Set<Publication>().AsNoTracking().Where(p => revisionIds.Contains(p.RevisionId)).Select(p => p.RevisionId)
            .ToListAsync(cancellationToken);
        var entryIds = revisions.Select(r => r.EntryId).Concat(KeysOf(hits, nameof(Publication))).Concat(KeysOf(hits, nameof(Entry)))
            .Concat(KeysOf(hits, nameof(PublicationTag))).Distinct().ToList();
        var entries = await db.Set<Entry>().AsNoTracking().Where(e => entryIds.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);

        var places = hits.DistinctBy(h => (h.Entity, h.Key, IsInMediaName(h))).Select(hit => hit.Entity switch
        {
            nameof(TextRevision) when revisions.Find(r => r.Id == IdOf(hit)) is { } revision =>
                OfEntry(shown.Contains(revision.Id) ? TraceKind.MustBeEdited : TraceKind.CanBeTakenOut, hit.Entity, revision.EntryId),
            nameof(FactsRevision) when facts.Find(f => f.Id == IdOf(hit)) is { } found =>
                OfItem(found.IsInColumns ? TraceKind.MustBeEdited : TraceKind.CanBeTakenOut, hit.Entity, found.ItemId),
            nameof(Publication) or nameof(PublicationTag) => OfEntry(TraceKind.MustBeEdited, nameof(Publication), IdOf(hit)),
            nameof(Entry) => OfEntry(TraceKind.CanBeTakenOut, hit.Entity, IdOf(hit)),
            nameof(ReviewStep) or nameof(Remark) or nameof(OldPath) => new(TraceKind.CanBeTakenOut, hit.Entity, "", "", 1),
            nameof(MediaFile) =>
                new(IsInMediaName(hit) ? TraceKind.CanBeTakenOut : TraceKind.MustBeEdited, hit.Entity, SiteUrls.MediaFile(hit.Key), "", 1),
            nameof(AuditEntry) => new(TraceKind.Stays, hit.Entity, "", "", 1),
            _ => new NameTrace(TraceKind.MustBeEdited, "Other", "", hit.Entity, 1),
        });
        var notes = (await db.Set<Member>().AsNoTracking().Where(m => m.Id != memberId).Select(m => new { m.Id, m.Note })
            .ToListAsync(cancellationToken))
            .Where(m => names.StandIn(m.Note))
            .Select(m => new NameTrace(TraceKind.MustBeEdited, nameof(Member), SiteUrls.Member(m.Id), "", 1));
        var (consents, questions) = await GivenByAsync(names, memberId, cancellationToken);
        var given = consents.ConvertAll(c => c.MemberId).Concat(questions.ConvertAll(q => q.MemberId))
            .Select(m => new NameTrace(TraceKind.CanBeTakenOut, nameof(Consent), SiteUrls.MemberNames(m), "", 1));
        return new(
            [.. places.Concat(notes).Concat(given).GroupBy(p => p with { Count = 0 }).Select(g => g.Key with { Count = g.Count() })
                .OrderBy(p => p.Kind).ThenBy(p => p.Where, StringComparer.Ordinal).ThenBy(p => p.Title, StringComparer.Ordinal)],
            hits);

        NameTrace OfItem(TraceKind kind, string where, Guid itemId) => originals.GetValueOrDefault(itemId) is { } entry
            ? new(kind, where, SiteUrls.Edit(entry.Kind, entry.Id), entry.Title, 1)
            : new(kind, where, "", "", 1);

        NameTrace OfEntry(TraceKind kind, string where, Guid entryId) => entries.GetValueOrDefault(entryId) is { } entry
            ? new(kind, where, SiteUrls.Edit(entry.Kind, entry.Id), entry.Title, 1)
            : new(kind, where, "", "", 1);
    }

    /// <summary>Removes the names from texts that no reader sees, in the next save.</summary>
    internal async Task TakeOutAsync(IReadOnlyList<TextHit> hits, PersonNames names, Guid? memberId, CancellationToken cancellationToken)
    {
        var (consents, questions) = await GivenByAsync(names, memberId, cancellationToken);
        consents.ForEach(c => c.TakeOut(names.TakenOutOf));
        questions.ForEach(q => q.TakeOut(names.TakenOutOf));
        var (revisionIds, entryIds, stepIds) =
            (KeysOf(hits, nameof(TextRevision)), KeysOf(hits, nameof(Entry)), KeysOf(hits, nameof(ReviewStep)));
        var revisions = await db.Set<TextRevision>().Where(r => revisionIds.Contains(r.Id))
            .Join(db.Set<Entry>(), r => r.EntryId, e => e.Id, (revision, entry) => new { revision, entry }).ToListAsync(cancellationToken);
        revisions.ForEach(r => r.revision.TakeOut(r.entry, names.TakenOutOf));
        var factsIds = KeysOf(hits, nameof(FactsRevision));
        (await db.Set<FactsRevision>().Where(f => factsIds.Contains(f.Id)).ToListAsync(cancellationToken))
            .ForEach(f => f.TakeOut(names.TakenOutOf));
        (await db.Set<Entry>().Where(e => entryIds.Contains(e.Id)).ToListAsync(cancellationToken))
            .ForEach(e => e.TakeOut(names.TakenOutOf));
        (await db.Set<ReviewStep>().Where(s => stepIds.Contains(s.Id)).ToListAsync(cancellationToken))
            .ForEach(s => s.TakeOut(names.TakenOutOf));
        var remarkIds = KeysOf(hits, nameof(Remark));
        (await db.Set<Remark>().Where(r => remarkIds.Contains(r.Id)).ToListAsync(cancellationToken))
            .ForEach(r => r.TakeOut(names.TakenOutOf));
        var hashes = hits.Where(h => h.Entity == nameof(MediaFile)).Select(h => h.Key).Distinct().ToList();
        foreach (var file in await db.Set<MediaFile>().Where(m => hashes.Contains(m.Sha256)).ToListAsync(cancellationToken))
        {
            file.Name = names.TakenOutOf(file.Name);
            file.Describe(file.AltText, file.Caption, file.Credit, file.Licence);
        }

        var paths = hits.Where(h => h.Entity == nameof(OldPath)).Select(h => h.Key).Distinct().ToList();
        db.RemoveRange(await db.Set<OldPath>().Where(p => paths.Contains(p.Path)).ToListAsync(cancellationToken));

        // Notes of invitations are encrypted, so all are decrypted; an invitation that names the person is no longer needed.
        db.RemoveRange((await db.Set<AccountLink>().Where(l => l.Purpose == LinkPurpose.Invitation).ToListAsync(cancellationToken))
            .Where(l => names.StandIn(l.Note)));
        db.RemoveRange((await db.Set<AdminRequest>().ToListAsync(cancellationToken))
            .Where(r => names.StandIn(r.Note) || names.StandIn(r.Proposal)));
        db.RemoveRange((await db.Set<DraftLink>().ToListAsync(cancellationToken)).Where(l => names.StandIn(l.Reader)));
    }

    /// <summary>Consents that the person gave for other members. Who gave them is encrypted, so all are decrypted.</summary>
    private async Task<(List<GivenConsent> Consents, List<ConsentQuestion> Questions)> GivenByAsync(PersonNames names, Guid? memberId,
        CancellationToken cancellationToken)
    {
        var consents = await db.Set<GivenConsent>().Where(c => c.MemberId != memberId).ToListAsync(cancellationToken);
        var questions = await db.Set<ConsentQuestion>().Where(q => q.MemberId != memberId).ToListAsync(cancellationToken);
        return (consents.FindAll(c => names.StandIn(c.Terms.GivenBy)), questions.FindAll(q => names.StandIn(q.Terms.GivenBy)));
    }

    internal static List<Guid> KeysOf(IEnumerable<TextHit> hits, string entity) =>
        [.. hits.Where(h => h.Entity == entity).Select(IdOf).Distinct()];

    /// <summary>Returns the first part of a key, if it is an id.</summary>
    internal static Guid IdOf(TextHit hit) => Guid.TryParse(hit.Key.Split('\n')[0], out var id) ? id : Guid.Empty;

    // The name of a file is internal.
    private static bool IsInMediaName(TextHit hit) => hit is { Entity: nameof(MediaFile), Column: nameof(MediaFile.Name) };
}
