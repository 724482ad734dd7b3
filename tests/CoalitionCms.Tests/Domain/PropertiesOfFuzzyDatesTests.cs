using CoalitionCms.Domain;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

/// <summary>What holds of every date, tried with a thousand drawn at random.</summary>
public sealed class PropertiesOfFuzzyDatesTests
{
    private static readonly Config Thousand = Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true);

    private static readonly Gen<string> Point =
        from year in Gen.Frequency((8, Gen.Choose(2008, 2013)), (1, Gen.Choose(1000, 2999)))
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, DateTime.DaysInMonth(year, month))
        from length in Gen.Elements(4, 7, 10)
        from qualifier in Gen.Frequency((3, Gen.Constant("")), (2, Gen.Elements("~", "?", "%")))
        select FormattableString.Invariant($"{year:0000}-{month:00}-{day:00}")[..length] + qualifier;

    private static readonly Gen<string> Range =
        from ends in Gen.Two(Point)
        from open in Gen.Choose(0, 5)
        select open switch { 0 => "../" + ends.Item2, 1 => ends.Item1 + "/..", _ => $"{ends.Item1}/{ends.Item2}" };

    private static readonly Gen<FuzzyDate> Date =
        Gen.Frequency((4, Point), (4, Range), (1, Gen.Constant(""))).Where(spelling => FuzzyDate.TryParse(spelling, out _, out _))
        .Select(Read);

    private static readonly Arbitrary<FuzzyDate> Dates = Date.ToArbitrary();
    private static readonly Arbitrary<(FuzzyDate A, FuzzyDate B)> Pairs = Gen.Two(Date).Select(two => (two.Item1, two.Item2)).ToArbitrary();

    [Fact]
    public void What_is_printed_is_read_as_the_same_date() => Prop.ForAll(Dates, date => Read(date.ToString()) == date).Check(Thousand);

    [Fact]
    public void The_first_day_is_never_after_the_last() =>
        Prop.ForAll(Dates, date => date.Earliest is not { } first || date.Latest is not { } last || first <= last).Check(Thousand);

    [Fact]
    public void Only_the_unknown_date_has_neither_a_first_nor_a_last_day() =>
        Prop.ForAll(Dates, date => date.IsUnknown == (date.Earliest is null && date.Latest is null)).Check(Thousand);

    [Fact]
    public void A_range_spans_its_ends() =>
        Prop.ForAll(Range.Where(r => !r.Contains("..", StringComparison.Ordinal)).ToArbitrary(), spelling =>
    {
        var (begin, end) = (Read(spelling.Split('/')[0]), Read(spelling.Split('/')[1]));
        var isRead = FuzzyDate.TryParse(spelling, out var range, out var error);
        return isRead
            ? range.Earliest == begin.Earliest && range.Latest == end.Latest
            : error == FuzzyDateError.Backwards && end.Latest < begin.Earliest;
    }).Check(Thousand);

    [Fact]
    public void Any_two_dates_have_one_order_and_only_equal_ones_none() => Prop.ForAll(Pairs, pair =>
        Math.Sign(pair.A.CompareTo(pair.B)) == -Math.Sign(pair.B.CompareTo(pair.A))
        && (pair.A.CompareTo(pair.B) == 0) == (pair.A == pair.B)).Check(Thousand);

    [Fact]
    public void The_order_of_three_dates_has_no_circle() =>
        Prop.ForAll(Gen.Three(Date).Select(t => new[] { t.Item1, t.Item2, t.Item3 }).ToArbitrary(), three =>
    {
        Array.Sort(three);
        return three[0] <= three[1] && three[1] <= three[2] && three[0] <= three[2];
    }).Check(Thousand);

    [Fact]
    public void The_order_agrees_with_the_first_day_and_unknown_dates_come_last() => Prop.ForAll(Pairs, pair =>
        pair.A.IsUnknown || pair.B.IsUnknown
            ? pair.A.CompareTo(pair.B) == pair.A.IsUnknown.CompareTo(pair.B.IsUnknown)
            : First(pair.A) >= First(pair.B) || pair.A < pair.B).Check(Thousand);

    [Fact]
    public void Two_dates_overlap_each_other_or_not_at_all() =>
        Prop.ForAll(Pairs, pair => pair.A.Overlaps(pair.B) == pair.B.Overlaps(pair.A)).Check(Thousand);

    [Fact]
    public void Dates_overlap_where_a_day_belongs_to_both() => Prop.ForAll(Pairs, pair =>
    {
        // Any day that decides it is the first or last of one of the two, or the day beside it.
        var days = new[] { pair.A.Earliest, pair.A.Latest, pair.B.Earliest, pair.B.Latest }.OfType<DateOnly>()
            .SelectMany(day => new[] { day.AddDays(-1), day, day.AddDays(1) });
        return pair.A.Overlaps(pair.B) == days.Any(day => Holds(pair.A, day) && Holds(pair.B, day));
    }).Check(Thousand);

    [Fact]
    public void A_date_overlaps_a_month_where_one_of_its_days_may_be_the_date()
    {
        var months = from date in Date
                     from year in Gen.Choose(2007, 2014)
                     from month in Gen.Choose(1, 12)
                     select (Date: date, First: new DateOnly(year, month, 1));
        Prop.ForAll(months.ToArbitrary(), drawn =>
        {
            var days = Enumerable.Range(0, DateTime.DaysInMonth(drawn.First.Year, drawn.First.Month)).Select(drawn.First.AddDays).ToList();
            return drawn.Date.Overlaps(days[0], days[^1]) == days.Exists(day => Holds(drawn.Date, day));
        }).Check(Thousand);
    }

    [Fact]
    public void Any_text_at_all_gets_an_answer() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), Answers).Check(Thousand);

    [Fact]
    public void Any_text_that_looks_like_a_date_gets_an_answer()
    {
        var piece =
            Gen.Elements("2010", "05", "14", "5", "0", "31", "9999", "-", "/", ".", "..", "~", "?", "%", " ", "年", "月", "日", "년 ", "월 ",
            "일", "约", "前后", "about ", "by ", "between ", " and ", " to ", "至", "까지", "０", "～", "\ud800");
        Prop.ForAll(Gen.ListOf(piece).Select(string.Concat).ToArbitrary(), Answers).Check(Thousand.WithMaxTest(5000));
    }

    [Fact]
    public void Every_language_prints_the_year() =>
        Prop.ForAll(Date.Where(date => !date.IsUnknown).ToArbitrary(), date => Language.All.All(language =>
    {
        var years = date.Edtf.Split('/').Where(end => end != "..").Select(end => end[..4]);
        return new[] { FuzzyDateText.Print(date, language.Culture, key => language.Texts[key]),
            FuzzyDateText.PrintWithin(date, language.Culture, key => language.Texts[key]) }
            .All(printed =>
            years.All(year => printed.Contains(year, StringComparison.Ordinal)) && !printed.Contains('{', StringComparison.Ordinal));
    })).Check(Thousand);

    private static DateOnly First(FuzzyDate date) => date.Earliest ?? DateOnly.MinValue;

    private static bool Holds(FuzzyDate date, DateOnly day) => !date.IsUnknown && !(day < date.Earliest) && !(day > date.Latest);

    // A date or a reason, never both or neither; and what was read stays what it is.
    private static bool Answers(string? text) =>
        FuzzyDate.TryParse(text, out var date, out var error)
        ? error == FuzzyDateError.None && Read(date.Edtf) == date
        : error != FuzzyDateError.None && date.IsUnknown;

    private static FuzzyDate Read(string spelling)
    {
        FuzzyDate.TryParse(spelling, out var date, out var error).ShouldBeTrue($"{spelling}: {error}");
        return date;
    }
}
