using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

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
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var (entry, revision, refusal) = await FindAsync(actor, input, cancellationToken);
        if (refusal is not null)
        {
            return Outcome.Refused(refusal);
        }

        var refusals = await publisher.RefusalsAsync(entry!, revision!, input.Despite, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        return await publisher.ApprovalRefusalAsync(revision!, cancellationToken) is { } unapproved
            ? Outcome.Refused(unapproved)
            : await publisher.ShowAsync(actor, entry!, revision!, AuditVerb.EntryPublished, cancellationToken);
    }

    /// <summary>
    /// Publishes without the second pair of eyes, because people would come to harm by waiting. Admins alone, who just proved again who they are;
    /// the log says so for good, with the <paramref name="reason"/>.
    /// </summary>
    public async Task<Outcome> RunInEmergencyAsync(Actor actor, Input input, string reason, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Outcome.Refused(PublishingRefusals.NotAllowed);
        }

        var (entry, revision, refusal) = await FindAsync(actor, input, cancellationToken);
        reason = CleanText.Line(reason);
        refusal ??= reason.Length is >= ShortestReason and <= EntryText.MaxNote ? null : PublishingRefusals.EmergencyReason;
        if (refusal is not null)
        {
            return Outcome.Refused(refusal);
        }

        var refusals = await publisher.RefusalsAsync(entry!, revision!, input.Despite, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        audit.Record(actor, AuditVerb.EntryEmergency, entry!.Kind.ToString(), entry.Id, new { revision = revision!.Number, revision.Hash, reason });
        return await publisher.ShowAsync(actor, entry, revision, AuditVerb.EntryPublishedUnapproved, cancellationToken);
    }

    private async Task<(Entry?, Revision?, Refusal?)> FindAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, input.EntryId, cancellationToken) is not { } entry)
        {
            return (null, null, PublishingRefusals.NoSuchEntry);
        }

        return entry.Version == input.Version
            ? (entry, await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken), null)
            : (entry, null, PublishingRefusals.Stale);
    }
}
