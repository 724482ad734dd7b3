using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>An instant as people of the site read it, everywhere alike: the day in the
/// language's own way, the time in 24 hours, both of the site's zone.</summary>
public static class InstantText
{
    public static string Print(DateTime utc, TimeZoneInfo zone, Texts texts)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        return $"{FuzzyDateText.Print(FuzzyDate.On(DateOnly.FromDateTime(local)), texts.Language.Culture, key => texts[key])} "
            + $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }
}
