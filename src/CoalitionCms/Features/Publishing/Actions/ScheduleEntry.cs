using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

/// <summary>Sets when an entry is to be published, and takes that back.</summary>
public sealed class ScheduleEntry(CmsDbContext db, AuditLog audit, TimeProvider clock, Publisher publisher)
{
    private const int MostDaysAhead = 3_660;

    /// <summary>When to publish what.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="Version">The version that the editor saw; later saves are not published by it.</param>
    /// <param name="On">Day in the zone; null when it could not be read.</param>
    /// <param name="At">Time of day in the zone; null when it could not be read.</param>
    /// <param name="Zone">IANA name of the zone.</param>
    /// <param name="Despite">The warnings that the editor confirmed.</param>
    public sealed record Input(Guid EntryId, long Version, DateOnly? On, TimeOnly? At, string Zone, string Despite = "");

    /// <summary>Schedules, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, input.EntryId, cancellationToken) is not { } entry)
        {
            return Outcome.Refused(PublishingRefusals.NoSuchEntry);
        }

        if (entry.Version != input.Version)
        {
            return Outcome.Refused(PublishingRefusals.Stale);
        }

        if (ReadInstant(input, out var atUtc) is { } unreadable)
        {
            return Outcome.Refused(unreadable);
        }

        var revision = await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var refusals = await publisher.RefusalsAsync(entry, revision, input.Despite, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        if (await publisher.ApprovalRefusalAsync(revision, cancellationToken) is { } unapproved)
        {
            return Outcome.Refused(unapproved);
        }

        entry.Schedule(revision, atUtc, actor.AccountId, input.Despite);
        audit.Record(actor, AuditVerb.EntryScheduled, entry.Kind.ToString(), entry.Id, new { at = atUtc, revision = revision.Number, revision.Hash });
        return await db.SaveOrStaleAsync(cancellationToken);
    }

    /// <summary>Takes the schedule back. The text stays as it is.</summary>
    public async Task<Outcome> UndoAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Outcome.Refused(PublishingRefusals.NoSuchEntry);
        }

        if (entry.ScheduledAt is not null)
        {
            entry.Unschedule();
            audit.Record(actor, AuditVerb.EntryUnscheduled, entry.Kind.ToString(), entry.Id);
            return await db.SaveOrStaleAsync(cancellationToken);
        }

        return Outcome.Done;
    }

    private Refusal? ReadInstant(Input input, out DateTime atUtc)
    {
        atUtc = default;
        if (input.On is not { } day || input.At is not { } time)
        {
            return PublishingRefusals.ScheduleIncomplete;
        }

        if (!CivilZone.IsKnown(input.Zone))
        {
            return PublishingRefusals.ScheduleZone;
        }

        var local = day.ToDateTime(time);
        if (CivilZone.Skips(input.Zone, local))
        {
            return PublishingRefusals.ScheduleSkipped;
        }

        atUtc = TimeZoneInfo.ConvertTimeToUtc(local, TimeZoneInfo.FindSystemTimeZoneById(input.Zone));
        var now = clock.NowToMillisecond();
        return atUtc <= now ? PublishingRefusals.SchedulePast : atUtc > now.AddDays(MostDaysAhead) ? PublishingRefusals.ScheduleFar : null;
    }
}
