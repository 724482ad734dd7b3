using System.Globalization;

namespace CoalitionCms.Domain;

/// <summary>Formats dates as usual in a language, with exactly the known parts.</summary>
internal static class FuzzyDateText
{
    /// <summary>
    /// "14 May 2010", "2010年5月", "about 2010", "between March and May 2010". <paramref name="text"/> returns the texts of <c>Date.…</c>,
    /// formats such as "about {0}".
    /// </summary>
    public static string Print(FuzzyDate date, CultureInfo culture, Func<string, string> text) => Print(date, culture, text, "Range");

    /// <summary>The same as part of a sentence about a day: "(since) a day between March and May 2010".</summary>
    public static string PrintWithin(FuzzyDate date, CultureInfo culture, Func<string, string> text) =>
        Print(date, culture, text, "SomeDay");

    private static string Print(FuzzyDate date, CultureInfo culture, Func<string, string> text, string ranges)
    {
        ArgumentNullException.ThrowIfNull(date);
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(text);
        string Whole(DatePoint point) => Qualify(point, One(point, culture, shortened: ""), culture, text);
        return (date.Begin, date.End) switch
        {
            (null, null) => text("Date.Unknown"),
            (null, { } end) => string.Format(culture, text($"Date.{ranges}.Until"), Whole(end)),
            ({ } begin, null) => string.Format(culture, text($"Date.{ranges}.From"), Whole(begin)),
            ({ } begin, _) when !date.IsRange => Whole(begin),
            ({ } begin, { } end) when Shared(begin, end, culture) is { } both =>
            string.Format(culture, text($"Date.{ranges}.Between"), both.Begin, both.End),
            ({ } begin, { } end) => string.Format(culture, text($"Date.{ranges}.Between"), Whole(begin), Whole(end)),
        };
    }

    private static string Qualify(DatePoint point, string printed, CultureInfo culture, Func<string, string> text) =>
        (point.IsAbout, point.IsUncertain) switch
        {
            (true, true) => string.Format(culture, text("Date.ProbablyAbout"), printed),
            (true, false) => string.Format(culture, text("Date.About"), printed),
            (false, true) => string.Format(culture, text("Date.Probably"), printed),
            _ => printed,
        };

    /// <summary>
    /// Two ends with the year, and the month, written only once: "March", "May 2010". Null where the language does not do so.
    /// </summary>
    private static (string Begin, string End)? Shared(DatePoint begin, DatePoint end, CultureInfo culture)
    {
        if (DatePatterns.Of(culture).Short is not { } patterns || begin.IsQualified || end.IsQualified || begin.Year != end.Year
            || begin.Month is null || end.Month is null)
        {
            return null;
        }
        var isOneMonth = begin.Month == end.Month && begin.Day is not null && end.Day is not null;
        string Shortened(DatePoint point) =>
            One(point, culture, isOneMonth ? patterns.DayAlone : point.Day is null ? patterns.MonthAlone : patterns.DayOfYear);
        return patterns.YearIsLast ? (Shortened(begin), One(end, culture, "")) : (One(begin, culture, ""), Shortened(end));
    }

    private static string One(DatePoint point, CultureInfo culture, string shortened)
    {
        var patterns = DatePatterns.Of(culture);
        var pattern =
            point.Precision switch
            {
                DatePrecision.Day => patterns.Day,
                DatePrecision.Month => patterns.Month,
                _ =>
            "yyyy" + patterns.YearWord
            };
        return point.Earliest.ToString(shortened.Length > 0 ? shortened : pattern, DatePatterns.Gregorian(culture));
    }
}
