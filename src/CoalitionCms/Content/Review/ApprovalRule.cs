using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// The four-eyes rule: when it is enabled, a text and its facts become public only after somebody who wrote no part of them approved
/// exactly these revisions.
/// </summary>
public sealed class ApprovalRule(CmsDbContext db, ApproverStanding standing)
{
    private static readonly PreparedQuery<Func<CmsDbContext, CancellationToken, Task<bool>>> IsOn =
        new(() => EF.CompileAsyncQuery((CmsDbContext db, CancellationToken _) =>
            db.Set<SiteSettings>().Select(s => s.NeedsApproval).SingleOrDefault()));

    public Task<bool> IsOnAsync(CancellationToken cancellationToken) => IsOn.For(db)(db, cancellationToken);

    /// <summary>The error of the rule that prevents publishing; null when the rule is disabled or both are approved.</summary>
    public async Task<Error?> ErrorAsync(TextRevision text, FactsRevision facts, CancellationToken cancellationToken) =>
        await IsOnAsync(cancellationToken) && !await IsApprovedAsync(text, facts, cancellationToken) ? ContentErrors.NotApproved : null;

    /// <summary>True when a person who may approve it did so for the current hashes, and nobody sent it back afterwards.</summary>
    public async Task<bool> IsApprovedAsync(TextRevision text, FactsRevision facts, CancellationToken cancellationToken) =>
        await ApprovedFactsAsync(text, facts.ItemId, cancellationToken) is { } approved && approved.Hash == facts.Hash;

    /// <summary>
    /// The facts that were approved with the newest text and are still submitted with it; null when the rule is disabled. Facts that
    /// another language saved since do not change this; those of its own editor do.
    /// </summary>
    public async Task<FactsRevision?> ApprovedFactsAsync(LoadedEntry loaded, CancellationToken cancellationToken) =>
        await IsOnAsync(cancellationToken)
        && await ApprovedFactsAsync(loaded.Text!, loaded.Item!.Id, cancellationToken) is { } approved
        && loaded.Entry!.SubmittedRevisionId == loaded.Text!.Id && loaded.Entry.SubmittedFactsNumber == approved.Number
            ? approved
            : null;

    /// <summary>The facts that were approved with the current state of a text; null when it is not approved.</summary>
    public async Task<FactsRevision?> ApprovedFactsAsync(TextRevision text, Guid itemId, CancellationToken cancellationToken)
    {
        var last = await db.Set<ReviewStep>().AsNoTracking()
            .Where(s => s.RevisionId == text.Id && (s.Kind == ReviewStepKind.Approved || s.Kind == ReviewStepKind.SentBack))
            .OrderByDescending(s => s.At).ThenByDescending(s => s.Id).FirstOrDefaultAsync(cancellationToken);
        return last is { Kind: ReviewStepKind.Approved, By: { } by } && last.RevisionHash == text.Hash
            && await db.Set<FactsRevision>().FirstOrDefaultAsync(f =>
            f.ItemId == itemId && f.Number == last.FactsNumber && f.Hash == last.FactsHash, cancellationToken) is { } facts
            && await MayApproveAsync(by, await WritersAsync(text, facts, cancellationToken), last.At, cancellationToken) is null
                ? facts
                : null;
    }

    /// <summary>The error that prevents an approval by this account at this time; null when it may approve.</summary>
    public async Task<Error?> MayApproveAsync(
        Guid approver, IReadOnlySet<Guid> writers, DateTime at, CancellationToken cancellationToken) =>
        writers.Contains(approver) ? ContentErrors.OwnText
        : await standing.IsTiedAsync(approver, writers, at, cancellationToken) ? ContentErrors.ApproverTied
        : null;

    /// <summary>The authors of any part of a text and its facts that is not public yet: none of them may approve it.</summary>
    public async Task<IReadOnlySet<Guid>> WritersAsync(TextRevision text, FactsRevision facts, CancellationToken cancellationToken)
    {
        var seen = await db.Set<Publication>().Where(p => p.EntryId == text.EntryId)
            .Join(db.Set<TextRevision>(), p => p.RevisionId, r => r.Id, (_, r) => r.Number).SingleOrDefaultAsync(cancellationToken);
        var seenFacts = await db.Set<Item>().Where(i => i.Id == facts.ItemId).Select(i => i.PublicFactsNumber)
            .SingleOrDefaultAsync(cancellationToken) ?? 0;
        var writers = await db.Set<TextRevision>()
            .Where(r => r.EntryId == text.EntryId && r.Number > seen && r.Number <= text.Number && r.SavedBy != null)
            .Select(r => r.SavedBy!.Value)
            .Union(db.Set<FactsRevision>()
                .Where(f => f.ItemId == facts.ItemId && f.Number > seenFacts && f.Number <= facts.Number && f.SavedBy != null)
                .Select(f => f.SavedBy!.Value))
            .ToListAsync(cancellationToken);
        return writers.ToHashSet();
    }
}
