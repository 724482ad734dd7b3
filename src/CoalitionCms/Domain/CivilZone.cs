using System.Globalization;

namespace CoalitionCms.Domain;

/// <summary>A time zone for display: a city and the offset from UTC on that day.</summary>
/// <param name="City">"New York", in English like zone names, or translated to <see cref="Language"/>; empty for zones that are not a
/// place.</param>
/// <param name="Offset">"UTC−4", "UTC+5:45", "UTC".</param>
internal sealed record CivilZone(string City, string Offset)
{
    public string Language { get; init; } = "en";

    /// <summary>The zone with an IANA id at a local time; null for an id that is unknown on this machine.</summary>
    public static CivilZone? At(string id, DateTime local) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? new(CityOf(id), "UTC" + Print(OffsetAt(zone, local)))
        : null;

    /// <summary>True for an id such as <c>America/New_York</c> that is known on this machine, in its own spelling.</summary>
    public static bool IsKnown(string id) =>
        id.Length is > 0 and <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId && zone.Id == id;

    /// <summary>True for a local time that the zone skips when daylight saving time begins.</summary>
    public static bool Skips(string id, DateTime local) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.IsInvalidTime(local);

    /// <summary>
    /// The offset of a local time. Of an hour that comes twice, when daylight saving time ends, the first is meant, as calendars read it
    /// (RFC 5545, 3.3.5).
    /// </summary>
    public static TimeSpan OffsetAt(TimeZoneInfo zone, DateTime local) =>
        zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);

    private static string CityOf(string id) =>
        !id.Contains('/', StringComparison.Ordinal) || id.StartsWith("Etc/", StringComparison.Ordinal)
        ? ""
        : id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    private static string Print(TimeSpan offset)
    {
        if (offset == TimeSpan.Zero)
        {
            return "";
        }

        var minutes = offset.Minutes == 0 ? "" : offset.ToString("\\:mm", CultureInfo.InvariantCulture);

        // A real minus sign, which screen readers read and which is as wide as the plus.
        return (offset < TimeSpan.Zero ? "−" : "+") + Math.Abs(offset.Hours).ToString(CultureInfo.InvariantCulture) + minutes;
    }
}
