using System.Globalization;

namespace CoalitionCms.Domain;

/// <summary>How a language writes a day, a month, a year.</summary>
/// <param name="Day">A whole day.</param>
/// <param name="YearWord">What stands behind a year that stands alone.</param>
/// <param name="Short">Forms beside a date that says the rest, where we know them.</param>
internal sealed record DatePatterns(string Day, string Month, string YearWord, DatePatterns.Shortened? Short)
{
    // The system's data gives American order for "en" and a bare number for a year; the others follow their culture, without the weekday.
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

    /// <summary>A culture whose own calendar is another one must not turn 2010 into 1388.</summary>
    public static DateTimeFormatInfo Gregorian(CultureInfo culture)
    {
        if (culture.DateTimeFormat.Calendar is GregorianCalendar)
            return culture.DateTimeFormat;
        if (culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } calendar)
            return DateTimeFormatInfo.InvariantInfo;
        var format = (DateTimeFormatInfo)culture.DateTimeFormat.Clone();
        format.Calendar = calendar;
        return format;
    }

    private static string WithoutWeekday(DateTimeFormatInfo format) =>
        format.LongDatePattern.Replace("dddd", "", StringComparison.Ordinal).Trim(' ', ',', '،', '、');

    /// <summary>Parts of a date beside another of the same year, or of the same month.</summary>
    internal sealed record Shortened(string MonthAlone, string DayOfYear, string DayAlone, bool YearIsLast);
}
