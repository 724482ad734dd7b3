using AngleSharp.Html.Parser;
using CoalitionCms.Content.Markdown.ToHtml;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>
/// What somebody with an account, or an imported file, may try. The result is read as a browser reads it and held against a list of what
/// may be there.
/// </summary>
public sealed class AttackingMarkdownTests
{
    private static readonly string[] Elements =
    [
        "a", "bdi", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li",
            "ol", "p", "path", "picture", "pre", "small", "source", "span", "strong", "sup", "svg",
        "table", "tbody", "td", "th", "thead", "tr", "ul",
    ];

    private static readonly string[] Attributes =
        ["alt", "aria-hidden", "class", "d", "decoding", "dir", "fill", "height", "href", "id", "lang", "loading", "preserveAspectRatio",
        "rel", "scope", "sizes", "src", "srcset", "start", "title", "type", "value", "viewBox", "width"];

    public static TheoryData<string> Corpus { get; } =
    [
        "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
            "<iframe src=javascript:alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>", "<style>@import 'x'</style>",
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<!--><script>alert(1)</script-->",
        "<?php echo 1 ?>", "<![CDATA[<script>alert(1)</script>]]>", "</p><script>alert(1)</script>", "<div\nonclick=alert(1)>",
        "text <b onmouseover=alert(1)>x</b>", "<base href=//evil.example/>",
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x]( javascript:alert(1))", "[x](<javascript:alert(1)>)",
        "[x](< javascript:alert(1)>)", "[x](java\tscript:alert(1))",
        "[x](<java\tscript:alert(1)>)", "[x](java&#9;script:alert(1))", "[x](java&Tab;script:alert(1))",
        "[x](java&NewLine;script:alert(1))", "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))",
        "[x](javascript&#58;alert(1))", "[x](javascript&#x3A;alert(1))", "[x](&#1;javascript:alert(1))", "[x](\u0001javascript:alert(1))",
        "[x](javascript\\:alert(1))", "[x](\\javascript:alert(1))",
        "[x](j\u200bavascript:alert(1))", "[x](&#x200b;javascript:alert(1))", "[x](&#xFEFF;javascript:alert(1))",
        "[x](&#xA0;javascript:alert(1))", "[x](javascript://example.org/%0aalert(1))",
        "[x](vbscript:msgbox(1))", "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[x](file:///etc/passwd)", "[x](blob:https://a/b)",
        "[x](view-source:https://a)", "[x](feed:javascript:alert(1))", "[x](intent://a#Intent;end)", "[x](ftp://example.org)",
        "[x](ws://example.org)",
        "[x](//evil.example)", "[x](///evil.example)", "[x](\\\\evil.example)", "[x](/\\evil.example)", "[x](/&#92;evil.example)",
        "[x](&#47;/evil.example)", "[x](/&#9;/evil.example)", "[x](http:evil.example)",
        "[x](http:\\\\evil.example)", "[x](https://)", "[x](https:///evil.example)", "[x](https://this-site.example@evil.example)",
        "[x](https://evil.example\\@this-site.example)", "[x](:javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]", "[x]: <javascript:alert(1)>\n\n[y][x]", "[x]: //evil.example\n\n[x][]", "<javascript:alert(1)>",
        "<JAVASCRIPT:alert(1)>", "<data:text/html,x>", "<vbscript:x>",
        "![x](javascript:alert(1))", "![x](data:image/svg+xml,<svg onload=alert(1)>)", "![x](https://evil.example/p.gif)",
        "![x](//evil.example/p.gif)", "![x](/media/../admin)", "![x](/media/%2e%2e/admin)",
        "![x](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\\"onerror=alert(1))",
        "![x](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?x=1)",
        "![x\" onerror=\"alert(1)](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
        "![x](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \"x\\\" onerror=\\\"alert(1)\")",
        "![<script>alert(1)</script>](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
        "![[x](javascript:alert(1))](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
        "[![x](javascript:a)](javascript:b)",
        "![&quot; onerror=&quot;alert(1)](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
        "[x](https://a.example \"t\\\" onclick=\\\"alert(1)\")", "[x](https://a.example '\"><script>alert(1)</script>')",
        "[x](https://a.example/\"onclick=\"alert(1))", "[x](https://a.example/'onclick='alert(1))",
        "[x](https://a.example/<script>)", "[<script>alert(1)</script>](https://a.example)", "[x](/a{onclick=alert(1)})",
        "# x {onclick=alert(1)}", "# x {#id .class onclick=alert(1)}", "x{style=color:red}",
        "# <script>alert(1)</script>", "# \" onclick=\"alert(1)", "## x\" id=\"y", "`<script>alert(1)</script>`",
        "```\n</code></pre><script>alert(1)</script>\n```", "```x\" onclick=\"alert(1)\ncode\n```",
        "```\"><script>alert(1)</script>\nx\n```", "    <script>alert(1)</script>",
        "| <script>alert(1)</script> |\n|-|\n| [x](javascript:alert(1)) |", "|a|\n|:-:|\n|b|", "text[^\"><script>]\n\n[^\"><script>]: x",
        "[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "<scr\0ipt>alert(1)</scr\0ipt>",
        "＜script＞alert(1)＜/script＞", "\ud800<script>alert(1)</script>", "金<script>海</script>", "ئ<img src=x onerror=alert(1)>ئ",
        "https://evil.example/\"onmouseover=\"alert(1)", "https://evil.example/<script>alert(1)</script>",
        "www.evil.example\"onclick=alert(1)", "mailto:a@b.example\"onclick=alert(1)", "javascript:alert(1)", "data:text/html,x",
        "https://user:pass@evil.example", "**<script>alert(1)</script>**", "- <script>\n- alert(1)\n- </script>",
        "> <script>alert(1)</script>", "[a](<b)c>)", "![](/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
        "[](javascript:alert(1))", "1. <!-- x", "[x](?a=javascript:alert(1))", "[x](#javascript:alert(1))",
    ];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Nothing_gets_through_that_is_not_on_the_list(string markdown)
    {
        foreach (var language in new[] { "en", "zh-Hans" })
        {
            Check(MarkdownText.ToHtml(markdown, language, MediaLookups.WithBoth).ToString());
        }
    }

    [Fact]
    public void Nothing_gets_through_in_a_mixture_of_attacks()
    {
        var pieces = Corpus.Select(row => row.Data).ToArray();
        for (var i = 0; i < pieces.Length; i++)
        {
            foreach (var join in new[] { "", "\n", " ", "](", "\n\n" })
            {
                Check(MarkdownText.ToHtml(pieces[i] + join + pieces[(i * 7 + 3) % pieces.Length] +
                    join + "**[" + pieces[(i * 13 + 5) % pieces.Length], "en", MediaLookups.WithBoth).ToString());
            }
        }
    }

    [Fact]
    public void A_refused_link_leaves_its_words()
    {
        MarkdownText.ToHtml("read [this *text*](javascript:alert(1)) now", "en", MediaLookups.WithBoth).ToString().Trim()
            .ShouldBe("<p>read this <em>text</em> now</p>");
        MarkdownText.ToHtml("[this](//evil.example)", "en", MediaLookups.WithBoth).ToString().Trim().ShouldBe("<p>this</p>");
    }

    [Fact]
    public void A_text_too_deeply_nested_is_shown_as_typed()
    {
        var text = new string('>', 1_000) + " <script>alert(1)</script> 金";
        var html = MarkdownText.ToHtml(text, "en", MediaLookups.WithBoth).ToString();
        Check(html);
        html.ShouldStartWith("<p>&gt;&gt;");
        html.ShouldContain("&lt;script&gt;");
        html.ShouldContain("<span lang=\"zh-Hans\">金</span>");
        MarkdownText.ToPlainText(text, 10).ShouldBe(">>>>>>>>>…");
    }

    [Fact]
    public void A_text_over_the_limit_is_shown_without_formatting()
    {
        var html = MarkdownText.ToHtml("<b>one</b>\n\n" + new string('a', MarkdownText.LongestFormatted), "en", MediaLookups.WithBoth)
            .ToString();
        html.ShouldStartWith("<p>&lt;b&gt;one&lt;/b&gt;</p>\n<p>aaa");
        Check(html);
    }

    private static void Check(string html)
    {
        html.ShouldNotContain("\0");
        var document = new HtmlParser().ParseDocument("<main>" + html + "</main>");
        document.QuerySelectorAll("main ~ *").ShouldBeEmpty("the text closed an element that it did not open");
        foreach (var element in document.QuerySelectorAll("main *"))
        {
            Elements.ShouldContain(element.LocalName, html);
            foreach (var attribute in element.Attributes)
            {
                Attributes.ShouldContain(attribute.Name, html);
            }

            if (element.GetAttribute("href") is { } href)
            {
                (href.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                    || href.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                    || href.StartsWith("mailto:", StringComparison.Ordinal) || IsOwnPath(href)).ShouldBeTrue(href);
            }

            if (element.GetAttribute("href")?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true)
            {
                element.GetAttribute("rel").ShouldBe("noopener noreferrer nofollow ugc");
                new Uri(element.GetAttribute("href")!).UserInfo.ShouldBeEmpty();
            }
            if (element.GetAttribute("src") is { } src)
            {
                (element.LocalName, src).ShouldBe(("img", $"/media/{MediaLookups.Photo}/800.jpg"));
            }

            if (element.GetAttribute("srcset") is { } set)
            {
                set.Split(", ").ShouldAllBe(s => s.StartsWith($"/media/{MediaLookups.Photo}/", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Resolved as a browser does it, the address stays on the site.</summary>
    private static bool IsOwnPath(string href) =>
        Uri.TryCreate(new Uri("https://this-site.example/articles/x"), href, out var uri)
        && uri is { Scheme: "https", Host: "this-site.example" };
}
