using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// An instant formatted for display, the same everywhere: the day as usual in the language, the time in 24 hours, both in the site's time
/// zone.
/// </summary>
internal static class InstantText
{
    public static string Print(DateTime utc, TimeZoneInfo zone, Texts texts)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        return $"{FuzzyDateText.Print(FuzzyDate.On(DateOnly.FromDateTime(local)), texts.Language.Culture, key => texts[key])} "
            + $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The same with the zone, as readers of the language call it.</summary>
    public static string PrintWithZone(DateTime utc, TimeZoneInfo zone, Texts texts) =>
        Print(utc, zone, texts) + texts.Aside(texts.Zone(zone.Id));
}
