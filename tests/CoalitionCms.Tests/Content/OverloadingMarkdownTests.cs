using CoalitionCms.Content.Markdown.ToHtml;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Texts made to exhaust the program. One bad entry must not break a page, nor hold a processor.</summary>
public sealed class OverloadingMarkdownTests
{
    private const int Size = 100_000;

    public static TheoryData<string, string> Patterns { get; } = new()
    {
        { "", ">" }, { "", "> " }, { "", "[" }, { "", "]" }, { "", "![" }, { "", "*" }, { "", "_" }, { "", "**a" }, { "", "*a _b " },
            { "", "a**b" }, { "", "~" }, { "", "~~a " },
        { "", "`" }, { "", "``a`" }, { "", "<" }, { "", "<a" }, { "", "<!--" }, { "", "<h:" }, { "", "&" }, { "", "&#" }, { "", "\\" },
        { "", "[a](" }, { "", "[](" }, { "", "[a](<b" },
        { "", "[a](b \"" }, { "", "[a]" }, { "", "[a][" }, { "", "[a]: b\n" }, { "", "[^1]" }, { "", "[^1]: a\n" },
        { "[^1]: a\n\n", "[^1] " }, { "", "![a](/media/b)" }, { "", "|" },
        { "", "a|b\n" }, { "|a|\n|-|\n", "|b|\n" }, { "", "|-" }, { "", "- " }, { "", "- a\n" }, { "", "1. " }, { "", "# a\n" },
        { "", "#" }, { "", "# a-1\n# a\n" }, { "", "===\n" }, { "", "a\n===\n" }, { "", "---\n" },
        { "", "```\n" }, { "", "\t" }, { "", "\n" }, { "", "    a\n" }, { "", "http://" }, { "", "https://a.b " }, { "", "www.a" },
        { "", "www." }, { "", "mailto:" }, { "", "mailto:a@" }, { "", "tel:1" },
        { "", "金" }, { "", "金a" }, { "", "金\n" }, { "", "金 ئ" }, { "", "金https://a.b，" }, { "", "**金**" }, { "", "（" }, { "a ", "\u0301" },
        { "", "> - " }, { "", "[[a](b)](" }, { "", "a\n" }, { "", "((" }, { "http://a.b/", "(" }, { "https://a.b/", "&" }, { "", "*\n" },
        { "", "(http://a" }, { "", "[http://a.b" }, { "", "* * " }, { "", "***a**" }, { "", "+\n" }, { "[a](", "(" }, { "[a](", "\\(" },
        { "<", "a" }, { "", "1) a\n\n" }, { "", "[a\n" }, { "", "!" },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_text_of_one_repeated_pattern_costs_no_more_than_its_length(string start, string pattern) =>
        Growth.ShouldBeEven(Size, size =>
        MarkdownText.ToHtml(start + string.Concat(Enumerable.Repeat(pattern, (size - start.Length) / pattern.Length)), "en").ToString()
            .ShouldNotBeNull());

    [Fact]
    public void A_body_of_the_greatest_length_is_shown_with_its_formatting()
    {
        var text =
            string.Concat(Enumerable.Repeat(
            "## 标题\n\n**金海（Jin Hai）**出席了 [the hearing](https://example.org/a)，见https://example.org/b。\n\n- one\n- two\n\n", 5_000));
        text = text[..Math.Min(text.Length, MarkdownText.LongestFormatted)];
        MarkdownText.ToHtml(text, "en").ToString().ShouldContain("<h2 id=\"标题-4000\">");
    }

    [Fact]
    public void A_list_of_thousands_of_links_keeps_them_all()
    {
        var html =
            MarkdownText.ToHtml(string.Concat(Enumerable.Range(1, 3_000)
            .Select(i => $"- [source {i}](https://example.org/{i}) https://example.org/{i}\n")), "en").ToString();
        html.Split("<a href=").Length.ShouldBe(6_001);
    }
}
