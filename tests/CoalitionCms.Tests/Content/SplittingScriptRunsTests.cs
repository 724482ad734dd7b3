using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

public sealed class SplittingScriptRunsTests
{
    [Theory]
    [InlineData("en", "Jin Hai", "Jin Hai")]
    [InlineData("en", "Jin Hai 金海 spoke", "Jin Hai |zh-Hans:金海| spoke")]
    [InlineData("en", "金海（Jin Hai）", "zh-Hans:金海（|Jin Hai|zh-Hans:）")]
    [InlineData("en", "金海 郑心龄", "zh-Hans:金海 郑心龄")]
    [InlineData("en", "2015年10月6日, Berlin", "2015|zh-Hans:年10月6日|, Berlin")]
    [InlineData("en", "𠮷田", "zh-Hans:𠮷田")]
    [InlineData("en", "東京の人", "ja:東京の人")]
    [InlineData("en", "박근찬 (Geun Chan Park)", "ko:박근찬| (Geun Chan Park)")]
    [InlineData("en", "金海, 박근찬", "zh-Hans:金海|, |ko:박근찬")]
    [InlineData("en", "See ئۇيغۇر ئاپتونوم، 2015.", "See |ug:ئۇيغۇر ئاپتونوم،| 2015.")]
    [InlineData("en", "e\u0301te\u0301", "e\u0301te\u0301")]
    [InlineData("zh-Hans", "金海（Jin Hai）出席了。", "金海（Jin Hai）出席了。")]
    [InlineData("zh-Hant", "金海", "金海")]
    [InlineData("zh-Hans", "박근찬先生", "ko:박근찬|先生")]
    [InlineData("ko", "박근찬 金海 씨", "박근찬 |zh-Hans:金海| 씨")]
    [InlineData("ko", "《공개 문서》", "《공개 문서》")]
    [InlineData("ug", "ئۇيغۇر 金海", "ئۇيغۇر |zh-Hans:金海")]
    [InlineData("ug", "ئۇيغۇرچە", "ئۇيغۇرچە")]
    [InlineData("en", "", "")]
    [InlineData("en", " 1 ", " 1 ")]
    public void Words_in_another_writing_carry_their_language(string page, string text, string expected)
    {
        var runs = ScriptRuns.Split(text, page).ToList();
        string.Join('|', runs.Select(run => run.Language is null ? run.Text : $"{run.Language}:{run.Text}")).ShouldBe(expected);
        string.Concat(runs.Select(run => run.Text)).ShouldBe(text);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_passed_on() =>
        string.Concat(ScriptRuns.Split("a\ud800金\udc00", "en").Select(run => run.Text)).ShouldBe("a\ud800金\udc00");
}
