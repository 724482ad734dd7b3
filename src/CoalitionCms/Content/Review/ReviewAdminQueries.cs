using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>A step of a review, for display.</summary>
internal sealed record ReviewRow(ReviewStepKind Kind, long Version, string Text, string By, DateTime At)
{
    /// <summary>When and by whom the approver's account was created; null for other steps.</summary>
    public AccountOrigin? Origin { get; init; }
}

/// <summary>An entry that waits for review.</summary>
/// <param name="IsOwn">True when the actor wrote part of it and may not approve it.</param>
internal sealed record WaitingRow(EntryAdminRow Entry, string SubmittedBy, DateTime SubmittedAt, bool IsOwn);

/// <summary>A text that came back to its author.</summary>
/// <param name="Kind">Sent back by a reviewer, or not published on time.</param>
/// <param name="Text">The reviewer's comment, or the resource key of the reason.</param>
internal sealed record SentBackRow(EntryAdminRow Entry, ReviewStepKind Kind, string Text, string By, DateTime At);

/// <summary>An entry under review, with what a reviewer needs.</summary>
/// <param name="PublicVersion">The public version; null when there is none.</param>
/// <param name="IsSubmitted">True when the newest version waits for review.</param>
/// <param name="IsOwn">True when the actor wrote part of it.</param>
/// <param name="Steps">The review history, newest first.</param>
internal sealed record OpenReview(EntryAdminRow Entry, long Version, long? PublicVersion, bool IsSubmitted, bool IsApproved, bool IsOwn,
    IReadOnlyList<ReviewRow> Steps)
{
    /// <summary>True when the actor is not independent of the authors.</summary>
    public bool IsTied { get; init; }

    /// <summary>Number of the facts that would become public with it.</summary>
    public long FactsVersion { get; init; }

    public required string FactsJson { get; init; }

    /// <summary>The public facts; null while nothing of the item is public.</summary>
    public string? PublicFactsJson { get; init; }
}

internal sealed class ReviewAdminQueries(CmsDbContext db, EntryAdminQueries queries, EntryLoader loader, Actions.ReviewEntry reviewEntry,
    ApprovalRule approvalRule, ApproverStanding standing, TimeProvider clock)
{
    private const int MostSteps = 100;

    /// <summary>The entries that wait for review, longest waiting first.</summary>
    public async Task<IReadOnlyList<WaitingRow>> QueueAsync(Actor actor, int most, CancellationToken cancellationToken)
    {
        if (!EntryRights.MayReview(actor))
        {
            return [];
        }

        var waiting = await Waiting().Select(e =>
            new
            {
                e.Id,
                Step = db.Set<ReviewStep>().Where(s => s.RevisionId == e.SubmittedRevisionId && s.Kind == ReviewStepKind.Submitted)
            .OrderByDescending(s => s.At).First()
            })
            .OrderBy(w => w.Step.At).Take(most).ToListAsync(cancellationToken);
        var lines = new List<WaitingRow>();
        foreach (var item in waiting)
        {
            var loaded = await loader.LoadAsync(item.Id, null, 0, cancellationToken);
            var facts = await reviewEntry.FactsUnderReviewAsync(loaded, cancellationToken);
            var own = actor.AccountId is { } id && (await approvalRule.WritersAsync(loaded.Text!, facts, cancellationToken)).Contains(id);
            lines.Add(new((await queries.FindAsync(actor, item.Id, cancellationToken))!, await NameAsync(item.Step.By, cancellationToken),
                item.Step.At, own));
        }

        return lines;
    }

    /// <summary>How many texts of others wait for the actor's review, up to a hundred, and since when the first of them.</summary>
    public async Task<(int Count, DateTime? Since)> WaitingForAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!EntryRights.MayReview(actor))
        {
            return (0, null);
        }

        // Somebody who wrote a part that is not public yet does not approve it.
        var since = await Waiting()
            .Where(e => !db.Set<TextRevision>().Any(r => r.EntryId == e.Id && r.SavedBy == actor.AccountId
                && !db.Set<Publication>().Any(p => p.EntryId == e.Id
                    && db.Set<TextRevision>().Any(shown => shown.Id == p.RevisionId && shown.Number >= r.Number))))
            .Select(e => db.Set<ReviewStep>().Where(s => s.RevisionId == e.SubmittedRevisionId && s.Kind == ReviewStepKind.Submitted)
                .Max(s => (DateTime?)s.At))
            .Take(100).ToListAsync(cancellationToken);
        return (since.Count, since.Min());
    }

    /// <summary>
    /// Texts of the actor that were sent back, or could not be published on time, and were not saved since. Of an author's many texts, the
    /// two hundred last saved are looked at.
    /// </summary>
    public async Task<IReadOnlyList<SentBackRow>> SentBackAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } author)
        {
            return [];
        }

        var steps = await db.Set<Entry>().AsNoTracking().Where(e => e.CreatedBy == author)
            .OrderByDescending(e => e.UpdatedAt).Take(200)
            .Where(e => e.TrashedAt == null && e.ScheduledAt == null && e.SubmittedRevisionId == null
                && !db.Set<Publication>().Any(p => p.RevisionId == e.LatestRevisionId))
            .Select(e => db.Set<ReviewStep>()
                .Where(s => s.RevisionId == e.LatestRevisionId && s.Kind != ReviewStepKind.Commented)
                .OrderByDescending(s => s.At).ThenByDescending(s => s.Id).FirstOrDefault())
            .Where(s => s != null && (s.Kind == ReviewStepKind.SentBack || s.Kind == ReviewStepKind.NotPublished))
            .Take(5).ToListAsync(cancellationToken);
        var rows = new List<SentBackRow>();
        foreach (var step in steps.OfType<ReviewStep>().OrderByDescending(s => s.At))
        {
            if (await queries.FindAsync(actor, step.EntryId, cancellationToken) is { } entry)
            {
                rows.Add(new(entry, step.Kind, step.Text, await NameAsync(step.By, cancellationToken), step.At));
            }
        }

        return rows;
    }

    /// <summary>One review; null when there is no such entry for the actor.</summary>
    public async Task<OpenReview?> OpenAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(actor, entryId, cancellationToken) is not { } line)
        {
            return null;
        }

        var loaded = await loader.LoadAsync(entryId, null, 0, cancellationToken);
        var (entry, text) = (loaded.Entry!, loaded.Text!);
        var facts = await reviewEntry.FactsUnderReviewAsync(loaded, cancellationToken);
        var published = await db.Set<Publication>().Where(p => p.EntryId == entryId)
            .Join(db.Set<TextRevision>(), p => p.RevisionId, r => r.Id, (_, r) => (long?)r.Number).SingleOrDefaultAsync(cancellationToken);
        var writers = await approvalRule.WritersAsync(text, facts, cancellationToken);
        return new(
            line,
            entry.Version,
            published,
            entry.SubmittedRevisionId == text.Id,
            await approvalRule.IsApprovedAsync(text, facts, cancellationToken),
            actor.AccountId is { } own && writers.Contains(own),
            await StepsAsync(entryId, cancellationToken))
        {
            IsTied = actor.AccountId is { } reader
                && await standing.IsTiedAsync(reader, writers, clock.NowToMillisecond(), cancellationToken),
            FactsVersion = facts.Number,
            FactsJson = facts.Json,
            PublicFactsJson = loaded.PublicFacts?.Json,
        };
    }

    /// <summary>The review history of an entry, newest first.</summary>
    public async Task<IReadOnlyList<ReviewRow>> StepsAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var steps = await db.Set<ReviewStep>().AsNoTracking()
            .Where(s => s.EntryId == entryId).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(MostSteps)
            .Select(s => new { Step = s, Name = db.Set<Account>().Where(u => u.Id == s.By).Select(u => u.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var origins = new Dictionary<Guid, AccountOrigin?>();
        foreach (var approver in steps.Where(s => s.Step.Kind == ReviewStepKind.Approved).Select(s => s.Step.By).OfType<Guid>().Distinct())
        {
            origins[approver] = await standing.OriginAsync(approver, cancellationToken);
        }

        return [.. steps.Select(s => new ReviewRow(s.Step.Kind, s.Step.RevisionNumber, s.Step.Text, s.Name ?? "", s.Step.At)
        {
            Origin = s.Step is { Kind: ReviewStepKind.Approved, By: { } by } ? origins[by] : null,
        })];
    }

    private IQueryable<Entry> Waiting() => db.Set<Entry>().AsNoTracking()
        .Where(e => e.TrashedAt == null && e.SubmittedRevisionId != null && e.SubmittedRevisionId == e.LatestRevisionId
            && !db.Set<ReviewStep>().Any(s => s.RevisionId == e.SubmittedRevisionId && s.FactsNumber == e.SubmittedFactsNumber
            && s.Kind == ReviewStepKind.Approved
                && !db.Set<ReviewStep>().Any(b => b.RevisionId == s.RevisionId && b.Kind == ReviewStepKind.SentBack && b.At >= s.At)));

    private async Task<string> NameAsync(Guid? account, CancellationToken cancellationToken) =>
        await db.Set<Account>().Where(u => u.Id == account).Select(u => u.Name).SingleOrDefaultAsync(cancellationToken) ?? "";
}
