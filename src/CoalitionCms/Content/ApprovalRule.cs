using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>The four-eyes rule: when it is set, a revision is published only after somebody who wrote nothing of it approved exactly it.</summary>
public sealed class ApprovalRule(CmsDbContext db)
{
    /// <summary>True when the rule is set.</summary>
    public Task<bool> IsOnAsync(CancellationToken cancellationToken) => db.Settings.Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken);

    /// <summary>What the rule says against publishing a revision; null when it is not set or the revision is approved.</summary>
    public async Task<Error?> ErrorAsync(Revision revision, CancellationToken cancellationToken) =>
        await IsOnAsync(cancellationToken) && !await IsApprovedAsync(revision, cancellationToken) ? ContentErrors.NotApproved : null;

    /// <summary>True when somebody who may approve it did, of its present hash, and nobody sent it back afterwards.</summary>
    public async Task<bool> IsApprovedAsync(Revision revision, CancellationToken cancellationToken)
    {
        var last = await db.ReviewSteps.AsNoTracking()
            .Where(s => s.RevisionId == revision.Id && (s.Kind == ReviewStepKind.Approved || s.Kind == ReviewStepKind.SentBack))
            .OrderByDescending(s => s.At).ThenByDescending(s => s.Id).FirstOrDefaultAsync(cancellationToken);
        return last is { Kind: ReviewStepKind.Approved, By: { } by } && last.RevisionHash == revision.Hash
            && !(await WritersAsync(revision, cancellationToken)).Contains(by);
    }

    /// <summary>Who wrote anything of a revision that readers have not seen yet: nobody of them may approve it.</summary>
    public async Task<IReadOnlySet<Guid>> WritersAsync(Revision revision, CancellationToken cancellationToken)
    {
        var seen = await db.Publications.Where(p => p.EntryId == revision.EntryId)
            .Join(db.Revisions, p => p.RevisionId, r => r.Id, (_, r) => r.Number).SingleOrDefaultAsync(cancellationToken);
        var writers = await db.Revisions
            .Where(r => r.EntryId == revision.EntryId && r.Number > seen && r.Number <= revision.Number && r.SavedBy != null)
            .Select(r => r.SavedBy!.Value).Distinct().ToListAsync(cancellationToken);
        return writers.ToHashSet();
    }
}
