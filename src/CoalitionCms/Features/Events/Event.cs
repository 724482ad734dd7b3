using System.Text.Json.Serialization;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

internal enum EventType
{
#pragma warning disable CS1591 // Each is the plain word.
    Rally,
    Meeting,
    Vigil,
    BookRelease,
    Online,
#pragma warning restore CS1591
}

/// <summary>Whether an event takes place.</summary>
internal enum EventStatus
{
    Confirmed,

    Tentative,

    Cancelled,
}

/// <summary>Facts of an event. Times are in the event's own time zone; an unknown time is omitted, never invented.</summary>
/// <param name="Status">Whether it takes place.</param>
/// <param name="StartsOn">First day.</param>
/// <param name="StartsAt">Time of day, if known.</param>
/// <param name="EndsOn">Last day, if different.</param>
/// <param name="EndsAt">Time of day of the end, if known.</param>
/// <param name="Address">Postal address or city.</param>
/// <param name="ShowsUnnamedCount">True to add "and 5 others" for those who are not named.</param>
internal sealed record EventFacts(
    EventType Type,
    EventStatus Status,
    DateOnly StartsOn,
    TimeOnly? StartsAt,
    DateOnly? EndsOn,
    TimeOnly? EndsAt,
    string TimeZone,
    LocalText Venue,
    LocalText Address,
    LocalText Host,
    LocalText InvitedBy,
    bool ShowsUnnamedCount)
{
    /// <summary>The facts of a new event.</summary>
    public static EventFacts None { get; } = new(
        EventType.Meeting, EventStatus.Confirmed, DateOnly.MinValue, null, null, null, "America/New_York", LocalText.Empty, LocalText.Empty,
        LocalText.Empty, LocalText.Empty, true);

    /// <summary>The start in UTC; the start of the day if the time is unknown.</summary>
    [JsonIgnore]
    public DateTime StartUtc => ToUtc(StartsOn, StartsAt ?? TimeOnly.MinValue);

    /// <summary>The end in UTC: as given, otherwise the end of the last day, so that an event of today still counts as upcoming.</summary>
    [JsonIgnore]
    public DateTime EndUtc =>
        EndsAt is { } time ? ToUtc(EndsOn ?? StartsOn, time) : ToUtc((EndsOn ?? StartsOn).AddDays(1), TimeOnly.MinValue);

    private DateTime ToUtc(DateOnly day, TimeOnly time)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = day.ToDateTime(time);

        // A local time that is skipped by daylight saving time is moved forward by an hour.
        return zone.IsInvalidTime(local) ? TimeZoneInfo.ConvertTimeToUtc(local.AddHours(1), zone)
            : DateTime.SpecifyKind(local - CivilZone.OffsetAt(zone, local), DateTimeKind.Utc);
    }
}

/// <summary>
/// An event with attendance. Attendees are recorded in <see cref="Attendance"/>, outside of revisions, because a withdrawn name must not
/// remain in one.
/// </summary>
internal sealed class Event : ItemRow
{
    public EventType Type { get; private set; }
    public EventStatus Status { get; private set; }
    public DateOnly StartsOn { get; private set; }

    /// <summary>Time of day, if known.</summary>
    public TimeOnly? StartsAt { get; private set; }

    /// <summary>Last day, if different.</summary>
    public DateOnly? EndsOn { get; private set; }

    public TimeOnly? EndsAt { get; private set; }
    public string TimeZone { get; private set; } = "";

    /// <summary>The end in UTC, to separate upcoming from past events.</summary>
    public DateTime EndUtc { get; private set; }

    public LocalText Venue { get; private set; } = LocalText.Empty;
    public LocalText Address { get; private set; } = LocalText.Empty;
    public LocalText Host { get; private set; } = LocalText.Empty;
    public LocalText InvitedBy { get; private set; } = LocalText.Empty;
    public bool ShowsUnnamedCount { get; private set; }

    public EventFacts ToFacts() =>
        new(Type, Status, StartsOn, StartsAt, EndsOn, EndsAt, TimeZone, Venue, Address, Host, InvitedBy, ShowsUnnamedCount);

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<EventFacts>(json);
        (Type, Status, StartsOn, StartsAt, EndsOn, EndsAt, TimeZone) =
            (facts.Type, facts.Status, facts.StartsOn, facts.StartsAt, facts.EndsOn, facts.EndsAt, facts.TimeZone);
        (Venue, Address, Host, InvitedBy, ShowsUnnamedCount) =
            (facts.Venue, facts.Address, facts.Host, facts.InvitedBy, facts.ShowsUnnamedCount);
        EndUtc = facts.EndUtc;
    }
}
