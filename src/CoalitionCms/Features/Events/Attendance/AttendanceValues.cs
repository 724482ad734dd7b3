using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>What is recorded about a person at an event.</summary>
/// <param name="Status">Whether the person attended.</param>
/// <param name="Consent">The consent for this event; with <see cref="Consent.None"/> the consent for all events applies.</param>
/// <param name="HiddenByStaff">True to hide the row regardless of consent.</param>
internal sealed record AttendanceValues(AttendanceStatus Status, AttendanceRoles Roles, Consent Consent, bool HiddenByStaff)
{
    public static AttendanceValues Of(Attendance attendance, Consent consent) =>
        new(attendance.Status, attendance.Roles, consent, attendance.HiddenByStaff);

    /// <summary>The same values as a string of plain letters, by which a form can detect whether the row was changed.</summary>
    public string Signature => string.Create(
        CultureInfo.InvariantCulture,
        $"{Status}|{(int)Roles}|{Consent.Choice}|{Consent.Means}|{Consent.GivenOn:yyyy-MM-dd}|{Consent.GivenBy}|"
        + $"{Consent.Until:yyyy-MM-dd}|{HiddenByStaff}");

    /// <summary>Returns the errors of the row, regardless of the person.</summary>
    /// <param name="line">Name of the row in the form.</param>
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

    /// <summary>
    /// Returns the new values of what differs, for the log: words, days and flags. For the giver of a consent only the fact of the change,
    /// since it is a name.
    /// </summary>
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
