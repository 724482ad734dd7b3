using System.Globalization;
using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class PrintingFuzzyDatesTests
{
    [Theory]
    [InlineData("en", "2010-05-04", "4 May 2010")]
    [InlineData("en", "2010-05", "May 2010")]
    [InlineData("en", "2010", "2010")]
    [InlineData("en", "2010-05~", "about May 2010")]
    [InlineData("en", "2010-05?", "probably May 2010")]
    [InlineData("en", "2010-05%", "probably about May 2010")]
    [InlineData("en", "2010-03/2010-05", "between March and May 2010")]
    [InlineData("en", "2010-03/2010-05-14", "between March and 14 May 2010")]
    [InlineData("en", "2010-05-03/2010-05-14", "between 3 and 14 May 2010")]
    [InlineData("en", "2009-12/2010-05", "between December 2009 and May 2010")]
    [InlineData("en", "2010-05/2010", "between May 2010 and 2010")]
    [InlineData("en", "2010-03~/2010-05", "between about March 2010 and May 2010")]
    [InlineData("en", "2010/2011", "between 2010 and 2011")]
    [InlineData("en", "../2010", "by 2010 at the latest")]
    [InlineData("en", "../2010-05~", "by about May 2010 at the latest")]
    [InlineData("en", "2010/..", "2010 or later")]
    [InlineData("en", "", "Unknown")]
    [InlineData("zh-Hans", "2010-05~", "2010年5月前后")]
    [InlineData("zh-Hant", "2010-05~", "2010年5月前後")]
    [InlineData("zh-Hans", "2010-05?", "2010年5月（存疑）")]
    [InlineData("zh-Hans", "2010-03/2010-05", "2010年3月至5月之间")]
    [InlineData("zh-Hans", "2010-05-03/2010-05-14", "2010年5月3日至14日之间")]
    [InlineData("zh-Hant", "2009-12/2010-05-14", "2009年12月至2010年5月14日之間")]
    [InlineData("zh-Hant", "../2010", "最遲2010年")]
    [InlineData("zh-Hans", "2010/..", "最早2010年")]
    [InlineData("ko", "2010-05~", "2010년 5월경")]
    [InlineData("ko", "2010-03/2010-05", "2010년 3월에서 5월 사이")]
    [InlineData("ko", "../2010", "늦어도 2010년")]
    [InlineData("ug", "2010/2011", "2010 بىلەن 2011 ئارىسىدا")]
    [InlineData("zh-Hans", "2010-05-14", "2010年5月14日")]
    [InlineData("zh-Hant", "2010-05", "2010年5月")]
    [InlineData("zh-Hant-TW", "2010", "2010年")]
    [InlineData("ko", "2010-05-14", "2010년 5월 14일")]
    [InlineData("ko", "2010-05", "2010년 5월")]
    [InlineData("ko", "2010", "2010년")]
    [InlineData("ug", "2010", "2010")]
    public void A_date_is_printed_as_its_language_writes_it(string culture, string edtf, string expected) =>
        Print(culture, edtf).ShouldBe(expected);

    [Fact]
    public void Uyghur_dates_name_the_month_and_use_latin_digits()
    {
        var printed = Print("ug", "2010-05-14");
        printed.ShouldContain("ماي");
        printed.ShouldContain("2010");
        printed.ShouldContain("14");
        Print("ug", "2010-05").ShouldNotContain("14");
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("ar-SA")]
    [InlineData("th")]
    public void A_culture_with_another_calendar_does_not_move_the_year(string culture)
    {
        foreach (var edtf in new[] { "2010", "2010-05", "2010-05-14" })
        {
            Print(culture, edtf).ShouldContain("2010");
        }
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("de")]
    [InlineData("ja")]
    [InlineData("tr")]
    public void No_language_prints_a_weekday_that_the_source_did_not_give(string culture)
    {
        var printed = Print(culture, "2010-05-14");
        printed.ShouldNotContain(CultureInfo.GetCultureInfo(culture).DateTimeFormat.GetDayName(DayOfWeek.Friday));
        printed.ShouldBe(printed.Trim(' ', ','));
    }

    [Theory]
    [InlineData("en", "2010-03/2010-05", "a day between March and May 2010")]
    [InlineData("en", "../2010", "a day no later than 2010")]
    [InlineData("en", "2010-05-14", "14 May 2010")]
    [InlineData("zh-Hans", "2010-03/2010-05", "2010年3月至5月之间某日")]
    [InlineData("ko", "2010/..", "2010년 이후의 어느 날")]
    public void Within_a_sentence_a_range_is_a_day(string language, string edtf, string expected)
    {
        FuzzyDate.TryParse(edtf, out var date, out _).ShouldBeTrue();
        FuzzyDateText.PrintWithin(date, CultureInfo.GetCultureInfo(language), key => Words(language)[key]).ShouldBe(expected);
    }

    private static string Print(string culture, string edtf)
    {
        FuzzyDate.TryParse(edtf, out var date, out _).ShouldBeTrue();
        return FuzzyDateText.Print(date, CultureInfo.GetCultureInfo(culture), key => Words(culture)[key]);
    }

    private static System.Collections.Frozen.FrozenDictionary<string, string> Words(string culture) =>
        Language.All.OrderByDescending(l => l.Code.Length)
        .FirstOrDefault(l => culture.StartsWith(l.Code, StringComparison.Ordinal), Language.English).Texts;
}
