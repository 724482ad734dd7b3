using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Content.Markdown.ToHtml;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Clips as programs put them on the clipboard, and the rules by which they become Markdown.</summary>
public sealed class PastingFromElsewhereTests
{
    public static TheoryData<string> Clips { get; } = ["word", "writer", "google-docs", "news"];

    [Theory]
    [MemberData(nameof(Clips))]
    public void A_clip_becomes_the_markdown_that_a_person_would_have_typed(string clip) =>
        MarkdownFromHtml.Convert(Html(clip)).ShouldBe(Read(clip + ".md").TrimEnd('\n'));

    [Theory]
    [MemberData(nameof(Clips))]
    public void What_the_site_shows_pastes_back_as_the_same_markdown(string clip)
    {
        var markdown = MarkdownFromHtml.Convert(Html(clip));
        MarkdownFromHtml.Convert(Shown(markdown)).ShouldBe(markdown);
    }

    [Theory]
    [InlineData("[See www.b.example or https://c.example/x_y.](https://a.example/)")]
    [InlineData("[https://b.example/**x**](https://a.example/)")]
    [InlineData("[*www.b.example*](https://a.example/)")]
    public void An_address_in_the_label_of_a_link_is_no_second_link(string markdown)
    {
        var html = Shown(markdown);
        html.Split("<a ").Length.ShouldBe(2, html);
        html.ShouldContain("href=\"https://a.example/\"");
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void The_words_and_their_marks_survive_the_way_to_the_page(string clip)
    {
        var html = Html(clip);
        ShownText.Of(Shown(MarkdownFromHtml.Convert(html))).ShouldBe(ShownText.Of(html));
    }

    [Theory]
    [InlineData("<p>这是<strong>重点。</strong>后文</p>", "这是**重点。**后文")]
    [InlineData("<p><b>Note:</b>text</p>", "**Note**:text")]
    [InlineData("<p>a <b>b </b>c</p>", "a **b** c")]
    [InlineData("<p><b>a</b><b>b</b> <b>c</b></p>", "**ab c**")]
    [InlineData("<p><i>a<b>b</b></i>c</p>", "*a**b***c")]
    [InlineData("<p><b>x<i>y</i></b><i>z</i></p>", "**xy***z*")]
    [InlineData("<p>un<i>believ</i>able</p>", "un*believ*able")]
    [InlineData("<p><b><br></b> </p>", "")]
    [InlineData("<h2><b>Whole</b></h2><h2><b>Half</b> way</h2>", "## Whole\n\n## **Half** way")]
    [InlineData("<h1>a</h1><h3>b</h3><h6>c</h6>", "## a\n\n### b\n\n#### c")]
    [InlineData("<p class=MsoHeading3>b</p>", "### b")]
    [InlineData("a<br>b<br><br>c", "a\\\nb\n\nc")]
    [InlineData("<p>a\n   b\t c&nbsp;&nbsp;d</p>", "a b c d")]
    [InlineData("<p>　　金&shy;海&#8203;出席</p>", "　　金海出席")]
    public void Marks_and_spaces(string html, string markdown) => MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<ul><li>a<li>b<ol start=3><li>c</ol></ul>", "- a\n\n- b\n\n  3. c")]
    [InlineData("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b")]
    [InlineData("<li>a</li><li>b</li>", "- a\n- b")]
    [InlineData("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n1) b")]
    [InlineData("<ol><li>a</li></ol><ol start=2><li>b</li></ol>", "1. a\n2. b")]
    [InlineData("<ul><li><p>a</p><p>b</p></li><li></li><li>c</li></ul>", "- a\n\n  b\n\n- c")]
    [InlineData("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b")]
    [InlineData("<blockquote><p>a</p><cite>Kim <b>B</b></cite></blockquote>", "> a\n>\n> — Kim **B**")]
    [InlineData("<blockquote>a <cite>Book</cite> b<footer>— <cite>林白</cite></footer></blockquote>", "> a *Book* b\n>\n> — 林白")]
    [InlineData("<blockquote><p>甲</p><p><cite>林白</cite></p></blockquote>", "> 甲\n>\n> ——林白")]
    [InlineData("<blockquote><cite>Book</cite></blockquote>", "> *Book*")]
    [InlineData("<a href='https://a.example/'>See www.a.example or https://b.example/x_y.</a>",
        "[See www.a.example or https://b.example/x_y.](https://a.example/)")]
    [InlineData("<pre>a\n```\n  b</pre>", "````\na\n```\n  b\n````")]
    [InlineData("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb")]
    [InlineData("<code>a`b</code>", "``a`b``")]
    [InlineData("<p>a<div>b</div>c", "a\n\nb\n\nc")]
    public void Lists_quotes_and_code(string html, string markdown) => MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<a href='https://example.org/a?utm_source=x&b=1&fbclid=2#c'>w</a>", "[w](https://example.org/a?b=1#c)")]
    [InlineData("<a href='https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa%3Fgclid%3D1&sa=D'>w</a>",
        "[w](https://example.org/a)")]
    [InlineData("<a href='https://example.org/a?gclid=7'>https://example.org/a?gclid=7</a>", "https://example.org/a")]
    [InlineData("见<a href='https://example.org/a'>https://example.org/a</a>。", "见https://example.org/a。")]
    [InlineData("x<a href='https://example.org/a'>https://example.org/a</a>y", "x<https://example.org/a>y")]
    [InlineData("<a href='https://example.org/a'>https://example.org/b</a>", "[https://example.org/b](https://example.org/a)")]
    [InlineData("<a href='/people/%E9%87%91%E6%B5%B7'>w</a>", "[w](/people/金海)")]
    [InlineData("<a href='https://example.org/a_(b)'>[w]</a>", "[\\[w\\]](https://example.org/a_%28b%29)")]
    [InlineData("<b>a <a href='/b'>b</a> c</b> <b><a href='/d'>d</a></b>", "**a [b](/b) c [d](/d)**")]
    [InlineData("<a href='/b'>a <b>b</b></a> <b>c</b>", "[a **b**](/b) **c**")]
    [InlineData("<a href='tel:+49301'>w</a> <a href='#x'>x</a> <a href='y.html'>y</a> <a href='//z'>z</a>", "[w](tel:+49301) x y z")]
    [InlineData("<a href='javascript:x'>a</a> <a href='data:x'>b</a> <a href='file:///x'>c</a> <a href='https://a@b.org'>d</a>", "a b c d")]
    [InlineData("<b>see https://example.org/a.</b> <i>https://example.org</i>b",
        "**see <https://example.org/a>.** *https\\://example.org*b")]
    [InlineData("Wow!<a href='/a'>b</a>", "Wow\\![b](/a)")]
    [InlineData("<img src='/media/ab/960.jpg' alt='A [b]'><img src='https://x.org/p.gif' alt='c'><img src='/media/../x' alt=''>",
        "![A \\[b\\]](/media/ab/960.jpg)*c*")]
    public void Links_and_pictures(string html, string markdown) => MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<table><tr><td>only</td></tr><tr><td>one</td></tr></table>", "only\n\none")]
    [InlineData("<table><tr><td>a<td><table><tr><th>b<th>c</table></table>", "a\n\n| b | c |\n| --- | --- |")]
    [InlineData("<table><caption>T</caption><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e</table>",
        "T\n\n| a | b |\n| --- | --- |\n| c | d |\n|  | e |")]
    [InlineData("<table><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td><ul><li>e</ul></table>", "| a | b |\n| --- | --- |\n| c d | e |")]

    public void Tables(string html, string markdown) => MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Fact]
    public void A_cell_as_wide_as_a_thousand_columns_costs_nothing() =>
        MarkdownFromHtml.Convert("<table><tr><td>a<td colspan=1000>b</table>").ShouldBe("a\n\nb");

    [Theory]
    [InlineData("<script>a</script><style>b</style><title>c</title><svg><text>d</text></svg><iframe>e</iframe>"
        + "<object>f</object><embed><select><option>g</select>")]
    [InlineData("<p style='display:none'>a</p><span style='mso-hide:all'>b</span><i hidden>c</i><!-- d "
        + "--><o:p>e</o:p><textarea>f</textarea><button>g</button>")]
    [InlineData("<img src='https://example.org/pixel.gif' alt=' "
        + "'><p>&nbsp;&#8203;</p><ul><li></li></ul><blockquote><br></blockquote><table><tr><td><td></table><h2> </h2>")]
    [InlineData("Version:0.9\r\nStartHTML:1\r\n<p>a<!--StartFragment--><!--EndFragment-->b")]
    public void What_nobody_would_see_is_dropped(string html) => MarkdownFromHtml.Convert(html).ShouldBeEmpty();

    [Theory]
    [InlineData("# a", "\\# a")]
    [InlineData("#标签", "#标签")]
    [InlineData("1. a", "1\\. a")]
    [InlineData("1.5 a", "1.5 a")]
    [InlineData("> a", "\\> a")]
    [InlineData("- a", "\\- a")]
    [InlineData("-a - b", "-a - b")]
    [InlineData("---", "\\---")]
    [InlineData("a *b* 2 * 3 c_d _e_", "a \\*b\\* 2 * 3 c_d \\_e\\_")]
    [InlineData("a `b` \\c \\* ~~d~~ ~e", "a \\`b\\` \\c \\\\\\* \\~\\~d\\~\\~ ~e")]
    [InlineData("[sic] [a](b) [^1] [c]: d", "[sic] [a\\](b) \\[^1] [c\\]: d")]
    [InlineData("a < b <b> AT&T &copy; x|y", "a < b \\<b> AT&T \\&copy; x|y")]
    [InlineData("Hotel: 5, tel: 030, http: and www. too", "Hotel: 5, tel: 030, http: and www. too")]
    [InlineData("https://example.org/a_b_c", "https://example.org/a_b_c")]
    [InlineData("“金海”说：（好）【注】《书》——……", "“金海”说：（好）【注】《书》——……")]
    [InlineData("“출석 명단”을 공개하라! ① · ~까지", "“출석 명단”을 공개하라! ① · ~까지")]
    public void Only_what_markdown_would_misread_is_escaped(string text, string markdown)
    {
        var html = "<p>" + System.Net.WebUtility.HtmlEncode(text) + "</p>";
        MarkdownFromHtml.Convert(html).ShouldBe(markdown);
        ShownText.Of(Shown(markdown)).Words.ShouldBe(ShownText.Of(html).Words);
    }

    [Fact]
    public void A_footnote_whose_text_was_not_copied_leaves_its_number() =>
        MarkdownFromHtml.Convert("<p>a<a href='#_ftn3'>[3]</a> b</p>").ShouldBe("a[3] b");

    [Fact]
    public void A_footnote_that_nothing_refers_to_stays_as_text() =>
        MarkdownFromHtml.Convert("<p>a</p><div id=ftn1><p><a href='#_ftnref1'>[1]</a> b</p></div>").ShouldBe("a\n\nb");

    [Fact]
    public void Words_inside_the_link_back_from_a_footnote_are_kept() =>
        MarkdownFromHtml.Convert("a<a href='#_ftn1'>1</a><p><a href='#_ftnref1'>words").ShouldBe("a[^1]\n\n[^1]: words");

    [Theory]
    [InlineData("<p><del cite=\"mailto:Li\" datetime=\"2026-11-02T10:00\">同行者王某</del><ins cite=\"mailto:Li\" "
        + "datetime=\"2026-11-02T10:00\">两人同行</ins></p>", "两人同行")]
    [InlineData("<p>a <del datetime=\"2026-11-02\"><b>Wang</b> and</del> b</p>", "a b")]
    [InlineData("<p>a <span class=msoDel><del cite=\"mailto:Li\">Wang</del></span> b</p>", "a b")]
    [InlineData("<p><del>old price</del> <s>x</s> <strike>y</strike></p>", "~~old price x y~~")]
    public void What_the_author_took_out_is_not_carried_and_what_is_struck_stays(string html, string markdown) =>
        MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<p>He spoke<a style='mso-comment-reference:L_1;mso-comment-date:20261102T1000'> twice</a><span "
        + "class=MsoCommentReference><span style='font-size:8.0pt'>"
        + "<a class=msocomanchor id=\"_anchor_1\" href=\"#_msocom_1\" name=\"_msoanchor_1\">[L1]</a><span "
        + "style='mso-special-character:comment'>&nbsp;</span></span></span>.</p>"
        + "<div style='mso-element:comment-list'><hr class=msocomoff align=left size=1><div style='mso-element:comment'><div "
        + "id=\"_com_1\" class=msocomtxt><a name=\"_msocom_1\"></a>"
        + "<p class=MsoCommentText><a href=\"#_msoanchor_1\" class=msocomoff>[L1]</a>Is Wang in danger?</p></div></div></div>",
        "He spoke twice.")]
    [InlineData("<p>a <a class=msocomanchor href='#_msocom_2'>[L2]</a>b</p><p class=MsoCommentText>secret</p><p "
        + "class='MsoCommentSubject x'>secret</p>", "a b")]
    [InlineData("<p>He spoke<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> twice.</p><div style='border:1px solid black'><p><a "
        + "href='#cmnt_ref1' id='cmnt1'>[a]</a>"
        + "<span>Is Wang in danger?</span></p><p>Ask him.</p></div>", "He spoke twice.")]
    [InlineData("<p>He <!-- Li: is Wang in danger? -->spoke.</p>", "He spoke.")]
    public void A_reviewers_comments_are_not_carried(string html, string markdown) => MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<p>In 2010<sup>1</sup> he</p>", "In 2010¹ he")]
    [InlineData("<p>m<sup>2</sup>, 10<sup>−3</sup>, H<sub>2</sub>O, x<sup>(2)</sup></p>", "m², 10⁻³, H₂O, x⁽²⁾")]
    [InlineData("<p>In 2010<span style='vertical-align:super'>1,2</span> he</p>", "In 2010¹,² he")]
    [InlineData("<p>In 2010<sup><a href='https://example.org/1'>1</a></sup> he</p>", "In 2010[¹](https://example.org/1) he")]
    [InlineData("<p>In 2010<sup>1a</sup> he, in 2010<sup>٢</sup> she</p>", "In 2010 [1a] he, in 2010 [٢] she")]
    [InlineData("<p>In 2010<sup>[1]</sup> he, the 4<sup>th</sup>, 1<sup>er</sup></p>", "In 2010[1] he, the 4th, 1er")]
    [InlineData("<p><sup><span style='vertical-align:baseline'>1</span></sup></p>", "1")]
    public void A_raised_number_is_no_digit_of_the_number_before_it(string html, string markdown) =>
        MarkdownFromHtml.Convert(html).ShouldBe(markdown);

    [Theory]
    [InlineData("<p>2015. 10. 6. 뉴욕에서</p>", "2015. 10. 6. 뉴욕에서")]
    [InlineData("<p>1989. That was the year.</p><p>6. Oktober</p>", "1989. That was the year.\n\n6\\. Oktober")]
    [InlineData("<p>10. 6. 뉴욕에서</p>", "10\\. 6. 뉴욕에서")]
    [InlineData("<ol start=1989><li><b>That</b> was the year.</ol>", "1989. **That** was the year.")]
    [InlineData("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1989.</span>That was the year.</p>",
        "1989. That was the year.")]
    [InlineData("<ol start=6><li>six<li value=9>nine<li>ten</ol>", "6. six\n9. nine\n10. ten")]
    [InlineData("<ol><li><ol start=4><li>a</ol></ol>", "4. a")]
    [InlineData("<ol><li>10. 6. a</ol>", "1. 10\\. 6. a")]
    public void A_year_or_a_date_in_front_begins_no_list_and_numbers_are_kept(string html, string markdown)
    {
        MarkdownFromHtml.Convert(html).ShouldBe(markdown);
        MarkdownFromHtml.Convert(Shown(markdown)).ShouldBe(markdown);
    }

    [Theory]
    [InlineData("https://zh.wikipedia.org/wiki/刘晓波")]
    [InlineData("见https://zh.wikipedia.org/wiki/刘晓波，后文")]
    public void An_address_with_letters_of_another_writing_pastes_back_as_it_was(string markdown) =>
        MarkdownFromHtml.Convert(Shown(markdown)).ShouldBe(markdown);

    [Fact]
    public void Words_that_follow_an_address_do_not_become_part_of_it()
    {
        var markdown = MarkdownFromHtml.Convert("<a href='https://example.org/'>https://example.org/</a>后文");
        markdown.ShouldBe("<https://example.org/>后文");
        Shown(markdown).ShouldContain("href=\"https://example.org/\"");
    }

    private static string Html(string clip) => Read(clip + ".html");

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content", "Clips", name));

    private static string Shown(string markdown) => MarkdownText.ToHtml(markdown, "en").ToString();
}
