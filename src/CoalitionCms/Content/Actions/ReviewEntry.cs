using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>The steps of a review: hand in, say something, approve, send back.</summary>
public sealed class ReviewEntry(CmsDbContext db, AuditLog audit, TimeProvider clock, ApprovalRule fourEyes)
{
    /// <summary>A step.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="Version">The version that the person saw; nobody approves what they have not seen.</param>
    /// <param name="Kind">What to do.</param>
    /// <param name="Text">What to say with it; needed to comment and to send back.</param>
    public sealed record Input(Guid EntryId, long Version, ReviewStepKind Kind, string Text);

    /// <summary>Does the step, or says what stands in the way.</summary>
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.SingleOrDefaultAsync(e => e.Id == input.EntryId, cancellationToken);
        var isJudging = input.Kind is ReviewStepKind.Approved or ReviewStepKind.SentBack;
        if (entry is null || !(isJudging ? EntryRights.MayReview(actor) : EntryRights.MayReview(actor) || EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy)))
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

        if (entry.Version != input.Version)
        {
            return Result.Failed(ContentErrors.ChangedSinceSeen);
        }

        var text = CleanText.Block(input.Text);
        if (text.Length > EntryText.MaxNote)
        {
            return Result.Failed(ContentErrors.TooLong("Text", text.Length, EntryText.MaxNote));
        }

        var revision = await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        if (await ErrorOfAsync(actor, entry, revision, input.Kind, text, cancellationToken) is { } error)
        {
            return Result.Failed(error);
        }

        switch (input.Kind)
        {
            case ReviewStepKind.Submitted:
                entry.Submit(revision);
                break;
            case ReviewStepKind.SentBack:
                entry.SendBack();
                break;
        }

        db.Add(new ReviewStep(Guid.CreateVersion7(), revision, input.Kind, text, actor.AccountId, clock.NowToMillisecond()));
        audit.Record(actor, VerbOf(input.Kind), entry.Kind.ToString(), entry.Id, new { revision = revision.Number, revision.Hash });
        return await db.SaveOrStaleAsync(cancellationToken);
    }

    private async Task<Error?> ErrorOfAsync(Actor actor, Entry entry, Revision revision, ReviewStepKind kind, string text, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ReviewStepKind.Submitted:
                return entry.SubmittedRevisionId == revision.Id ? ContentErrors.SubmittedAlready : ContentErrors.Check(revision.Text, entry.Kind, isAutosave: false).FirstOrDefault();
            case ReviewStepKind.Approved when entry.SubmittedRevisionId != revision.Id:
                return ContentErrors.NotSubmitted;
            case ReviewStepKind.Approved:
                // Security: nobody approves what they wrote themselves, admins and the command line included.
                return actor.AccountId is not { } own || (await fourEyes.WritersAsync(revision, cancellationToken)).Contains(own) ? ContentErrors.OwnText : null;
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
