using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class ReadingFuzzyDatesTests
{
    [Theory]
    [InlineData("2010", "2010", "2010-01-01", "2010-12-31")]
    [InlineData("2010-05", "2010-05", "2010-05-01", "2010-05-31")]
    [InlineData("2010-05-14", "2010-05-14", "2010-05-14", "2010-05-14")]
    [InlineData("2010-05~", "2010-05~", "2010-05-01", "2010-05-31")]
    [InlineData("2012-02", "2012-02", "2012-02-01", "2012-02-29")]
    [InlineData("1000", "1000", "1000-01-01", "1000-12-31")]
    [InlineData("2999-12-31", "2999-12-31", "2999-12-31", "2999-12-31")]
    public void A_date_means_the_range_of_its_known_parts(string text, string edtf, string earliest, string latest)
    {
        var date = Read(text);
        date.Edtf.ShouldBe(edtf);
        date.Earliest.ShouldBe(DateOnly.ParseExact(earliest, "yyyy-MM-dd"));
        date.Latest.ShouldBe(DateOnly.ParseExact(latest, "yyyy-MM-dd"));
    }

    [Theory]
    [InlineData("  2010-05-14\n", "2010-05-14")]
    [InlineData("2010\u201105\u201114", "2010-05-14")]
    [InlineData("2010\u221205", "2010-05")]
    [InlineData("2010/5/14", "2010-05-14")]
    [InlineData("2010/5", "2010-05")]
    [InlineData("2010.5.14", "2010-05-14")]
    [InlineData("2010. 5. 14.", "2010-05-14")]
    [InlineData("2010. 5.", "2010-05")]
    [InlineData("２０１０－０５－１４", "2010-05-14")]
    [InlineData("２０１０／５／１４", "2010-05-14")]
    [InlineData("\u30002010\u3000", "2010")]
    [InlineData("14 May 2010", "2010-05-14")]
    [InlineData("May 14, 2010", "2010-05-14")]
    [InlineData("Friday, 14 May 2010", "2010-05-14")]
    [InlineData("about May 2010", "2010-05~")]
    [InlineData("between March and May 2021", "2021-03/2021-05")]
    [InlineData("between 3 and 14 May 2010", "2010-05-03/2010-05-14")]
    [InlineData("2010年5月14日（星期五）", "2010-05-14")]
    [InlineData("2010. 5. 14. (금)", "2010-05-14")]
    [InlineData("2010年", "2010")]
    [InlineData("2010年5月", "2010-05")]
    [InlineData("2010年5月14日", "2010-05-14")]
    [InlineData("2010年5月14號", "2010-05-14")]
    [InlineData("２０１０年 ５月 １４日", "2010-05-14")]
    [InlineData("2010년", "2010")]
    [InlineData("2010년 5월", "2010-05")]
    [InlineData("2010년 5월 14일", "2010-05-14")]
    [InlineData("2010년5월14일", "2010-05-14")]
    public void The_forms_that_people_type_are_read(string text, string edtf) => Read(text).Edtf.ShouldBe(edtf);

    [Theory]
    [InlineData("2010~", "2010~")]
    [InlineData("2010～", "2010~")]
    [InlineData("~2010", "2010~")]
    [InlineData("about 2010", "2010~")]
    [InlineData("About 2010-05", "2010-05~")]
    [InlineData("c. 2010", "2010~")]
    [InlineData("c.2010", "2010~")]
    [InlineData("ca. 2010", "2010~")]
    [InlineData("circa 2010-05-14", "2010-05-14~")]
    [InlineData("约2010年", "2010~")]
    [InlineData("約2010年5月", "2010-05~")]
    [InlineData("大约2010年", "2010~")]
    [InlineData("2010年左右", "2010~")]
    [InlineData("约2010年左右", "2010~")]
    [InlineData("약 2010년 5월", "2010-05~")]
    [InlineData("2010년경", "2010~")]
    [InlineData("2010年5月前后", "2010-05~")]
    [InlineData("2010年前後", "2010~")]
    public void About_is_understood_and_kept(string text, string edtf)
    {
        var date = Read(text);
        date.Edtf.ShouldBe(edtf);
        date.IsAbout.ShouldBeTrue();
        date.Iso.ShouldBe(edtf.TrimEnd('~'));
    }

    [Theory]
    [InlineData("2010-05?", "2010-05?", false)]
    [InlineData("2010-05-14？", "2010-05-14?", false)]
    [InlineData("probably 2010-05", "2010-05?", false)]
    [InlineData("可能2010年5月", "2010-05?", false)]
    [InlineData("아마 2010년", "2010?", false)]
    [InlineData("2010%", "2010%", true)]
    [InlineData("2010-05?~", "2010-05%", true)]
    [InlineData("2010-05~?", "2010-05%", true)]
    [InlineData("probably about 2010", "2010%", true)]
    [InlineData("2010年左右？", "2010%", true)]
    public void A_doubt_is_understood_and_kept(string text, string edtf, bool isAbout)
    {
        var date = Read(text);
        date.Edtf.ShouldBe(edtf);
        (date.IsUncertain, date.IsAbout, date.IsExact).ShouldBe((true, isAbout, false));
        date.Iso.ShouldBe(edtf.TrimEnd('?', '%'));
    }

    [Theory]
    [InlineData("2010/2011", "2010-01-01", "2011-12-31")]
    [InlineData("2010-03/2010-05", "2010-03-01", "2010-05-31")]
    [InlineData("2010-03-04/2010-05", "2010-03-04", "2010-05-31")]
    [InlineData("2010-05/2010", "2010-05-01", "2010-12-31")]
    [InlineData("2010~/2011?", "2010-01-01", "2011-12-31")]
    [InlineData("2010-05-14%/2010-05-15%", "2010-05-14", "2010-05-15")]
    [InlineData("../2010", "", "2010-12-31")]
    [InlineData("../2010-05~", "", "2010-05-31")]
    [InlineData("2010/..", "2010-01-01", "")]
    [InlineData("2012-02-29?/..", "2012-02-29", "")]
    public void A_range_means_a_day_from_its_first_to_its_last(string edtf, string earliest, string latest)
    {
        var date = Read(edtf);
        (date.Edtf, date.Precision, date.IsRange, date.IsExact, date.Iso).ShouldBe((edtf, DatePrecision.Range, true, false, ""));
        date.Earliest.ShouldBe(earliest.Length == 0 ? null : DateOnly.ParseExact(earliest, "yyyy-MM-dd"));
        date.Latest.ShouldBe(latest.Length == 0 ? null : DateOnly.ParseExact(latest, "yyyy-MM-dd"));
    }

    [Theory]
    [InlineData("2010/5", "2010-05")]
    [InlineData("2010/11", "2010-11")]
    [InlineData("2010/11/12", "2010-11-12")]
    [InlineData("2010/2011", "2010/2011")]
    [InlineData("2010-05/2011", "2010-05/2011")]
    [InlineData("２０１０／２０１１", "2010/2011")]
    public void After_a_slash_two_digits_are_a_month_and_four_the_end_of_a_range(string text, string edtf) =>
        Read(text).Edtf.ShouldBe(edtf);

    [Theory]
    [InlineData("2010-2011", "2010/2011")]
    [InlineData("2010–2011", "2010/2011")]
    [InlineData("2010 — 2011", "2010/2011")]
    [InlineData("2010-03 - 2010-05", "2010-03/2010-05")]
    [InlineData("2010-03 to 2010-05", "2010-03/2010-05")]
    [InlineData("Between 2010-03 and about 2010-05", "2010-03/2010-05~")]
    [InlineData("2010年3月至2010年5月", "2010-03/2010-05")]
    [InlineData("2010年3月到2010年5月之间", "2010-03/2010-05")]
    [InlineData("2010年3月～2010年5月", "2010-03/2010-05")]
    [InlineData("2010~2011", "2010/2011")]
    [InlineData("2010년 3월 ~ 2010년 5월", "2010-03/2010-05")]
    [InlineData("2010년 3월에서 2010년 5월 사이", "2010-03/2010-05")]
    [InlineData("by 2010", "../2010")]
    [InlineData("by 2010 at the latest", "../2010")]
    [InlineData("最迟2010年5月", "../2010-05")]
    [InlineData("不晚於2010年", "../2010")]
    [InlineData("늦어도 2010년까지", "../2010")]
    [InlineData("2010 or later", "2010/..")]
    [InlineData("最早2010年", "2010/..")]
    [InlineData("2010년 이후", "2010/..")]
    [InlineData("2010/2010", "2010")]
    [InlineData("2010-05~/2010-05~", "2010-05~")]
    public void Ranges_that_people_type_are_read(string text, string edtf) => Read(text).Edtf.ShouldBe(edtf);

    [Theory]
    [InlineData("2011/2010")]
    [InlineData("2010-05/2010-04")]
    [InlineData("2010-05-02/2010-05-01")]
    [InlineData("2010-05/2009")]
    [InlineData("between 2011 and 2010")]
    public void A_range_that_ends_before_it_begins_is_refused_and_never_turned_round(string text) => Refuse(text, FuzzyDateError.Backwards);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    public void Nothing_typed_is_the_unknown_date(string? text)
    {
        var date = Read(text);
        date.ShouldBe(FuzzyDate.Unknown);
        (date.IsUnknown, date.IsAbout, date.Iso, date.Precision, date.Earliest, date.Latest)
            .ShouldBe((true, false, "", DatePrecision.Unknown, null, null));
    }

    [Theory]
    [InlineData("1954-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2010-04-31")]
    [InlineData("2010-02-30")]
    [InlineData("2010-00")]
    [InlineData("2010-13")]
    [InlineData("2010-21")]
    [InlineData("2010-05-00")]
    [InlineData("2010-05-32")]
    [InlineData("2010年13月")]
    [InlineData("2010년 5월 40일")]
    [InlineData("about 1954-02-29")]
    [InlineData("1954-02-29/1955")]
    [InlineData("1954/1955-02-29")]
    [InlineData("../1954-02-29")]
    [InlineData("2010/13")]
    public void A_day_that_the_calendar_does_not_have_is_refused_and_never_moved(string text) => Refuse(text, FuzzyDateError.NoSuchDay);

    [Theory]
    [InlineData("0999")]
    [InlineData("0000")]
    [InlineData("3000-01-01")]
    [InlineData("9999")]
    [InlineData("2010/9999")]
    [InlineData("../0999")]
    [InlineData("0001-13-99")]
    public void A_year_outside_1000_to_2999_is_refused(string text) => Refuse(text, FuzzyDateError.OutOfRange);

    [Theory]
    [InlineData("soon")]
    [InlineData("unknown")]
    [InlineData("~")]
    [InlineData("about")]
    [InlineData("about ")]
    [InlineData("2010~~")]
    [InlineData("2010??")]
    [InlineData("2010?~?")]
    [InlineData("2010%%")]
    [InlineData("?2010")]
    [InlineData("2010?-05")]
    [InlineData("?")]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData("../")]
    [InlineData("/2010")]
    [InlineData("2010/")]
    [InlineData("/")]
    [InlineData("../2010/..")]
    [InlineData("2010/2011/2012")]
    [InlineData("2010-05/06")]
    [InlineData("2010-05-14/15")]
    [InlineData("2010-05-12345")]
    [InlineData("2010-05-01/2010-05-12345")]
    [InlineData("2010/05/2011")]
    [InlineData("2010/20111")]
    [InlineData("2010...2011")]
    [InlineData("2010年3月至5月")]
    [InlineData("before 2010")]
    [InlineData("by")]
    [InlineData("to 2010")]
    [InlineData("between 2010")]
    [InlineData("between 2010 and")]
    [InlineData("between between 2010 and 2011 and 2012")]
    [InlineData("201X")]
    [InlineData("2010-XX")]
    [InlineData("10")]
    [InlineData("999")]
    [InlineData("20100")]
    [InlineData("20100514")]
    [InlineData("-2010")]
    [InlineData("+2010")]
    [InlineData("2010-")]
    [InlineData("2010-05-")]
    [InlineData("2010--14")]
    [InlineData("2010-005")]
    [InlineData("2010-05-014")]
    [InlineData("2010-05/14")]
    [InlineData("2010/05-14")]
    [InlineData("2010 05 14")]
    [InlineData("2010 - 05")]
    [InlineData("14/5/2010")]
    [InlineData("5/14/2010")]
    [InlineData("14.05.2010")]
    [InlineData("2010–05")]
    [InlineData("2010-05-14T10:00")]
    [InlineData("2010-05-14Z")]
    [InlineData("2010-05-14\n2011")]
    [InlineData("2010年5月14")]
    [InlineData("2010年14日")]
    [InlineData("5月14日")]
    [InlineData("二〇一〇年")]
    [InlineData("2010年5월")]
    [InlineData("2010-05-1²")]
    [InlineData("2010-05-①")]
    [InlineData("٢٠١٠")]
    [InlineData("२०१०")]
    [InlineData("2010\0")]
    [InlineData("2010\u202e")]
    [InlineData("2010-05-14; DROP TABLE")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_refused_rather_than_guessed(string text) => Refuse(text, FuzzyDateError.NotADate);

    [Fact]
    public void A_very_long_text_or_half_a_character_is_refused_quickly()
    {
        Refuse(new string('2', 1_000_000), FuzzyDateError.NotADate);
        Refuse("2010\ud800", FuzzyDateError.NotADate);
    }

    [Fact]
    public void What_was_read_is_read_the_same_again()
    {
        foreach (var text in new[] { "2010", "2010/5", "2010年5月14日", "about 2010", "by 2010", "2010-03 to 2010-05", "" })
        {
            Read(Read(text).Edtf).ShouldBe(Read(text));
        }
    }

    [Fact]
    public void Precision_tells_the_known_parts() =>
        new[] { "2010~", "2010-05", "2010-05-14~" }.Select(text => Read(text).Precision)
            .ShouldBe([DatePrecision.Year, DatePrecision.Month, DatePrecision.Day]);

    [Fact]
    public void Dates_are_in_order_of_their_first_then_last_day_and_unknown_ones_come_last()
    {
        string[] ordered =
            ["../2009", "../2010", "2009-12-31", "2010-01-01", "2010-01", "2010", "2010?", "2010~", "2010/2011", "2010/..", "2010-02",
            "2010-05-14", "2011", ""];
        ordered.Reverse().Select(Read).Order().Select(date => date.Edtf).ShouldBe(ordered);
        (Read("2010") < Read("2011")).ShouldBeTrue();
        (FuzzyDate.Unknown > Read("2999")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("2010-03/2010-05", "2010-05-31", "2010-06-30", true)]
    [InlineData("2010-03/2010-05", "2010-06-01", "2010-06-30", false)]
    [InlineData("2010-03/2010-05", "2010-01-01", "2010-02-28", false)]
    [InlineData("../2010", "1990-01-01", "1990-12-31", true)]
    [InlineData("../2010", "2011-01-01", null, false)]
    [InlineData("2010/..", "2999-01-01", null, true)]
    [InlineData("2010/..", null, "2009-12-31", false)]
    [InlineData("2010", null, null, true)]
    [InlineData("", null, null, false)]
    public void A_date_is_found_in_a_span_that_it_may_lie_in(string text, string? from, string? until, bool expected) =>
        Read(text).Overlaps(Day(from), Day(until)).ShouldBe(expected);

    [Fact]
    public void A_known_day_is_that_day() => FuzzyDate.On(new(2017, 7, 13)).ShouldBe(Read("2017-07-13"));

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static FuzzyDate Read(string? text)
    {
        FuzzyDate.TryParse(text, out var date, out var error).ShouldBeTrue($"{text}: {error}");
        error.ShouldBe(FuzzyDateError.None);
        return date;
    }

    private static void Refuse(string text, FuzzyDateError expected)
    {
        FuzzyDate.TryParse(text, out var date, out var error).ShouldBeFalse($"{text} was read as {date.Edtf}");
        error.ShouldBe(expected);
        date.ShouldBe(FuzzyDate.Unknown);
    }
}
