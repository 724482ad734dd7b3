using System.Globalization;
using CoalitionCms.Kernel;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Kernel;

public sealed class PrintingFuzzyDatesTests
{
    [Theory]
    [InlineData("en", "2010-05-04", "4 May 2010")]
    [InlineData("en", "2010-05", "May 2010")]
    [InlineData("en", "2010", "2010")]
    [InlineData("en", "2010-05~", "about May 2010")]
    [InlineData("en", "", "Unknown")]
    [InlineData("zh-Hans", "2010-05-14", "2010年5月14日")]
    [InlineData("zh-Hant", "2010-05", "2010年5月")]
    [InlineData("zh-Hant-TW", "2010", "2010年")]
    [InlineData("ko", "2010-05-14", "2010년 5월 14일")]
    [InlineData("ko", "2010-05", "2010년 5월")]
    [InlineData("ko", "2010", "2010년")]
    [InlineData("ug", "2010", "2010")]
    public void A_date_is_printed_as_its_language_writes_it(string culture, string edtf, string expected) => Print(culture, edtf).ShouldBe(expected);

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
            Print(culture, edtf).ShouldContain("2010");
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

    private static string Print(string culture, string edtf)
    {
        FuzzyDate.TryParse(edtf, out var date, out _).ShouldBeTrue();
        return FuzzyDateText.Print(date, CultureInfo.GetCultureInfo(culture), key => key switch { "Date.About" => "about {0}", "Date.Unknown" => "Unknown", _ => "" });
    }
}
