namespace CoalitionCms.Domain;

/// <summary>How much of a date is known.</summary>
public enum DatePrecision
{
    Unknown,

    Year,

    Month,

    Day,

    /// <summary>A day between two dates, or before or after a date.</summary>
    Range,
}

/// <summary>Why a text is not a date.</summary>
public enum FuzzyDateError
{
    None,

    /// <summary>The text is not in a supported format.</summary>
    NotADate,

    /// <summary>The format is valid, but the calendar has no such month or day (1954-02-29).</summary>
    NoSuchDay,

    /// <summary>The year is outside 1000 to 2999.</summary>
    OutOfRange,

    /// <summary>A range whose end is before its beginning (2011/2010).</summary>
    Backwards,
}

/// <summary>
/// A date as exact as its source: <c>2010</c>, <c>2010-05</c>, <c>2010-05-14</c>, each optionally approximate (<c>2010~</c>), uncertain
/// (<c>2010?</c>) or both (<c>2010%</c>); a day somewhere in a range (<c>2010-03/2010-05</c>), on or before a date (<c>../2010</c>), on or
/// after it (<c>2010/..</c>); or unknown. Stored as written (EDTF level 1), never moved or padded; sorted and searched by the range of
/// possible days.
/// </summary>
/// <remarks><see cref="Edtf"/> is the value; the range is derived from it for sorting.</remarks>
public sealed record FuzzyDate : IComparable<FuzzyDate>
{
    private const string Open = "..";

    // EF Core maps properties that have a setter, and binds these parameters to them by name; no other code may combine an EDTF text with
    // another range.
    private FuzzyDate(string edtf, DateOnly? earliest, DateOnly? latest) => (Edtf, Earliest, Latest) = (edtf, earliest, latest);

    public static FuzzyDate Unknown { get; } = new("", null, null);

    /// <summary>The date in EDTF level 1; empty when unknown.</summary>
    public string Edtf { get; private init; }

    /// <summary>The first possible day; null when unknown, or when a range is open at that end.</summary>
    public DateOnly? Earliest { get; private init; }

    /// <summary>The last possible day; null when unknown, or when a range is open at that end.</summary>
    public DateOnly? Latest { get; private init; }

    /// <summary>Whether the date, or one of its ends, is approximate.</summary>
    public bool IsAbout => Edtf.AsSpan().IndexOfAny('~', '%') >= 0;

    /// <summary>Whether the date, or one of its ends, is uncertain.</summary>
    public bool IsUncertain => Edtf.AsSpan().IndexOfAny('?', '%') >= 0;

    public bool IsUnknown => Edtf.Length == 0;

    /// <summary>Whether it is a day somewhere in a range.</summary>
    public bool IsRange => Edtf.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether it is one day that is neither approximate nor uncertain.</summary>
    public bool IsExact => Precision == DatePrecision.Day && !IsAbout && !IsUncertain;

    public DatePrecision Precision => IsUnknown ? DatePrecision.Unknown : IsRange ? DatePrecision.Range : DatePoint.Of(Edtf).Precision;

    /// <summary>
    /// The value for <c>&lt;time datetime&gt;</c>, with exactly the known parts; empty when unknown and for a range, which HTML does not
    /// support.
    /// </summary>
    public string Iso => IsUnknown || IsRange ? "" : DatePoint.Of(Edtf).Iso;

    /// <summary>The beginning of the range, or the date itself; null where it is open or unknown.</summary>
    internal DatePoint? Begin => PointAt(0);

    /// <summary>The end of the range, or the date itself; null where it is open or unknown.</summary>
    internal DatePoint? End => PointAt(^1);

    public static FuzzyDate On(DateOnly day) => Create(day.Year, day.Month, day.Day, about: false);

    /// <summary>
    /// Parses what people type: EDTF; <c>2010/5/14</c>, <c>2010. 5. 14.</c>, <c>2010年5月14日</c>, <c>2010년 5월</c>, <c>c. 2010</c>,
    /// <c>约2010年</c>; ranges also as <c>2010-03 to 2010-05</c>, <c>2010年3月至2010年5月</c>; full-width digits too. After a slash one or two
    /// digits are a month (<c>2010/11</c>), four are the end of a range (<c>2010/2011</c>). An empty text is the unknown date. Ambiguous
    /// orders of day and month are not accepted; then <paramref name="date"/> is unknown too.
    /// </summary>
    public static bool TryParse(string? text, out FuzzyDate date, out FuzzyDateError error)
    {
        (var read, error) = FuzzyDateReader.Read(text);
        date = read ?? Unknown;
        return read is not null;
    }

    /// <summary>
    /// Whether it may be one of the days from the first to the last, both included; null is open. The unknown date never matches.
    /// </summary>
    public bool Overlaps(DateOnly? from, DateOnly? until) =>
        !IsUnknown && (Earliest ?? DateOnly.MinValue) <= (until ?? DateOnly.MaxValue)
        && (from ?? DateOnly.MinValue) <= (Latest ?? DateOnly.MaxValue);

    /// <summary>Whether both may be the same day.</summary>
    public bool Overlaps(FuzzyDate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !other.IsUnknown && Overlaps(other.Earliest, other.Latest);
    }

    /// <summary>
    /// Compares by the first, then by the last possible day: an open beginning sorts first, an open end last. Unknown dates sort after all
    /// others.
    /// </summary>
    public int CompareTo(FuzzyDate? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = IsUnknown.CompareTo(other.IsUnknown);
        if (order == 0)
        {
            order = (Earliest ?? DateOnly.MinValue).CompareTo(other.Earliest ?? DateOnly.MinValue);
        }

        if (order == 0)
        {
            order = (Latest ?? DateOnly.MaxValue).CompareTo(other.Latest ?? DateOnly.MaxValue);
        }

        return order != 0 ? order : string.CompareOrdinal(Edtf, other.Edtf);
    }

    /// <summary>The date in EDTF level 1.</summary>
    public override string ToString() => Edtf;

    /// <summary>Earlier in order than.</summary>
    public static bool operator <(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) < 0;

    /// <summary>Earlier in order than, or equal.</summary>
    public static bool operator <=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) <= 0;

    /// <summary>Later in order than.</summary>
    public static bool operator >(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) > 0;

    /// <summary>Later in order than, or equal.</summary>
    public static bool operator >=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) >= 0;

    /// <summary>Creates a date from parts that exist in the calendar. A part that is null is unknown.</summary>
    internal static FuzzyDate Create(int year, int? month, int? day, bool about) =>
        Of(new DatePoint(year, month, day, about, IsUncertain: false));

    internal static FuzzyDate Of(DatePoint point) => new(point.Edtf, point.Earliest, point.Latest);

    /// <summary>Creates a range from ends in order; one end may be open. Equal ends give a date, not a range.</summary>
    internal static FuzzyDate Between(DatePoint? begin, DatePoint? end) => begin == end && begin is { } both
        ? Of(both)
        : new($"{begin?.Edtf ?? Open}/{end?.Edtf ?? Open}", begin?.Earliest, end?.Latest);

    private DatePoint? PointAt(Index end) => Edtf.Split('/')[end] is var part && part is "" or Open ? null : DatePoint.Of(part);
}
