using System.Globalization;

namespace CoalitionCms.Kernel;

/// <summary>Dates as a reader of a language expects them, with exactly the known parts.</summary>
public static class FuzzyDateText
{
    /// <summary>"14 May 2010", "2010年5月", "about 2010". <paramref name="text"/> gives <c>Date.About</c> (a format such as "about {0}") and <c>Date.Unknown</c>.</summary>
    public static string Print(FuzzyDate date, CultureInfo culture, Func<string, string> text)
    {
        ArgumentNullException.ThrowIfNull(date);
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(text);
        if (date.Earliest is not { } first)
            return text("Date.Unknown");

        var (day, month, year) = Patterns(culture);
        var pattern = date.Precision switch { DatePrecision.Day => day, DatePrecision.Month => month, _ => year };
        var printed = first.ToString(pattern, Gregorian(culture));
        return date.IsAbout ? string.Format(culture, text("Date.About"), printed) : printed;
    }

    // The system's data gives American order for "en" and a bare number for a year; the others follow their culture, without the weekday.
    private static (string Day, string Month, string Year) Patterns(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "en" => ("d MMMM yyyy", "MMMM yyyy", "yyyy"),
        "zh" => ("yyyy年M月d日", "yyyy年M月", "yyyy年"),
        "ko" => ("yyyy년 M월 d일", "yyyy년 M월", "yyyy년"),
        _ => (WithoutWeekday(culture.DateTimeFormat), culture.DateTimeFormat.YearMonthPattern, "yyyy"),
    };

    private static string WithoutWeekday(DateTimeFormatInfo format) =>
        format.LongDatePattern.Replace("dddd", "", StringComparison.Ordinal).Trim(' ', ',', '،', '、');

    /// <summary>A culture whose own calendar is another one must not turn 2010 into 1388.</summary>
    private static DateTimeFormatInfo Gregorian(CultureInfo culture)
    {
        if (culture.DateTimeFormat.Calendar is GregorianCalendar)
            return culture.DateTimeFormat;
        if (culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } calendar)
            return DateTimeFormatInfo.InvariantInfo;
        var format = (DateTimeFormatInfo)culture.DateTimeFormat.Clone();
        format.Calendar = calendar;
        return format;
    }
}
