using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class CleaningTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  Jin \t\r\n Hai\u3000\u00a0 ", "Jin Hai")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\0b\u0007c\u007fd\u009ce", "abcde")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("gnp.\u202eexe", "gnp.exe")]
    [InlineData("\u200ea\u200f\u061cb\u2066c\u2069", "abc")]
    [InlineData("\ufeffa\u200bb\u2060c\u00add", "abcd")]
    [InlineData("a\uffffb\ufdd0c\U0001fffed", "abcd")]
    [InlineData("\u3164\u2800", "")]
    [InlineData("a\U000e0041b", "ab")]
    [InlineData("😀 金海 𠮷", "😀 金海 𠮷")]
    [InlineData("a\u200db", "ab")]
    [InlineData("金\u200c海", "金海")]
    public void A_line_holds_nothing_invisible(string? text, string expected) => CleanText.Line(text).ShouldBe(expected);

    [Theory]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("क्\u200dष", "क्\u200dष")]
    [InlineData("\u200cمی\u200c", "می")]
    [InlineData("می\u200c\u200cخ", "می\u200cخ")]
    [InlineData("می \u200cخ", "می خ")]
    [InlineData("می\u200c خ", "می خ")]
    public void A_joiner_stays_only_where_it_is_spelling(string text, string expected) => CleanText.Line(text).ShouldBe(expected);

    [Fact]
    public void Half_a_surrogate_pair_is_dropped()
    {
        CleanText.Line("\ud800a\udc00b\ud83d").ShouldBe("ab");
        CleanText.Block("\ud800x\n\udc00").ShouldBe("x\n");
    }

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        foreach (var text in new[] { "a\u200d\u0301 b", "می\u200c\u202e\u200cخ", "\u1112\u1161\u11ab\u3164", "e\ud800\u0301", " \u0301x" })
        {
            CleanText.Line(CleanText.Line(text)).ShouldBe(CleanText.Line(text));
        }
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("a\r\nb\rc\nd\u2028e", "a\nb\nc\nd\ne")]
    [InlineData("\r\r\n\n", "\n\n\n")]
    [InlineData("  indented\t\n\n> quote  \n", "  indented\t\n\n> quote  \n")]
    [InlineData("\ufeffa\0\u001bb\u202ec\u2066\u200f\u061c", "abc")]
    [InlineData("a\uffffb", "ab")]
    [InlineData("e\u0301 می\u200cخواهم", "e\u0301 می\u200cخواهم")]
    public void A_body_keeps_its_spacing_and_loses_what_deceives_or_breaks_files(string? text, string expected) =>
        CleanText.Block(text).ShouldBe(expected);
}
