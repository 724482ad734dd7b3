using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// Publishes a text together with its pending facts, or withdraws it: checks, approval and public copy. All ways of publishing use it: the
/// button, the list, the scheduler and emergency publishing.
/// </summary>
public sealed class Publisher(
    CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options, IEnumerable<FactsStore> stores, PublishingChecklist checklist,
    ApprovalRule approvalRule, SearchIndex search)
{
    private static readonly PreparedQuery<Func<CmsDbContext, EntryKind, string, string, Guid, CancellationToken, Task<bool>>>
        OthersHaveSlug = new(() => EF.CompileAsyncQuery((CmsDbContext db, EntryKind kind, string language, string slug, Guid self,
            CancellationToken _) =>
            db.Set<Publication>().Any(p => p.Kind == kind && p.Language == language && p.Slug == slug && p.EntryId != self)));

    private static readonly PreparedQuery<Func<CmsDbContext, string, CancellationToken, Task<OldPath?>>> OldPathAt =
        new(() => EF.CompileAsyncQuery((CmsDbContext db, string path, CancellationToken _) =>
            db.Set<OldPath>().SingleOrDefault(p => p.Path == path)));

    /// <summary>
    /// What prevents publishing now; <paramref name="despite"/> are the warnings that somebody confirmed, from
    /// <see cref="PublishingChecklist.ToConfirm"/>.
    /// </summary>
    public async Task<IReadOnlyList<Error>> ErrorsAsync(Actor actor, LoadedEntry loaded, TextRevision text, FactsRevision facts,
        string despite, CancellationToken cancellationToken)
    {
        var entry = loaded.Entry!;
        if (entry.TrashedAt is not null)
        {
            return [ContentErrors.InTrash];
        }

        var errors = ContentErrors.Check(text.Text, entry.Kind, isAutosave: false).ToList();
        if (entry.Kind is EntryKind.Article or EntryKind.Page && text.Body.Length == 0)
        {
            errors.Add(ContentErrors.BodyMissing);
        }

        if (await SlugIsTakenAsync(entry, text, cancellationToken))
        {
            errors.Add(ContentErrors.SlugTaken(text.Slug + "-2"));
        }

        var lines =
            await checklist.RunAsync(new(entry.Id, entry.ItemId, entry.Kind, Language.Find(entry.Language)!, text.Text, facts.Json, actor)
            {
                WithAdvice = false,
                IsNew = db.IsNew(entry),
            }, cancellationToken);
        errors.AddRange(lines.Where(l => l.Weight == CheckWeight.Blocks).Select(l => new Error(l.Key, "", l.Arguments)));
        if (PublishingChecklist.ToConfirm(lines) is { Length: > 0 } wanted && !string.Equals(wanted, despite, StringComparison.Ordinal))
        {
            errors.Add(ContentErrors.ConfirmFirst);
        }

        return errors;
    }

    /// <summary>
    /// The facts to publish with the newest text: those approved with it where approval is required, otherwise the newest, or with
    /// <paramref name="leaves"/> those that are already public.
    /// </summary>
    public async Task<FactsRevision> FactsToPublishAsync(LoadedEntry loaded, bool leaves, CancellationToken cancellationToken) =>
        leaves && loaded.PublicFacts is { } shown
        ? shown
        : await approvalRule.ApprovedFactsAsync(loaded, cancellationToken) ?? loaded.Facts!;

    /// <summary>The error of the four-eyes rule, if it forbids publishing.</summary>
    public Task<Error?> ApprovalErrorAsync(TextRevision text, FactsRevision facts, CancellationToken cancellationToken) =>
        approvalRule.ErrorAsync(text, facts, cancellationToken);

    public async Task<Result> PublishAsync(Actor actor, LoadedEntry loaded, TextRevision text, FactsRevision facts, string verb,
        CancellationToken cancellationToken)
    {
        await PrepareAsync(actor, loaded, text, facts, verb, cancellationToken);
        return await SaveAsync(loaded.Entry!, text, cancellationToken);
    }

    /// <summary>Prepares text and facts to be the public ones after the next save.</summary>
    /// <returns>False when they are already public and nothing is changed.</returns>
    public async Task<bool> PrepareAsync(Actor actor, LoadedEntry loaded, TextRevision text, FactsRevision facts, string verb,
        CancellationToken cancellationToken, Actions.EntryOrigin? origin = null)
    {
        var (entry, item) = (loaded.Entry!, loaded.Item!);

        // Security: facts only move forward. A text scheduled or approved before newer facts became public does not restore an old value.
        if (loaded.PublicFacts is { } current && facts.Number < current.Number)
        {
            facts = current;
        }

        var changesFacts = item.PublicFactsNumber != facts.Number;
        var publication = loaded.Publication;
        if (!changesFacts && publication?.RevisionId == text.Id && publication.RevisionHash == text.Hash && entry.ScheduledAt is null)
        {
            return false;
        }

        var siblings = loaded.Publications;
        var (rowsBefore, factsBefore) = (ListRow.Of(siblings), loaded.PublicFacts?.Json);
        var now = clock.NowToMillisecond();
        var store = stores.Single(s => s.Kind == entry.Kind);
        if (changesFacts)
        {
            // While nothing was public, the columns had the newest facts: these, or they are corrected here.
            if (item.ProjectedFactsNumber != facts.Number)
            {
                await store.ProjectAsync(facts, isNew: false, cancellationToken);
            }

            item.Publish(facts);
            loaded.PublicFacts = facts;
        }

        var isFirst = publication is null;
        if (publication is null)
        {
            publication = new Publication(entry, origin?.PublishedAt ?? now);
            db.Add(publication);
            siblings.Add(publication);
        }
        else if (publication.Slug != text.Slug)
        {
            await KeepOldPathAsync(publication, cancellationToken);
        }

        if (publication.Slug != text.Slug)
        {
            // An address in use is never an old address as well: redirects have no chains and no loops.
            if (await OldPathAt.For(db)(db, OldPath.Of(entry.Kind, entry.Language, text.Slug), cancellationToken) is { } old)
            {
                db.Remove(old);
            }
        }

        foreach (var sibling in siblings)
        {
            var place = PlaceOf(store, facts.Json, sibling.FirstPublishedAt, options.Zone);
            sibling.Resort(place.SortAt, place.ShownOn);
        }

        publication.Show(text, publication.SortAt, publication.ShownOn, origin?.UpdatedAt ?? now);
        entry.Publish(text);
        FallbackLanguage.Settle(siblings, loaded.Siblings.Find(e => e.IsOriginal)?.Id ?? Guid.Empty);
        foreach (var sibling in changesFacts ? siblings : [publication])
        {
            await MediaUses.SettleAsync(db, sibling.EntryId, isPublic: true, sibling.Body + facts.Json, cancellationToken,
                isFirst: isFirst && sibling == publication);
        }

        await search.PutAsync(changesFacts ? siblings : [publication], facts.Json, cancellationToken);
        audit.Record(actor, verb, entry.Kind.ToString(), entry.Id,
            new { language = entry.Language, revision = text.Number, text.Hash, item = entry.ItemId, facts = facts.Hash });
        Announce(entry, rowsBefore, ListRow.Of(siblings), factsBefore, facts.Json);
        return true;
    }

    /// <summary>Withdraws an entry in the next save. With the last language the facts are no longer public either.</summary>
    public async Task WithdrawAsync(Actor actor, LoadedEntry loaded, CancellationToken cancellationToken)
    {
        var (entry, publication) = (loaded.Entry!, loaded.Publication!);
        var publicFacts = loaded.PublicFacts;
        var rowsBefore = ListRow.Of(loaded.Publications);
        db.Remove(publication);
        loaded.Publications.Remove(publication);
        await MediaUses.SettleAsync(db, entry.Id, isPublic: true, "", cancellationToken);
        await search.RemoveAsync(entry.Id, cancellationToken);
        FallbackLanguage.Settle(loaded.Publications, loaded.Siblings.Find(e => e.IsOriginal)?.Id ?? Guid.Empty);
        if (loaded.Publications.Count == 0 && loaded.Item is { } item)
        {
            var changes = item.PublicFactsNumber != item.FactsNumber;
            item.Unpublish();
            if (changes)
            {
                await stores.Single(s => s.Kind == entry.Kind).ProjectAsync(loaded.Facts!, isNew: false, cancellationToken);
            }
        }

        entry.Withdraw(clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.EntryWithdrawn, entry.Kind.ToString(), entry.Id,
            new { language = entry.Language, hash = publication.RevisionHash, item = entry.ItemId, facts = publicFacts?.Hash });
        Announce(entry, rowsBefore, ListRow.Of(loaded.Publications), publicFacts?.Json, publicFacts?.Json);
    }

    public async Task<Result> SaveAsync(Entry entry, TextRevision text, CancellationToken cancellationToken)
    {
        var isFirst = db.ChangeTracker.Entries<Publication>().Any(p => p.State == EntityState.Added);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return Result.Failed(ContentErrors.Stale);
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the unique index decides, and the other one gets an error.
            db.DiscardChanges();
            if (await SlugIsTakenAsync(entry, text, cancellationToken))
            {
                return Result.Failed(ContentErrors.SlugTaken(text.Slug + "-2"));
            }

            // Or it is the same entry: another process, or another person, published it first.
            if (isFirst && await db.Set<Publication>().AnyAsync(p => p.EntryId == entry.Id, cancellationToken))
            {
                return Result.Failed(ContentErrors.Stale);
            }

            throw;
        }
    }

    /// <summary>The position of an entry in lists: the one given by its public facts, or its first publication.</summary>
    internal static Placement PlaceOf(FactsStore store, string factsJson, DateTime firstPublishedAt, TimeZoneInfo siteZone) =>
        store.PlacementOf(factsJson) ?? new Placement(firstPublishedAt, Clock.DayIn(firstPublishedAt, siteZone));

    /// <summary>
    /// Tells which pages show something else now. Security: rows and facts are those of all languages, as a text that goes or comes in
    /// one language changes which text the others list.
    /// </summary>
    private void Announce(Entry entry, List<ListRow> before, List<ListRow> after, string? factsBefore, string? factsAfter)
    {
        var kind = entry.Kind;
        db.Invalidate(CacheTag.Item(entry.ItemId), CacheTag.List(kind));
        if (kind == EntryKind.Page)
        {
            db.Invalidate(CacheTag.Site);
        }

        if (before.Count > 0 && factsBefore is null)
        {
            db.Invalidate(CacheTag.Rows(kind));
        }

        if (factsBefore == factsAfter && before.SequenceEqual(after))
        {
            // Lists show of it what they did before.
            return;
        }

        var store = stores.Single(s => s.Kind == kind);
        var about = new[] { factsBefore, factsAfter }.OfType<string>().SelectMany(store.AboutIn);
        List<ListRow> rows = [.. before, .. after];
        var tagged = rows.SelectMany(r => r.TagSlugs).Select(CacheTag.Tagged);
        foreach (var list in about.Select(CacheTag.About).Concat(tagged).Prepend(CacheTag.EachRow(kind)).Distinct(StringComparer.Ordinal))
        {
            db.Invalidate([list, .. rows.SelectMany(r => new[] { CacheTag.At(list, r.SortAt), CacheTag.InYearOf(list, r.SortAt) })]);
            if (rows.Exists(r => r.SortAt > clock.NowToMillisecond() - PublishedEntries.HeadOfLists))
            {
                db.Invalidate(CacheTag.Newest(list));
            }
        }

        if (!before.Select(r => r.Counted).SequenceEqual(after.Select(r => r.Counted)))
        {
            db.Invalidate(CacheTag.Count(kind));
        }
    }

    /// <summary>What lists show of a publication, and where.</summary>
    private sealed record ListRow(Guid EntryId, string Language, bool IsOriginal, string Slug, string Title, string Summary,
        DateTime SortAt, DateOnly ShownOn, string Tags)
    {
        public (Guid EntryId, bool IsOriginal, int Year) Counted => (EntryId, IsOriginal, ShownOn.Year);

        public IEnumerable<string> TagSlugs => Tags.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(' ', 2)[0]);

        public static List<ListRow> Of(IEnumerable<Publication> publications) => [.. publications.OrderBy(p => p.EntryId)
            .Select(p => new ListRow(p.EntryId, p.Language, p.IsOriginal, p.Slug, p.Title, p.Summary, p.SortAt, p.ShownOn,
                string.Join('\n', p.Tags.Select(t => $"{t.Slug} {t.Word}").Order(StringComparer.Ordinal))))];
    }

    private Task<bool> SlugIsTakenAsync(Entry entry, TextRevision text, CancellationToken cancellationToken) =>
        OthersHaveSlug.For(db)(db, entry.Kind, entry.Language, text.Slug, entry.Id, cancellationToken);

    private async Task KeepOldPathAsync(Publication publication, CancellationToken cancellationToken)
    {
        // Old paths refer to the entry, not to its next slug: however often it moves, a reader is redirected once.
        var path = OldPath.Of(publication.Kind, publication.Language, publication.Slug);
        if (!await db.Set<OldPath>().AnyAsync(p => p.Path == path, cancellationToken))
        {
            db.Add(new OldPath { Path = path, EntryId = publication.EntryId });
        }
    }
}
