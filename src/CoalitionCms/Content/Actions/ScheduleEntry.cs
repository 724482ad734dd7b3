using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

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
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, input.EntryId, cancellationToken) is not { } entry)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (entry.Version != input.Version)
        {
            return Result.Failed(ContentErrors.Stale);
        }

        if (ReadInstant(input, out var atUtc) is { } unreadable)
        {
            return Result.Failed(unreadable);
        }

        var revision = await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var errors = await publisher.ErrorsAsync(entry, revision, input.Despite, cancellationToken);
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        if (await publisher.ApprovalErrorAsync(revision, cancellationToken) is { } unapproved)
        {
            return Result.Failed(unapproved);
        }

        entry.Schedule(revision, atUtc, actor.AccountId, input.Despite);
        audit.Record(actor, AuditVerb.EntryScheduled, entry.Kind.ToString(), entry.Id, new { at = atUtc, revision = revision.Number, revision.Hash });
        return await db.SaveOrStaleAsync(cancellationToken);
    }

    /// <summary>Takes the schedule back. The text stays as it is.</summary>
    public async Task<Result> UndoAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (entry.ScheduledAt is not null)
        {
            entry.Unschedule();
            audit.Record(actor, AuditVerb.EntryUnscheduled, entry.Kind.ToString(), entry.Id);
            return await db.SaveOrStaleAsync(cancellationToken);
        }

        return Result.Done;
    }

    private Error? ReadInstant(Input input, out DateTime atUtc)
    {
        atUtc = default;
        if (input.On is not { } day || input.At is not { } time)
        {
            return ContentErrors.ScheduleIncomplete;
        }

        if (!CivilZone.IsKnown(input.Zone))
        {
            return ContentErrors.ScheduleZone;
        }

        var local = day.ToDateTime(time);
        if (CivilZone.Skips(input.Zone, local))
        {
            return ContentErrors.ScheduleSkipped;
        }

        atUtc = TimeZoneInfo.ConvertTimeToUtc(local, TimeZoneInfo.FindSystemTimeZoneById(input.Zone));
        var now = clock.NowToMillisecond();
        return atUtc <= now ? ContentErrors.SchedulePast : atUtc > now.AddDays(MostDaysAhead) ? ContentErrors.ScheduleFar : null;
    }
}
