namespace CoalitionCms.Kernel;

/// <summary>How much of a date is known.</summary>
public enum DatePrecision
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>The year.</summary>
    Year,

    /// <summary>Year and month.</summary>
    Month,

    /// <summary>The day.</summary>
    Day,
}

/// <summary>Why a text is no date.</summary>
public enum FuzzyDateError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>The text has no form that is understood.</summary>
    NotADate,

    /// <summary>The form is right, but the calendar has no such month or day (1954-02-29).</summary>
    NoSuchDay,

    /// <summary>The year is outside 1000 to 2999.</summary>
    OutOfRange,
}

/// <summary>
/// A date as exact as the source gives it: <c>2010</c>, <c>2010-05</c>, <c>2010-05-14</c>, each perhaps "about" (<c>2010~</c>), or unknown.
/// Kept as written (EDTF level 1), never moved or padded; sorted and searched by the range it means.
/// </summary>
/// <remarks><see cref="Edtf"/> is the truth, the range is made from it for sorting. A later kind of date (<c>2010/2011</c>) is a new spelling with its own range.</remarks>
public sealed record FuzzyDate : IComparable<FuzzyDate>
{
    // EF Core maps properties that have a setter, and binds these parameters to them by name; nobody else may pair a spelling with another range.
    private FuzzyDate(string edtf, DateOnly? earliest, DateOnly? latest) => (Edtf, Earliest, Latest) = (edtf, earliest, latest);

    /// <summary>The date of which nothing is known.</summary>
    public static FuzzyDate Unknown { get; } = new("", null, null);

    /// <summary>The spelling of EDTF level 1; empty when unknown.</summary>
    public string Edtf { get; private init; }

    /// <summary>The first day it may be; null when unknown.</summary>
    public DateOnly? Earliest { get; private init; }

    /// <summary>The last day it may be; null when unknown.</summary>
    public DateOnly? Latest { get; private init; }

    /// <summary>Whether the source says "about".</summary>
    public bool IsAbout => Edtf.EndsWith('~');

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnknown => Edtf.Length == 0;

    /// <summary>How much is known.</summary>
    public DatePrecision Precision => Iso.Length switch { 0 => DatePrecision.Unknown, 4 => DatePrecision.Year, 7 => DatePrecision.Month, _ => DatePrecision.Day };

    /// <summary>The value for <c>&lt;time datetime&gt;</c>, with exactly the known parts; empty when unknown.</summary>
    public string Iso => Edtf.TrimEnd('~');

    /// <summary>This very day.</summary>
    public static FuzzyDate On(DateOnly day) => Create(day.Year, day.Month, day.Day, about: false);

    /// <summary>
    /// Reads what people type: <c>2010-05-14</c>, <c>2010/5/14</c>, <c>2010. 5. 14.</c>, <c>2010年5月14日</c>, <c>2010년 5월</c>, <c>c. 2010</c>, <c>约2010年</c>; full-width digits too.
    /// An empty text is the unknown date. Orders of day and month that can be read in two ways are not understood; then <paramref name="date"/> is unknown too.
    /// </summary>
    public static bool TryParse(string? text, out FuzzyDate date, out FuzzyDateError error)
    {
        (var read, error) = FuzzyDateReader.Read(text);
        date = read ?? Unknown;
        return read is not null;
    }

    /// <summary>By the first day, then the last day that it may be; unknown dates come last.</summary>
    public int CompareTo(FuzzyDate? other)
    {
        if (other is null)
            return 1;
        var order = IsUnknown.CompareTo(other.IsUnknown);
        if (order == 0)
            order = Nullable.Compare(Earliest, other.Earliest);
        if (order == 0)
            order = Nullable.Compare(Latest, other.Latest);
        return order != 0 ? order : string.CompareOrdinal(Edtf, other.Edtf);
    }

    /// <summary>The spelling of EDTF level 1.</summary>
    public override string ToString() => Edtf;

    /// <summary>Earlier in order than.</summary>
    public static bool operator <(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) < 0;

    /// <summary>Earlier in order than, or equal.</summary>
    public static bool operator <=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) <= 0;

    /// <summary>Later in order than.</summary>
    public static bool operator >(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) > 0;

    /// <summary>Later in order than, or equal.</summary>
    public static bool operator >=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) >= 0;

    /// <summary>Parts that the reader has checked. A part that is null stays unknown.</summary>
    internal static FuzzyDate Create(int year, int? month, int? day, bool about)
    {
        var first = new DateOnly(year, month ?? 1, day ?? 1);
        var last = (month, day) switch
        {
            (null, _) => new DateOnly(year, 12, 31),
            ({ } m, null) => new DateOnly(year, m, DateTime.DaysInMonth(year, m)),
            _ => first,
        };
        var spelling = FormattableString.Invariant($"{year:0000}");
        if (month is not null)
            spelling += FormattableString.Invariant($"-{month:00}");
        if (day is not null)
            spelling += FormattableString.Invariant($"-{day:00}");
        return new(about ? spelling + "~" : spelling, first, last);
    }
}
