using System.Globalization;

namespace CoalitionCms.Domain;

/// <summary>How a language writes a day, a month, a year.</summary>
/// <param name="Day">A whole day.</param>
/// <param name="YearWord">Suffix of a year without month and day.</param>
/// <param name="Short">Short forms next to a date that has the other parts, where known.</param>
internal sealed record DatePatterns(string Day, string Month, string YearWord, DatePatterns.Shortened? Short)
{
    // .NET's data gives American order for "en" and a bare number for a year; the others follow their culture, without the weekday.
    private static readonly DatePatterns English = new("d MMMM yyyy", "MMMM yyyy", "", new("MMMM", "d MMMM", "%d", YearIsLast: true));
    private static readonly DatePatterns Chinese = new("yyyy年M月d日", "yyyy年M月", "年", new("M月", "M月d日", "d日", YearIsLast: false));
    private static readonly DatePatterns Korean = new("yyyy년 M월 d일", "yyyy년 M월", "년", new("M월", "M월 d일", "d일", YearIsLast: false));

    public static DatePatterns Of(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "en" => English,
        "zh" => Chinese,
        "ko" => Korean,
        _ => new(WithoutWeekday(culture.DateTimeFormat), culture.DateTimeFormat.YearMonthPattern, "", null),
    };

    /// <summary>The Gregorian format of a culture, since a culture with another calendar must not turn 2010 into 1388.</summary>
    public static DateTimeFormatInfo Gregorian(CultureInfo culture)
    {
        if (culture.DateTimeFormat.Calendar is GregorianCalendar)
        {
            return culture.DateTimeFormat;
        }

        if (culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } calendar)
        {
            return DateTimeFormatInfo.InvariantInfo;
        }

        var format = (DateTimeFormatInfo)culture.DateTimeFormat.Clone();
        format.Calendar = calendar;
        return format;
    }

    private static string WithoutWeekday(DateTimeFormatInfo format) =>
        format.LongDatePattern.Replace("dddd", "", StringComparison.Ordinal).Trim(' ', ',', '،', '、');

    /// <summary>Parts of a date next to another date of the same year, or of the same month.</summary>
    internal sealed record Shortened(string MonthAlone, string DayOfYear, string DayAlone, bool YearIsLast);
}
