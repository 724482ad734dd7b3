using System.Globalization;

namespace CoalitionCms.Domain;

/// <summary>
/// One end of a range, or a date that is not a range: its known parts, and whether it is approximate or uncertain. It exists in the
/// calendar.
/// </summary>
internal readonly record struct DatePoint(int Year, int? Month, int? Day, bool IsAbout, bool IsUncertain)
{
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    public DateOnly Latest => new(Year, Month ?? 12, Day ?? DateTime.DaysInMonth(Year, Month ?? 12));

    public DatePrecision Precision => Day is not null ? DatePrecision.Day : Month is not null ? DatePrecision.Month : DatePrecision.Year;

    public bool IsQualified => IsAbout || IsUncertain;

    /// <summary>Only the known parts: <c>2010-05</c>.</summary>
    public string Iso => Precision switch
    {
        DatePrecision.Day => FormattableString.Invariant($"{Year:0000}-{Month:00}-{Day:00}"),
        DatePrecision.Month => FormattableString.Invariant($"{Year:0000}-{Month:00}"),
        _ => FormattableString.Invariant($"{Year:0000}"),
    };

    public string Edtf =>
        Iso + ((IsAbout, IsUncertain) switch { (true, true) => "%", (true, false) => "~", (false, true) => "?", _ => "" });

    /// <summary>Parses only what <see cref="Edtf"/> returned.</summary>
    public static DatePoint Of(ReadOnlySpan<char> edtf)
    {
        var iso = edtf.TrimEnd("~?%");
        var qualifier = edtf[iso.Length..];
        return new(
            Number(iso[..4]),
            iso.Length >= 7 ? Number(iso[5..7]) : null,
            iso.Length >= 10 ? Number(iso[8..10]) : null,
            qualifier is "~" or "%",
            qualifier is "?" or "%");
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
