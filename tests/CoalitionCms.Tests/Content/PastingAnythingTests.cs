using System.Text;
using AngleSharp.Html.Parser;
using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Content.Markdown.ToHtml;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>What nobody copies on purpose: attacks, nonsense, and clips made to exhaust the server.</summary>
public sealed class PastingAnythingTests
{
    private static readonly string[] Inline =
        ["b", "i", "em", "strong", "span", "code", "a href='https://example.org/x'", "a href='/y'", "s"];
    private static readonly string[] Blocks =
        ["p", "div", "ul", "ol", "li", "blockquote", "h2", "h4", "table", "tr", "td", "th", "pre", "br", "hr"];
    private static readonly string[] Texts =
        ["one", " two", "three ", "四", "五。", "“six”", "(seven)", " ", "8.", "-", "*", "_", "#", "넷", "[9]", "!", "https://example.org/a",
        "|", "~", "&amp;"];

    public static TheoryData<string> Attacks { get; } =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=' java&#9;script:alert(1)'>x</a>",
        "<a href='JaVaScRiPt:alert(1)'>javascript:alert(1)</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='//evil.example'>x</a>", "<a href='/\\evil.example'>x</a>",
        "<a href='https://a.example/\"onclick=\"alert(1)'>x</a>", "<a href='https://a.example/)[x](javascript:alert(1)'>x</a>",
        "<a href='https://a.example/>'>https://a.example/></a>",
        "<a href='/x'>](javascript:alert(1))[</a>", "<p>[x](javascript:alert(1))</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>&lt;javascript:alert(1)&gt;</p>",
        "<img src='/media/a.jpg\" onerror=\"alert(1)' alt=x>", "<img src='/media/a.jpg' alt='x\" onerror=\"alert(1)'>",
        "<img src='/media/a.jpg' alt='](javascript:alert(1))'>",
        "<img src='/media/../admin' alt='[x](javascript:alert(1))'>", "<pre>```\n&lt;script&gt;</pre>", "<code>`&lt;script&gt;`</code>",
        "<p>[x]: javascript:alert(1)</p><p>[x]</p>",
        "<a href='https://www.google.com/url?q=javascript:alert(1)'>x</a>",
        "<a href='https://www.google.com/url?q=https://user@evil.example'>x</a>",
        "<a href='https://a.example/?q=&amp;Tab;&amp;NewLine;'>x</a>",
        "<!--><script>alert(1)</script>-->", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<math><mi><style><img title=\"</style><img src onerror=alert(1)>\">",
        "<table><tr><td>|[x](javascript:alert(1))|<td>`|&lt;script&gt;</table>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<xmp><img src=x onerror=alert(1)></xmp>",
        "<p id=ftn1><a href='#_ftnref1'>x</a>&lt;script&gt;</p><a href='#_ftn1'>1</a>", "<a href='https://a.example\r\n/x'>x</a>",
        "<a href='vbscript:x'>x</a>", "\0<scr\0ipt>alert(1)</script>", "\ud800<b>x",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_becomes_words(string html)
    {
        var shown = MarkdownText.ToHtml(MarkdownFromHtml.Convert(html), "en").ToString();
        var document = new HtmlParser().ParseDocument(shown);
        document.QuerySelectorAll("script,style,svg,math,iframe,object,form,input,[style]").ShouldBeEmpty(shown);
        foreach (var attribute in document.All.SelectMany(element => element.Attributes))
        {
            attribute.Name.ShouldNotStartWith("on", customMessage: shown);
        }

        foreach (var link in document.QuerySelectorAll("a"))
        {
            link.GetAttribute("href")!.ShouldMatch("^(https?://[^@]*$|mailto:|tel:|/[^/\\\\]|/$|#fn)", shown);
        }

        foreach (var image in document.QuerySelectorAll("img"))
        {
            image.GetAttribute("src").ShouldBe("/media/a.jpg");
        }
    }

    [Fact]
    public void Words_survive_any_nesting_and_their_marks_with_them()
    {
        var dice = new Dice(20260604);
        var crossed = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var html = new StringBuilder();
            Paragraph(html, dice, depth: 0);
            var clip = "<p>" + html + "</p>";
            var markdown = MarkdownFromHtml.Convert(clip);
            var shown = MarkdownText.ToHtml(markdown, "en").ToString();
            var (expected, seen) = (ShownText.Of(clip), ShownText.Of(shown));
            seen.Words.ShouldBe(expected.Words, $"{clip}\n{markdown}\n{shown}");
            crossed += seen.Letters == expected.Letters ? 0 : 1;
        }
        // Markdown cannot write marks that cross in the middle of a word: there, and only there, some are given up.
        crossed.ShouldBeLessThan(40);
    }

    [Fact]
    public void Words_survive_any_tags_in_any_order()
    {
        var dice = new Dice(4711);
        for (var i = 0; i < 2_000; i++)
        {
            var clip = new StringBuilder();
            for (var n = dice.Next(40); n >= 0; n--)
            {
                var tag = dice.Next(2) == 0 ? dice.Pick(Inline) : dice.Pick(Blocks);
                clip.Append(dice.Next(4) switch { 0 => $"<{tag}>", 1 => $"</{tag.Split(' ')[0]}>", _ => "w" + dice.Next(10) + " " });
            }
            var markdown = MarkdownFromHtml.Convert(clip.ToString());
            var shown = MarkdownText.ToHtml(markdown, "en").ToString();
            Sorted(ShownText.Of(shown).Words).ShouldBe(Sorted(ShownText.Of(clip.ToString()).Words), $"{clip}\n{markdown}\n{shown}");
        }
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<ul><li>")]
    [InlineData("<blockquote>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<b><i>")]
    [InlineData("<span>x")]
    [InlineData("<p><b a='1'><b a='2'><i></p>x")]
    [InlineData("<table><tr><td>x</td></tr><tr><td colspan=40>")]
    [InlineData("</p></b>")]
    [InlineData("<a href='https://example.org/a_b'>x</a><b>")]
    [InlineData("<p style='mso-list:l0 level9 lfo1'>x")]
    [InlineData("<b>x</b><i>y.</i>")]
    [InlineData("<!--StartFragment-->")]
    [InlineData("<br>https:")]
    [InlineData("[`*_")]
    [InlineData("<a href='#_ftn1'>1</a><p><a href='#_ftnref1'>")]
    [InlineData("&lt;a&#x26;copy;")]
    [InlineData("<i>　</i>")]
    public void Forty_thousand_of_anything_cost_no_more_than_their_length(string piece) => Growth.ShouldBeEven(40_000, count =>
        MarkdownFromHtml.Convert(new StringBuilder().Insert(0, piece, count).Append("end").ToString()).ShouldContain("end"));

    [Fact]
    public void A_clip_over_the_limit_keeps_its_paragraphs()
    {
        var clip = "<p><b>one</b></p><script>x</script><table><tr><td>two</table><img src=\"data:image/png;base64,"
            + new string('A', MarkdownFromHtml.LongestFormatted) + "\"><p>three";
        MarkdownFromHtml.Convert(clip).ShouldBe("one\n\ntwo\n\nthree");
    }

    private static void Paragraph(StringBuilder html, Dice dice, int depth)
    {
        for (var n = dice.Next(4); n >= 0; n--)
        {
            if (depth < 4 && dice.Next(3) == 0)
            {
                // Strikes are not mixed with others: where both end at a letter, the others are given up.
                var tag = dice.Pick(Inline[..5]);
                html.Append('<').Append(tag).Append('>');
                Paragraph(html, dice, depth + 1);
                html.Append("</").Append(tag).Append('>');
            }
            else
            {
                html.Append(dice.Pick(Texts));
            }
        }
    }

    private static string Sorted(string words) => string.Concat(words.Order());

    /// <summary>The same numbers on every machine.</summary>
    private sealed class Dice(uint seed)
    {
        private uint state = seed;

        internal int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }

        internal string Pick(string[] from) => from[Next(from.Length)];
    }
}
