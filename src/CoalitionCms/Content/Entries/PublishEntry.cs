using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>Publishes the newest saved text of an entry, with its pending facts.</summary>
internal sealed class PublishEntry(EntryLoader loader, Publisher publisher, AuditLog audit)
{
    public const int ShortestReason = 10;

    /// <summary>What to publish.</summary>
    /// <param name="Version">Number of the text revision that the editor saw; a newer revision is not published unseen.</param>
    /// <param name="Despite">The warnings that the editor confirmed, from <see cref="PublishingChecklist.ToConfirm"/>.</param>
    public sealed record Input(Guid EntryId, long Version, string Despite = "")
    {
        /// <summary>
        /// Number of the facts revision that the editor saw; null to publish the newest, where the request comes from a page that shows
        /// none.
        /// </summary>
        public long? FactsVersion { get; init; }
    }

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var (loaded, facts, errors) = await FindAsync(actor, input, cancellationToken);
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        return await publisher.ApprovalErrorAsync(loaded!.Text!, facts!, cancellationToken) is { } unapproved
            ? Result.Failed(unapproved)
            : await publisher.PublishAsync(actor, loaded, loaded.Text!, facts!, AuditVerb.EntryPublished, cancellationToken);
    }

    /// <summary>
    /// Publishes without approval by a second person, for cases in which waiting would harm people. Only admins who have just confirmed
    /// their identity may do so; the log permanently records it, with the <paramref name="reason"/>.
    /// </summary>
    public async Task<Result> RunInEmergencyAsync(Actor actor, Input input, string reason, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(ContentErrors.NotAllowed);
        }

        reason = CleanText.Line(reason);
        if (reason.Length is < ShortestReason or > EntryText.MaxNote)
        {
            return Result.Failed(ContentErrors.EmergencyReason);
        }

        var (loaded, _, errors) = await FindAsync(actor, input, cancellationToken);
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        var (entry, text, facts) = (loaded!.Entry!, loaded.Text!, loaded.Facts!);
        audit.Record(actor, AuditVerb.EntryEmergency, entry.Kind.ToString(), entry.Id,
            new { revision = text.Number, text.Hash, facts = facts.Hash, reason });
        return await publisher.PublishAsync(actor, loaded, text, facts, AuditVerb.EntryPublishedUnapproved, cancellationToken);
    }

    private async Task<(LoadedEntry? Loaded, FactsRevision? Facts, IReadOnlyList<Error> Errors)> FindAsync(Actor actor, Input input,
        CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, input.EntryId, cancellationToken) is not { } loaded)
        {
            return (null, null, [ContentErrors.NoSuchEntry]);
        }

        if (loaded.Entry!.Version != input.Version)
        {
            return (loaded, null, [ContentErrors.Stale]);
        }

        if (input.FactsVersion is { } seen && loaded.Facts!.Number != seen)
        {
            return (loaded, null, [ContentErrors.FactsToSee]);
        }

        var facts = await publisher.FactsToPublishAsync(loaded, leaves: false, cancellationToken);
        return (loaded, facts, await publisher.ErrorsAsync(actor, loaded, loaded.Text!, facts, input.Despite, cancellationToken));
    }
}
