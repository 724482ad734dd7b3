using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Validates and stores the facts of events: the start date, an end after the start, and an existing time zone.</summary>
internal sealed class EventFactsStore(CmsDbContext db) : FactsStore(EntryKind.Event, typeof(EventFacts), FactsJson.Write(EventFacts.None))
{
    /// <summary>The maximum length of a venue, address or host.</summary>
    public const int MaxFact = 300;

    public override Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Error>>([.. Check(FactsJson.Read<EventFacts>(json))]);

    public override Placement? PlacementOf(string json)
    {
        var facts = FactsJson.Read<EventFacts>(json);
        return new(facts.StartUtc, facts.StartsOn);
    }

    public override IEnumerable<string> WordsIn(string json, string language)
    {
        var facts = FactsJson.Read<EventFacts>(json);
        return new[] { facts.Venue, facts.Address, facts.Host, facts.InvitedBy }.Select(t => t.For(language)?.Text ?? "");
    }

    public override async Task<IReadOnlyDictionary<Guid, ItemPicture>> PicturesAsync(IReadOnlyCollection<Guid> items,
        CancellationToken cancellationToken) =>
        await db.Set<Event>().AsNoTracking().Where(e => items.Contains(e.Id)).Select(e => new { e.Id, e.StartsOn })
            .ToDictionaryAsync(e => e.Id, e => new ItemPicture("", e.StartsOn), cancellationToken);

    public override async Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Event>().FirstOrDefaultAsync(e => e.Id == itemId, cancellationToken);

    public override ItemRow AddRow(Guid itemId) => db.Add(new Event { Id = itemId }).Entity;

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

        foreach (var (field, text) in new[] { (nameof(facts.Venue), facts.Venue), (nameof(facts.Address), facts.Address),
            (nameof(facts.Host), facts.Host), (nameof(facts.InvitedBy), facts.InvitedBy) })
        {
            if (text.All.Any(t => t.Value.Length > MaxFact))
            {
                yield return EventsErrors.TooLong(field, MaxFact);
            }
        }
    }
}
