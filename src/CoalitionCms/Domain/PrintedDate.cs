using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Domain;

/// <summary>
/// Reads dates as the site prints them, in any of its languages: what stands on a page can be typed into a form. The inverse of
/// <see cref="FuzzyDateText"/>; a weekday in brackets or before a comma is left out.
/// </summary>
internal static partial class PrintedDate
{
    private static readonly string[] Ranges = ["Range", "SomeDay"];

    /// <summary>The date; null when no language prints it so.</summary>
    public static FuzzyDate? Read(string text)
    {
        foreach (var language in Language.All)
        {
            if (Read(WithoutWeekday(text, language), language) is { } date)
            {
                return date;
            }
        }

        return null;
    }

    private static FuzzyDate? Read(string text, Language language)
    {
        foreach (var ranges in Ranges)
        {
            if (Parts(text, language, $"Date.{ranges}.Between") is [var begin, var end] && ReadRange(begin, end, language) is { } range)
            {
                return range;
            }

            if (Parts(text, language, $"Date.{ranges}.Until") is [var until] && Point(until, language) is { } last)
            {
                return FuzzyDate.Between(null, last);
            }

            if (Parts(text, language, $"Date.{ranges}.From") is [var from] && Point(from, language) is { } first)
            {
                return FuzzyDate.Between(first, null);
            }
        }

        return Point(text, language) is { } point ? FuzzyDate.Of(point) : null;
    }

    private static FuzzyDate? ReadRange(string begin, string end, Language language)
    {
        if (Point(begin, language) is { } first && Point(end, language) is { } last)
        {
            return last.Latest >= first.Earliest ? FuzzyDate.Between(first, last) : null;
        }

        // "March and May 2010": the year, or the month, is written once.
        if (DatePatterns.Of(language.Culture).Short is not { } patterns
            || Point(patterns.YearIsLast ? end : begin, language) is not { } whole)
        {
            return null;
        }

        var part = patterns.YearIsLast ? begin : end;
        var other = Part(part, patterns.DayOfYear, language) is { } day ? whole with { Month = day.Month, Day = day.Day }
            : Part(part, patterns.MonthAlone, language) is { } month ? whole with { Month = month.Month, Day = null }
            : Part(part, patterns.DayAlone, language) is { } alone && whole.Day is not null ? whole with { Day = alone.Day }
            : (DatePoint?)null;
        return other is not { } found || !IsDay(found) ? null
            : (patterns.YearIsLast ? (found, whole) : (whole, found)) is var (from, until) && until.Latest >= from.Earliest
            ? FuzzyDate.Between(from, until) : null;
    }

    private static DatePoint? Point(string text, Language language)
    {
        foreach (var (key, about, unsure) in new[] { ("Date.ProbablyAbout", true, true), ("Date.Probably", false, true),
            ("Date.About", true, false) })
        {
            if (Parts(text, language, key) is [var inner] && One(inner, language) is { } point)
            {
                return point with { IsAbout = about, IsUncertain = unsure };
            }
        }

        return One(text, language);
    }

    private static DatePoint? One(string text, Language language)
    {
        var patterns = DatePatterns.Of(language.Culture);

        // A name of the month leaves no doubt about the order: "May 14, 2010" is read, too.
        foreach (var pattern in new[] { patterns.Day, "MMMM d, yyyy", "MMMM d yyyy" })
        {
            if (Part(text, pattern, language) is { } day)
            {
                return new(day.Year, day.Month, day.Day, false, false);
            }
        }

        return Part(text, patterns.Month, language) is { } month ? new(month.Year, month.Month, null, false, false)
            : Part(text, "yyyy" + patterns.YearWord, language) is { } year ? new(year.Year, null, null, false, false)
            : null;
    }

    // Year 4 has a 29 February: a pattern without a year must not refuse it.
    private static DateTime? Part(string text, string pattern, Language language)
    {
        var format = DatePatterns.Gregorian(language.Culture);
        var (typed, wanted) = pattern.Contains('y', StringComparison.Ordinal) ? (text, pattern) : ("2004 " + text, "yyyy " + pattern);
        return DateTime.TryParseExact(typed, wanted.Replace("%", "", StringComparison.Ordinal), format, DateTimeStyles.None, out var date)
            && date.Year is >= 1000 and <= 2999 ? date : null;
    }

    private static bool IsDay(DatePoint point) => point.Day is not { } day || day <= DateTime.DaysInMonth(point.Year, point.Month ?? 1);

    /// <summary>What stands in the places of a text such as "between {0} and {1}"; null where the text is another.</summary>
    private static string[]? Parts(string text, Language language, string key)
    {
        var format = (language.Texts.GetValueOrDefault(key) ?? Language.English.Texts[key]).Replace("\u2066", "", StringComparison.Ordinal)
            .Replace("\u2069", "", StringComparison.Ordinal);
        var pattern = "^" + Place().Replace(Regex.Escape(format).Replace("\\{", "{", StringComparison.Ordinal), "(.+?)") + "$";
        return Regex.Match(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            is { Success: true } match
            ? [.. match.Groups.Values.Skip(1).Select(g => g.Value.Trim())] : null;
    }

    private static string WithoutWeekday(string text, Language language)
    {
        var format = language.Culture.DateTimeFormat;
        foreach (var day in format.DayNames.Concat(format.AbbreviatedDayNames).OrderByDescending(n => n.Length))
        {
            foreach (var (open, close) in new[] { ("（", "）"), ("(", ")"), (" (", ")") })
            {
                if (text.EndsWith(open + day + close, StringComparison.OrdinalIgnoreCase))
                {
                    return text[..^(open.Length + day.Length + close.Length)].TrimEnd();
                }
            }

            foreach (var mark in new[] { ", ", "، ", " " })
            {
                if (text.StartsWith(day + mark, StringComparison.OrdinalIgnoreCase))
                {
                    return text[(day.Length + mark.Length)..].TrimStart();
                }
            }
        }

        return text;
    }

    [GeneratedRegex(@"\{[0-9]}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
