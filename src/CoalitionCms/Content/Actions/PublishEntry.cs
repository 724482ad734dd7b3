using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Publishes the newest revision of an entry.</summary>
public sealed class PublishEntry(CmsDbContext db, Publisher publisher, AuditLog audit)
{
    /// <summary>Fewest characters of a reason for an emergency.</summary>
    public const int ShortestReason = 10;

    /// <summary>Which revision to publish.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="Version">The entry's version that the editor saw; what was saved after it is not published unseen.</param>
    /// <param name="Despite">The warnings that the editor confirmed, from <see cref="PublishingChecklist.ToConfirm"/>.</param>
    public sealed record Input(Guid EntryId, long Version, string Despite = "");

    /// <summary>Publishes, or says what stands in the way.</summary>
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var (entry, revision, error) = await FindAsync(actor, input, cancellationToken);
        if (error is not null)
        {
            return Result.Failed(error);
        }

        var errors = await publisher.ErrorsAsync(entry!, revision!, input.Despite, cancellationToken);
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        return await publisher.ApprovalErrorAsync(revision!, cancellationToken) is { } unapproved
            ? Result.Failed(unapproved)
            : await publisher.ShowAsync(actor, entry!, revision!, AuditVerb.EntryPublished, cancellationToken);
    }

    /// <summary>
    /// Publishes without the second pair of eyes, because people would come to harm by waiting. Admins alone, who just proved again who they are;
    /// the log says so for good, with the <paramref name="reason"/>.
    /// </summary>
    public async Task<Result> RunInEmergencyAsync(Actor actor, Input input, string reason, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(ContentErrors.NotAllowed);
        }

        var (entry, revision, error) = await FindAsync(actor, input, cancellationToken);
        reason = CleanText.Line(reason);
        error ??= reason.Length is >= ShortestReason and <= EntryText.MaxNote ? null : ContentErrors.EmergencyReason;
        if (error is not null)
        {
            return Result.Failed(error);
        }

        var errors = await publisher.ErrorsAsync(entry!, revision!, input.Despite, cancellationToken);
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        audit.Record(actor, AuditVerb.EntryEmergency, entry!.Kind.ToString(), entry.Id, new { revision = revision!.Number, revision.Hash, reason });
        return await publisher.ShowAsync(actor, entry, revision, AuditVerb.EntryPublishedUnapproved, cancellationToken);
    }

    private async Task<(Entry?, Revision?, Error?)> FindAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, input.EntryId, cancellationToken) is not { } entry)
        {
            return (null, null, ContentErrors.NoSuchEntry);
        }

        return entry.Version == input.Version
            ? (entry, await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken), null)
            : (entry, null, ContentErrors.Stale);
    }
}
