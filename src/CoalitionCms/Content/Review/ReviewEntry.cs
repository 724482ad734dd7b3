using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>The steps of a review: submit, comment, approve, send back.</summary>
public sealed class ReviewEntry(CmsDbContext db, AuditLog audit, TimeProvider clock, EntryLoader loader, ApprovalRule approvalRule)
{
    /// <summary>A step.</summary>
    /// <param name="Version">The version that the user saw; nobody approves what they have not seen.</param>
    /// <param name="Text">The comment; required to comment and to send back.</param>
    public sealed record Input(Guid EntryId, long Version, ReviewStepKind Kind, string Text)
    {
        /// <summary>Number of the facts revision that the user saw; null where the request comes from a page that shows none.</summary>
        public long? FactsVersion { get; init; }
    }

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var loaded = await loader.LoadAsync(input.EntryId, null, 0, cancellationToken);
        var isJudging = input.Kind is ReviewStepKind.Approved or ReviewStepKind.SentBack;
        if (loaded.Entry is not { } entry
            || !(isJudging
            ? EntryRights.MayReview(actor)
            : EntryRights.MayReview(actor) || EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy)))
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (input.Kind is not (ReviewStepKind.Submitted or ReviewStepKind.Commented) && !isJudging)
        {
            return Result.Failed(ContentErrors.NotAllowed);
        }

        if (entry.TrashedAt is not null)
        {
            return Result.Failed(ContentErrors.InTrash);
        }

        var facts = input.Kind == ReviewStepKind.Submitted ? loaded.Facts! : await FactsUnderReviewAsync(loaded, cancellationToken);
        if (entry.Version != input.Version || (input.FactsVersion is { } seen && seen != facts.Number))
        {
            return Result.Failed(ContentErrors.ChangedSinceSeen);
        }

        return await PrepareAsync(actor, loaded, facts, input.Kind, CleanText.Block(input.Text), cancellationToken) is { } error
            ? Result.Failed(error)
            : await db.SaveOrStaleAsync(cancellationToken);
    }

    /// <summary>The facts that were submitted with the newest text; if it was not submitted, the newest facts.</summary>
    internal async Task<FactsRevision> FactsUnderReviewAsync(LoadedEntry loaded, CancellationToken cancellationToken)
    {
        var (entry, newest) = (loaded.Entry!, loaded.Facts!);
        return entry.SubmittedRevisionId == entry.LatestRevisionId && entry.SubmittedFactsNumber != newest.Number
            ? await db.Set<FactsRevision>().FirstOrDefaultAsync(f => f.ItemId == entry.ItemId && f.Number == entry.SubmittedFactsNumber,
            cancellationToken) ?? newest
            : newest;
    }

    /// <summary>Prepares the step for the newest text and these facts in the next save, or returns the error that prevents it.</summary>
    internal async Task<Error?> PrepareAsync(Actor actor, LoadedEntry loaded, FactsRevision facts, ReviewStepKind kind, string text,
        CancellationToken cancellationToken)
    {
        if (text.Length > EntryText.MaxNote)
        {
            return ContentErrors.TooLong("Text", text.Length, EntryText.MaxNote);
        }

        var (entry, revision) = (loaded.Entry!, loaded.Text!);
        if (await ErrorOfAsync(actor, entry, revision, facts, kind, text, cancellationToken) is { } error)
        {
            return error;
        }

        switch (kind)
        {
            case ReviewStepKind.Submitted:
                entry.Submit(revision, facts);
                break;
            case ReviewStepKind.SentBack:
                entry.SendBack();
                break;
        }

        db.Add(new ReviewStep(Guid.CreateVersion7(), revision, facts, kind, text, actor.AccountId, clock.NowToMillisecond()));
        audit.Record(actor, VerbOf(kind), entry.Kind.ToString(), entry.Id,
            new { revision = revision.Number, revision.Hash, facts = facts.Hash });
        return null;
    }

    private async Task<Error?> ErrorOfAsync(
        Actor actor, Entry entry, TextRevision revision, FactsRevision facts, ReviewStepKind kind, string text,
        CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ReviewStepKind.Submitted:
                return entry.SubmittedRevisionId == revision.Id && entry.SubmittedFactsNumber == facts.Number
                    ? ContentErrors.SubmittedAlready
                    : ContentErrors.Check(revision.Text, entry.Kind, isAutosave: false).FirstOrDefault();
            case ReviewStepKind.Approved when entry.SubmittedRevisionId != revision.Id:
                return ContentErrors.NotSubmitted;
            case ReviewStepKind.Approved:
                // Security: nobody approves their own text; this includes admins and the command line.
                return actor.AccountId is not { } own
                    ? ContentErrors.OwnText
                    : await approvalRule.MayApproveAsync(own, await approvalRule.WritersAsync(revision, facts, cancellationToken),
                        clock.NowToMillisecond(), cancellationToken);
            default:
                return text.Length == 0 ? ContentErrors.ReviewTextMissing : null;
        }
    }

    private static string VerbOf(ReviewStepKind kind) => kind switch
    {
        ReviewStepKind.Submitted => AuditVerb.EntrySubmitted,
        ReviewStepKind.Approved => AuditVerb.EntryApproved,
        ReviewStepKind.SentBack => AuditVerb.EntrySentBack,
        _ => AuditVerb.EntryCommented,
    };
}
