using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>What is recorded of one person at an event.</summary>
/// <param name="Status">Whether they came.</param>
/// <param name="Consent">What they agreed to for this event; <see cref="Consent.None"/> leaves it at what they agreed to for all.</param>
/// <param name="HiddenByStaff">True to hide the line whatever was agreed to.</param>
public sealed record AttendanceValues(AttendanceStatus Status, AttendanceRoles Roles, Consent Consent, bool HiddenByStaff)
{
    public static AttendanceValues Of(Attendance attendance, Consent consent) =>
        new(attendance.Status, attendance.Roles, consent, attendance.HiddenByStaff);

    /// <summary>The same as one word of plain letters, so that a form can tell whether anybody touched the line.</summary>
    public string Signature => string.Create(
        CultureInfo.InvariantCulture,
        $"{Status}|{(int)Roles}|{Consent.Choice}|{Consent.Means}|{Consent.GivenOn:yyyy-MM-dd}|{Consent.GivenBy}|"
        + $"{Consent.Until:yyyy-MM-dd}|{HiddenByStaff}");

    /// <summary>What is impossible about the line, whoever it is about.</summary>
    /// <param name="line">Name of the line in the form.</param>
    /// <param name="today">Today in the site's zone.</param>
    public IEnumerable<Error> Check(string line, string alias, DateOnly today)
    {
        if (!Enum.IsDefined(Status) || !Enum.IsDefined(Consent.Choice) || !Enum.IsDefined(Consent.Means)
            || (Roles & ~AttendeeRoles.Every) != 0)
        {
            yield return EventsErrors.NotUnderstood(line);
        }

        foreach (var error in Consent.Check(line, alias, today))
        {
            yield return error;
        }
    }

    /// <summary>The new values of what differs, for the log: words, days and switches; of who
    /// gave a consent only that it changed, since it is a name.</summary>
    internal Dictionary<string, object?> Since(AttendanceValues? before)
    {
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        Note("status", before?.Status, Status);
        Note("roles", before?.Roles, Roles);
        Note("hiddenByStaff", before?.HiddenByStaff ?? false, HiddenByStaff);
        var consent = before?.Consent ?? Consent.None;
        Note("naming", consent.Choice, Consent.Choice);
        Note("means", consent.Means, Consent.Means);
        Note("givenOn", consent.GivenOn, Consent.GivenOn);
        Note("until", consent.Until, Consent.Until);
        if (consent.GivenBy != Consent.GivenBy)
        {
            changes["givenBy"] = "changed";
        }

        return changes;

        void Note(string field, object? old, object? now)
        {
            if (!Equals(old, now))
            {
                changes[field] = now;
            }
        }
    }
}
