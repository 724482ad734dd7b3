using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>An event's facts as form fields; texts are in the entry's language.</summary>
internal sealed class EventForm
{
    private const string Day = "yyyy-MM-dd";
    private const string Time = "HH:mm";

    public EventType Type { get; set; }
    public EventStatus Status { get; set; }

    /// <summary>The first day. A string, so that an invalid date is returned with an error message.</summary>
    public string? StartsOn { get; set; }

    public string? StartsAt { get; set; }
    public string? EndsOn { get; set; }
    public string? EndsAt { get; set; }
    public string? TimeZone { get; set; }
    public string? Venue { get; set; }
    public string? Address { get; set; }
    public string? Host { get; set; }
    public string? InvitedBy { get; set; }
    public bool ShowsUnnamedCount { get; set; }

    internal static EventForm Of(EventFacts facts, string language) => new()
    {
        Type = facts.Type,
        Status = facts.Status,
        StartsOn = facts.StartsOn == DateOnly.MinValue ? null : facts.StartsOn.ToString(Day, CultureInfo.InvariantCulture),
        StartsAt = facts.StartsAt?.ToString(Time, CultureInfo.InvariantCulture),
        EndsOn = facts.EndsOn?.ToString(Day, CultureInfo.InvariantCulture),
        EndsAt = facts.EndsAt?.ToString(Time, CultureInfo.InvariantCulture),
        TimeZone = facts.TimeZone,
        Venue = facts.Venue.In(language),
        Address = facts.Address.In(language),
        Host = facts.Host.In(language),
        InvitedBy = facts.InvitedBy.In(language),
        ShowsUnnamedCount = facts.ShowsUnnamedCount,
    };

    internal EventFacts ToFacts(EventFacts before, string language, ICollection<Error> errors) => new(
        Type,
        Status,
        ReadDay(StartsOn, nameof(StartsOn), errors) ?? DateOnly.MinValue,
        ReadTime(StartsAt, nameof(StartsAt), errors),
        ReadDay(EndsOn, nameof(EndsOn), errors),
        ReadTime(EndsAt, nameof(EndsAt), errors),
        CleanText.Line(TimeZone),
        before.Venue.With(language, Venue),
        before.Address.With(language, Address),
        before.Host.With(language, Host),
        before.InvitedBy.With(language, InvitedBy),
        ShowsUnnamedCount);

    private static DateOnly? ReadDay(string? text, string field, ICollection<Error> errors)
    {
        if (!FuzzyDate.TryParse(text, out var date, out var error))
        {
            errors.Add(EventsErrors.NotADay(field, error));
            return null;
        }

        if (!date.IsUnknown && !date.IsExact)
        {
            errors.Add(EventsErrors.NotADay(field, FuzzyDateError.NotADate));
        }

        return date.Earliest;
    }

    private static TimeOnly? ReadTime(string? text, string field, ICollection<Error> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text.Trim(), [Time, "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var time))
        {
            return new TimeOnly(time.Hour, time.Minute);
        }

        errors.Add(EventsErrors.NotATime(field));
        return null;
    }
}
