using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Saves an event as a draft: it begins on a day, ends after it begins, and its clock is one that exists.</summary>
public sealed class SaveEvent(SaveDraft saveDraft)
{
    /// <summary>Longest venue, address, host.</summary>
    public const int MaxFact = 300;

    /// <summary>Saves, or says what stands in the way.</summary>
    public async Task<Result<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, EventFacts facts, CancellationToken cancellationToken)
    {
        var errors = Check(facts).ToList();
        return errors.Count > 0
            ? Result.Failed<SaveDraft.Saved>([.. errors.Select(r => r with { Field = "Facts." + r.Field })])
            : await saveDraft.RunAsync(actor, EntryKind.Event, input, facts, cancellationToken);
    }

    private static IEnumerable<Error> Check(EventFacts facts)
    {
        if (facts.StartsOn == DateOnly.MinValue)
        {
            yield return EventsErrors.StartMissing;
        }

        if (facts.EndsOn < facts.StartsOn)
        {
            yield return EventsErrors.EndsBeforeStart;
        }
        else if ((facts.EndsOn ?? facts.StartsOn) == facts.StartsOn && facts.EndsAt <= facts.StartsAt)
        {
            yield return EventsErrors.EndsBeforeTime;
        }

        if (!CivilZone.IsKnown(facts.TimeZone))
        {
            yield return EventsErrors.ZoneUnknown(facts.TimeZone);
        }

        if (facts.StartsAt is { } start && CivilZone.Skips(facts.TimeZone, facts.StartsOn.ToDateTime(start)))
        {
            yield return EventsErrors.TimeSkipped(nameof(facts.StartsAt));
        }

        if (facts.EndsAt is { } end && CivilZone.Skips(facts.TimeZone, (facts.EndsOn ?? facts.StartsOn).ToDateTime(end)))
        {
            yield return EventsErrors.TimeSkipped(nameof(facts.EndsAt));
        }

        foreach (var (field, text) in new[] { (nameof(facts.Venue), facts.Venue), (nameof(facts.Address), facts.Address), (nameof(facts.Host), facts.Host), (nameof(facts.InvitedBy), facts.InvitedBy) })
        {
            if (text.All.Any(t => t.Value.Length > MaxFact))
            {
                yield return EventsErrors.TooLong(field, MaxFact);
            }
        }
    }
}
