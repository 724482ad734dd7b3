using System.Text.RegularExpressions;
using CoalitionCms.Content.Markdown.ToHtml;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

public sealed class WritingMarkdownTests
{
    private const string Outside = " rel=\"noopener noreferrer nofollow ugc\"";

    [Theory]
    [InlineData("**金海（Jin Hai）**出席了", "<p><strong>金海（Jin Hai）</strong>出席了</p>")]
    [InlineData("这是**重点。**后文", "<p>这是<strong>重点。</strong>后文</p>")]
    [InlineData("**공개**는", "<p><strong><span lang=\"ko\">공개</span></strong><span lang=\"ko\">는</span></p>")]
    [InlineData("~~旧~~新", "<p><del>旧</del>新</p>")]
    [InlineData("a & b < c", "<p>a &amp; b &lt; c</p>")]
    [InlineData("&copy; &#x202E;x&#x200F;", "<p>© x</p>")]
    [InlineData("a  \nb", "<p>a<br>\nb</p>")]
    [InlineData("[ ] not a task", "<p>[ ] not a task</p>")]
    public void Ordinary_markdown_is_written_as_meant(string markdown, string html) => Zh(markdown).ShouldBe(html);

    [Theory]
    [InlineData("他们\n来了", "<p>他们来了</p>")]
    [InlineData("他们。\n来了", "<p>他们。来了</p>")]
    [InlineData("他们**来**\n了", "<p>他们<strong>来</strong>了</p>")]
    [InlineData("他说：\n“好”", "<p>他说：“好”</p>")]
    [InlineData("他们\ncame", "<p>他们\ncame</p>")]
    [InlineData("they\ncame", "<p>they\ncame</p>")]
    [InlineData("> 他们\n> 来了", "<blockquote>\n<p>他们来了</p>\n</blockquote>")]
    public void A_line_end_between_two_chinese_characters_leaves_no_gap(string markdown, string html) => Zh(markdown).ShouldBe(html);

    [Fact]
    public void A_line_end_between_korean_words_stays_a_space() =>
        MarkdownText.ToHtml("공개\n문서", "ko").ToString().Trim().ShouldBe("<p>공개\n문서</p>");

    [Theory]
    [InlineData("# A\n\n## B\n\n### C", "h2 h3 h4")]
    [InlineData("## A\n\n### B", "h2 h3")]
    [InlineData("### A\n\n## B", "h3 h2")]
    [InlineData("# A\n\n###### B", "h2 h6")]
    [InlineData("A\n===\n\nB\n---", "h2 h3")]
    public void The_highest_heading_of_a_text_stands_below_the_title_of_the_page(string markdown, string levels)
    {
        var html = Zh(markdown);
        html.ShouldNotContain("<h1");
        foreach (var level in levels.Split(' '))
        {
            html.ShouldContain("<" + level + " id=");
        }
    }

    [Fact]
    public void Headings_have_addresses_in_their_own_script()
    {
        var html = Zh("## 出席名单\n\n## 出席名单\n\n## Who *we* are\n\n## ！\n\n## 出席名单-1");
        foreach (var id in new[] { "出席名单", "出席名单-1", "who-we-are", "section", "出席名单-1-1" })
        {
            html.ShouldContain($" id=\"{id}\"");
        }
    }

    [Theory]
    [InlineData("[a](https://example.org/b?c=d&e#f)", "<p><a href=\"https://example.org/b?c=d&amp;e#f\"" + Outside + ">a</a></p>")]
    [InlineData("[a](HTTP://example.org)", "<p><a href=\"HTTP://example.org\"" + Outside + ">a</a></p>")]
    [InlineData("[a](/people/金海)", "<p><a href=\"/people/%E9%87%91%E6%B5%B7\">a</a></p>")]
    [InlineData("[a](#top \"T\")", "<p><a href=\"#top\" title=\"T\">a</a></p>")]
    [InlineData("[a](mailto:office@example.org)", "<p><a href=\"mailto:office@example.org\">a</a></p>")]
    [InlineData("[a](tel:+4930123)", "<p><a href=\"tel:+4930123\">a</a></p>")]
    [InlineData("<https://example.org>", "<p><a href=\"https://example.org\"" + Outside + ">https://example.org</a></p>")]
    [InlineData("<office@example.org>", "<p><a href=\"mailto:office@example.org\">office@example.org</a></p>")]
    [InlineData("[a][1]\n\n[1]: https://example.org", "<p><a href=\"https://example.org\"" + Outside + ">a</a></p>")]
    public void Links_to_allowed_addresses_are_links(string markdown, string html) => Zh(markdown).ShouldBe(html);

    [Theory]
    [InlineData("https://example.org/a，后文", "https://example.org/a", "，后文")]
    [InlineData("https://example.org/a。", "https://example.org/a", "。")]
    [InlineData("（https://example.org/a）", "https://example.org/a", "）")]
    [InlineData("“https://example.org/a”", "https://example.org/a", "”")]
    [InlineData("见https://example.org/a后文", "https://example.org/a", "后文")]
    [InlineData("见：www.example.org、", "https://www.example.org", "、")]
    [InlineData("see https://example.org/a_b_c*d.", "https://example.org/a_b_c*d", ".")]
    [InlineData("(https://example.org/a)", "https://example.org/a", ")")]
    public void A_bare_address_ends_before_chinese_text(string markdown, string url, string after) =>
        Zh(markdown).ShouldContain(
            $"<a href=\"{url}\"{Outside}>{url.Replace("https://www.", "www.", StringComparison.Ordinal)}</a>{after}");

    [Theory]
    [InlineData("https://zh.wikipedia.org/wiki/刘晓波", "https://zh.wikipedia.org/wiki/刘晓波", "")]
    [InlineData("见https://example.org/zh-Hans/articles/刘晓波。后文", "https://example.org/zh-Hans/articles/刘晓波", "。")]
    [InlineData("https://zh.wikipedia.org/wiki/2008年奥运会，", "https://zh.wikipedia.org/wiki/2008年奥运会", "，")]
    [InlineData("https://example.org/people/阿不都·热西提）", "https://example.org/people/阿不都·热西提", "）")]
    [InlineData("https://example.org/wiki/刘晓波2010年?q=金海&p=1 后文", "https://example.org/wiki/刘晓波2010年?q=金海&p=1", "")]
    [InlineData("https://ko.wikipedia.org/wiki/광주_민주화_운동, 그", "https://ko.wikipedia.org/wiki/광주_민주화_운동", ",")]
    [InlineData("https://example.org/%E9%87%91后文", "https://example.org/%E9%87%91", "")]
    [InlineData("https://example.org/12에서", "https://example.org/12", "")]
    [InlineData("https://example.org/a،", "https://example.org/a", "<bdi")]
    [InlineData("https://example.org/a» b", "https://example.org/a", "»")]
    public void A_bare_address_is_linked_whole_up_to_punctuation(string markdown, string url, string after)
    {
        var html = Zh(markdown);
        Uri.UnescapeDataString(System.Net.WebUtility.HtmlDecode(html))
            .ShouldContain($"<a href=\"{Uri.UnescapeDataString(url)}\"{Outside}>");
        html.ShouldContain("</a>" + after);
    }

    [Theory]
    [InlineData("2015. 10. 6. 뉴욕에서 열렸다.")]
    [InlineData("1989. That was the year.")]
    [InlineData("1989) That was the year.")]
    [InlineData("10. 6. 뉴욕에서 열렸다.")]
    [InlineData("6. 10. 2015 fand statt")]
    [InlineData("    an indented paragraph")]
    [InlineData("\tan indented paragraph")]
    [InlineData("　　　　缩进的段落")]
    public void A_date_or_a_space_in_front_leaves_a_paragraph_as_it_is(string markdown)
    {
        foreach (var text in new[] { markdown, "before\n\n" + markdown + "\n\nafter" })
        {
            var html = MarkdownText.ToHtml(text, "ko").ToString();
            html.ShouldContain("<p>");
            html.ShouldNotContain("<li");
            html.ShouldNotContain("<pre");
            html.ShouldNotContain("<ol");
        }
    }

    [Theory]
    [InlineData("1989. That was the year.\n\n6. Oktober", "<p>1989. That was the year.</p>\n<ol start=\"6\">\n<li>Oktober</li>\n</ol>")]
    [InlineData("5. Mai\n\n9. Mai", "<ol start=\"5\">\n<li><p>Mai</p></li>\n<li value=\"9\"><p>Mai</p></li>\n</ol>")]
    [InlineData("5. März\n3. April\n4. April", "<ol start=\"5\">\n<li>März</li>\n<li value=\"3\">April</li>\n<li>April</li>\n</ol>")]
    [InlineData("1. a\n1. b\n1. c", "<ol>\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ol>")]
    [InlineData("1. a\n2. b\n   1. c", "<ol>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol></li>\n</ol>")]
    [InlineData("1. 2015. 10. 6. a", "<ol>\n<li>2015. 10. 6. a</li>\n</ol>")]
    public void A_number_is_shown_as_it_was_typed(string markdown, string html) =>
        MarkdownText.ToHtml(markdown, "de").ToString().Replace("\n<p>", "<p>", StringComparison.Ordinal)
        .Replace("</p>\n</li>", "</p></li>", StringComparison.Ordinal)
            .Replace("<li>b\n<ol>", "<li>b<ol>", StringComparison.Ordinal).Replace("</ol>\n</li>", "</ol></li>", StringComparison.Ordinal)
            .Trim().ShouldBe(html);

    [Theory]
    [InlineData("Main", "section-main")]
    [InlineData("Menu", "section-menu")]
    [InlineData("Sources", "section-sources")]
    [InlineData("Step 3", "section-step-3")]
    [InlineData("Mainly", "mainly")]
    public void A_heading_never_takes_an_id_of_the_page(string heading, string id)
    {
        Zh("## " + heading).ShouldContain($"<h2 id=\"{id}\">");
        Zh($"## {heading}\n\n## {id}\n\n## {heading}").Split(" id=\"").Skip(1).Select(part => part.Split('"')[0]).ShouldBeUnique();
    }

    [Fact]
    public void Every_id_that_stands_in_a_page_around_a_text_is_kept_from_its_headings()
    {
        var views = Repository.Files("src/CoalitionCms", ".cshtml").Where(view => view.Path.Contains("/Site/", StringComparison.Ordinal)
            || (view.Name.StartsWith('_') && !view.Name.StartsWith("_Edit", StringComparison.Ordinal)
                && !view.Path.Contains("/Admin/", StringComparison.Ordinal) && !view.Path.Contains("/Own/", StringComparison.Ordinal)));
        var ids = views.SelectMany(view =>
            Regex.Matches(view.Text, "\\sid=\"([a-z][a-z0-9-]*)").Select(match => match.Groups[1].Value.TrimEnd('-'))).ToHashSet();
        ids.ShouldContain("main");
        ids.Where(id => !Headings.IsOfThePage(id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("xhttps://example.org")]
    [InlineData("ftp://example.org")]
    [InlineData("`https://example.org`")]
    [InlineData("https://")]
    public void What_only_looks_like_an_address_is_text(string markdown) => Zh(markdown).ShouldNotContain("<a");

    [Fact]
    public void A_photo_of_the_library_is_a_figure_in_every_width_over_its_colours()
    {
        var html = Photo($"![金海 at the *queries*](/media/{MediaLookups.Photo} \"At work\")");
        html.ShouldStartWith("<figure><span class=\"shot\"><svg viewBox=\"0 0 4 3\"");
        html.ShouldContain($"<source type=\"image/webp\" srcset=\"/media/{MediaLookups.Photo}/320.webp 320w, "
            + $"/media/{MediaLookups.Photo}/640.webp 640w, /media/{MediaLookups.Photo}/800.webp 800w\"");
        html.ShouldContain($"<img src=\"/media/{MediaLookups.Photo}/800.jpg\"");
        html.ShouldContain("width=\"800\" height=\"600\" alt=\"金海 at the queries\" loading=\"lazy\"");
        html.ShouldEndWith("<figcaption>At work</figcaption></figure>", Case.Sensitive);
    }

    [Fact]
    public void A_photo_within_words_stays_within_them_and_an_empty_description_is_that_of_the_library()
    {
        Photo($"before ![](/media/{MediaLookups.Photo}) after").ShouldStartWith("<p>before <span class=\"shot\">");
        Photo($"![](/media/{MediaLookups.Photo})").ShouldContain("alt=\"What the library says\"");
        Photo($"![a \"quoted\" <b>](/media/{MediaLookups.Photo})").ShouldContain("alt=\"a &quot;quoted&quot; &lt;b&gt;\"");
    }

    [Fact]
    public void What_is_not_in_the_library_is_described_and_a_document_is_a_link()
    {
        Photo($"![a vigil](/media/{new string('b', 64)})").ShouldBe("<p>a vigil</p>");
        Photo("![a tracker](https://example.org/pixel.gif)").ShouldBe("<p>a tracker</p>");
        Photo($"[the letter](/media/{MediaLookups.Document})")
            .ShouldBe($"<p><a href=\"/media/{MediaLookups.Document}/file.pdf\">the letter</a></p>");
        Photo($"![no photo](/media/{MediaLookups.Document})").ShouldBe("<p>no photo</p>");
    }

    [Fact]
    public void Words_in_another_writing_carry_their_language_in_the_text()
    {
        MarkdownText.ToHtml("Jin Hai (金海) and *박근찬*", "en").ToString().Trim()
            .ShouldBe("<p>Jin Hai (<span lang=\"zh-Hans\">金海</span>) and <em><span lang=\"ko\">박근찬</span></em></p>");
        MarkdownText.ToHtml("In ئۇيغۇرچە too", "en").ToString().Trim()
            .ShouldBe("<p>In <bdi lang=\"ug\" dir=\"rtl\">ئۇيغۇرچە</bdi> too</p>");
    }

    [Fact]
    public void A_table_has_head_cells_and_no_style()
    {
        var html = Zh("| a | b |\n|:-:|--:|\n| 1 | 2 |");
        html.ShouldContain("<th scope=\"col\">a</th>");
        html.ShouldNotContain("style");
    }

    [Fact]
    public void A_footnote_leads_there_and_back()
    {
        var html = Zh("text[^1]\n\n[^1]: note");
        html.ShouldContain("href=\"#fn:1\"");
        html.ShouldContain("href=\"#fnref:1\"");
    }

    [Fact]
    public void Plain_text_is_one_line_and_cut_between_words_or_characters()
    {
        MarkdownText.ToPlainText("## 标题\n\n**金海**\n出席了 [a & b](/x).\n\n![photo](/media/a.jpg)", 100).ShouldBe("标题 金海出席了 a & b. photo");
        MarkdownText.ToPlainText("one two three four", 12).ShouldBe("one two…");
        MarkdownText.ToPlainText(new string('金', 50), 10).ShouldBe(new string('金', 9) + "…");
        MarkdownText.ToPlainText("𠮷𠮷𠮷", 4).ShouldBe("𠮷…");
        MarkdownText.ToPlainText("abc", 3).ShouldBe("abc");
        MarkdownText.ToPlainText("", 10).ShouldBe("");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("one", 1)]
    [InlineData("word-230", 1)]
    [InlineData("word-231", 2)]
    [InlineData("char-400", 1)]
    [InlineData("char-401", 2)]
    [InlineData("both", 2)]
    public void Reading_time_counts_words_and_characters(string what, int minutes)
    {
        var text = what switch
        {
            "word-230" => string.Concat(Enumerable.Repeat("it's ", 230)),
            "word-231" => string.Concat(Enumerable.Repeat("it's — ", 231)),
            "char-400" => new string('金', 400),
            "char-401" => new string('金', 401) + "。！",
            "both" => string.Concat(Enumerable.Repeat("word ", 230)) + new string('金', 400),
            _ => what,
        };
        MarkdownText.Minutes(text).ShouldBe(minutes);
    }

    private static string Zh(string markdown) => MarkdownText.ToHtml(markdown, "zh-Hans").ToString().Trim();

    private static string Photo(string markdown) => MarkdownText.ToHtml(markdown, "zh-Hans", MediaLookups.WithBoth).ToString().Trim();
}
