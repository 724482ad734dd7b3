using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>Schedules the publication of an entry, and cancels it.</summary>
public sealed class ScheduleEntry(CmsDbContext db, AuditLog audit, TimeProvider clock, EntryLoader loader, Publisher publisher)
{
    private const int MostDaysAhead = 3_660;

    /// <summary>A local time as typed.</summary>
    /// <param name="On">Day; null when missing or unreadable.</param>
    /// <param name="At">Time of day.</param>
    /// <param name="Zone">IANA time zone of both.</param>
    public sealed record Time(DateOnly? On, TimeOnly? At, string Zone);

    /// <summary>What to publish, and when.</summary>
    /// <param name="Version">Number of the text revision to publish, which must be the newest.</param>
    /// <param name="Despite">The warnings that the editor confirmed.</param>
    public sealed record Input(Guid EntryId, long Version, Time Time, string Despite = "");

    /// <summary>Schedules the saved state of an entry, or returns the errors that prevent it.</summary>
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, input.EntryId, cancellationToken) is not { } loaded)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (loaded.Entry!.Version != input.Version)
        {
            return Result.Failed(ContentErrors.Stale);
        }

        var facts = await publisher.FactsToPublishAsync(loaded, leaves: false, cancellationToken);
        var errors = await PrepareAsync(actor, loaded, facts, input.Time, input.Despite, cancellationToken);
        return errors.Count > 0 ? Result.Failed(errors) : await db.SaveOrStaleAsync(cancellationToken);
    }

    /// <summary>
    /// Prepares the schedule of the newest text with these facts for the next save, or returns the errors that prevent it.
    /// </summary>
    internal async Task<IReadOnlyList<Error>> PrepareAsync(
        Actor actor, LoadedEntry loaded, FactsRevision facts, Time time, string despite, CancellationToken cancellationToken)
    {
        if (ReadInstant(time, out var atUtc) is { } unreadable)
        {
            return [unreadable];
        }

        var (entry, text) = (loaded.Entry!, loaded.Text!);
        var errors = await publisher.ErrorsAsync(actor, loaded, text, facts, despite, cancellationToken);
        if (errors.Count > 0)
        {
            return errors;
        }

        if (await publisher.ApprovalErrorAsync(text, facts, cancellationToken) is { } unapproved)
        {
            return [unapproved];
        }

        entry.Schedule(text, facts, atUtc, time.Zone, actor.AccountId, despite);
        audit.Record(actor, AuditVerb.EntryScheduled, entry.Kind.ToString(), entry.Id,
            new { at = atUtc, revision = text.Number, text.Hash, facts = facts.Hash });
        return [];
    }

    /// <summary>Cancels the schedule. The text is not changed.</summary>
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

    private Error? ReadInstant(Time input, out DateTime atUtc)
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
