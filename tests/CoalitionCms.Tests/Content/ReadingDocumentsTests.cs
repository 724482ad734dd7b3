using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Content.Docx;
using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A document of a word processor becomes the Markdown that pasting it gives, and can do nothing else.</summary>
public sealed class ReadingDocumentsTests(Sites sites) : IClassFixture<Sites>
{
    private const string Template = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headings_lists_tables_links_and_footnotes_come_over()
    {
        var (title, markdown, _) = await ReadAsync(new Docx
        {
            Body = Paragraph("Our report", "Title") + Paragraph("What happened", "1") + "<w:p>" + Run("In ") + Run("2010", "<w:b/>")
                + Run(" she was ") + Run("arrested", "<w:i/>") + """<w:hyperlink r:id="rLink">""" + Run(" as reported") + "</w:hyperlink>"
                + """<w:r><w:footnoteReference w:id="2"/></w:r>""" + Run(".") + "</w:p>"
                + Item("One", 1, 0) + Item("Inside", 1, 1) + Item("Two", 1, 0) + Paragraph("Between.") + Item("Three", 1, 0)
                + Item("Dot", 2, 0) + Item("法律的名称", 3, 0) + Item("其余", 3, 0)
                + "<w:tbl><w:tr>" + Cell("Name") + Cell("Day") + "</w:tr><w:tr>" + Cell("Li") + Cell("Monday") + "</w:tr></w:tbl>"
                + """<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>"""
                + """<w:r><w:instrText>HYPERLINK "https://example.org/b"</w:instrText></w:r>"""
                + """<w:r><w:fldChar w:fldCharType="separate"/></w:r>""" + Run("by a field")
                + """<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>""",
            Footnotes = """<w:footnote w:id="2"><w:p>""" + Run("The court’s file.") + "</w:p></w:footnote>",
            Links = [("rLink", "https://example.org/a?utm_source=x")],
        });
        title.ShouldBe("Our report");
        markdown.ShouldBe("""
            ## What happened

            In **2010** she was *arrested* [as reported](https://example.org/a)[^1].

            1. One
               1. Inside
            2. Two

            Between.

            3. Three

            - Dot

            第一条法律的名称

            第二条其余

            | Name | Day |
            | --- | --- |
            | Li | Monday |

            [by a field](https://example.org/b)

            [^1]: The court’s file.
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task What_the_author_took_out_and_what_others_noted_is_not_in_the_text()
    {
        const string Tracked = """ w:id="9" w:author="Li" w:date="2026-01-01T00:00:00Z">""";
        var (_, markdown, leftOut) = await ReadAsync(new Docx
        {
            Body = $"<w:p><w:del{Tracked}<w:r><w:delText>同行者王某</w:delText></w:r></w:del><w:ins{Tracked}{Run("两人同行")}</w:ins>"
                + """<w:commentRangeStart w:id="1"/>""" + Run("到了法院")
                + """<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>"""
                + $"<w:moveFrom{Tracked}{Run("旧地址")}</w:moveFrom>" + Run("化名", "<w:vanish/>") + "</w:p>"
                + $"<w:p><w:pPr><w:rPr><w:del{Tracked.Replace(">", "/>", StringComparison.Ordinal)}</w:rPr></w:pPr>{Run("前半")}</w:p>"
                + Paragraph("后半"),
            Comments = """<w:comment w:id="1" w:author="Li"><w:p>""" + Run("真名是张某") + "</w:p></w:comment>",
        });
        markdown.ShouldBe("两人同行到了法院\n\n前半后半");
        leftOut.ShouldBe(4);
    }

    [Fact]
    public async Task What_could_do_harm_is_refused_with_a_sentence_and_the_form_keeps_everything()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Member);
        var zip = new Docx { Body = Paragraph("Words") };
        (string Says, byte[] Document)[] cases =
        [
            ("contains macros", (zip with { More = [("word/vbaProject.bin", "x")] }).ToBytes()),
            ("contains macros", (zip with { Type = "application/vnd.ms-word.document.macroEnabled.main+xml" }).ToBytes()),
            ("from another computer", (zip with { Settings = [(Template, "https://evil.example/t.dotm")] }).ToBytes()),
            ("from another computer", (zip with { Settings = [(Template, @"\\evil.example\t.dotm")] }).ToBytes()),
            ("from another computer", (zip with { Settings = [(Template, "file://evil.example/t.dotm")] }).ToBytes()),
            ("too large", (zip with { Bomb = DocxFile.MaxXml + 1 }).ToBytes()),
            ("too large", (zip with { More = [.. Enumerable.Range(0, DocxFile.MostEntries).Select(i => ($"x/{i}", ""))] }).ToBytes()),
            ("too large", (zip with { Body = string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 200)) + Paragraph("x")
                + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 200)) }).ToBytes()),
            // Parts that the library takes as XML because the file says so, whatever they are called.
            ("too large", (zip with { More = [("word/other.dat", "\uFEFF " + string.Concat(Enumerable.Repeat("<ins>", 200)))] }).ToBytes()),
            ("is damaged", (zip with { More = [("word/other.xml/[0].piece", "<w:document>")] }).ToBytes()),
            ("too long for one entry", (zip with { Body = string.Concat(Enumerable.Repeat("<w:p/>", DocxFile.MostParagraphs + 1)) })
            .ToBytes()),
            // One address, referred to again and again; fields within fields.
            ("too long for one entry", (zip with { Links = [("l", "https://example.org/" + new string('a', 1_900))],
                Body = "<w:p>" + string.Concat(Enumerable.Repeat($"<w:hyperlink r:id=\"l\">{Run("x")}</w:hyperlink>", 9_000)) + "</w:p>" })
                .ToBytes()),
            ("too long for one entry", (zip with { Body = "<w:p>" + string.Concat(Enumerable.Repeat(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>", 21)) + "</w:p>" }).ToBytes()),
            ("is damaged", (zip with { More = [("../../evil", "x")] }).ToBytes()),
            ("is damaged", (zip with { Head = "<!DOCTYPE w:document [<!ENTITY x 'xx'>]>" }).ToBytes()),
            ("is damaged", [.. zip.ToBytes()[..300]]),
            ("an older .doc document", [0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3]),
            ("not a .docx document", "Words"u8.ToArray()),
            ("Choose a document first.", []),
        ];
        foreach (var (says, document) in cases)
        {
            var page = (await SendAsync(author, document)).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(says);
            page.One("#Entry_Body").TextContent.Trim().ShouldBe("Typed before.");
        }

        // A template on the writer's own disk is what an office has; nothing is loaded from there.
        (await SendAsync(author, (zip with { Settings = [(Template, @"file:///C:\Users\li\Normal.dotm")] }).ToBytes()))
            .ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_referred_to_a_hundred_times_is_read_once()
    {
        const string Blip = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed=\"rImage\"/>"
            + "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
        var document = new Docx
        {
            Body = "<w:p>" + string.Concat(Enumerable.Repeat($"<w:hyperlink r:id=\"l\">{Run("x")}{Blip}</w:hyperlink>", 100)) + "</w:p>",
            Links = [("l", "https://example.org/" + new string('a', 1_000_000))],
            Image = new byte[1_000_000],
        }.ToBytes();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (text, _) = await DocxReader.ReadAsync(document, Token);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
        text.ShouldNotBeNull().Pictures.ShouldHaveSingleItem();
        text.Html.ShouldNotContain("href", Case.Sensitive, "So long an address is left out.");
    }

    [Fact]
    public async Task Text_and_pictures_are_put_below_what_was_typed_and_pictures_lose_what_they_say_of_their_maker()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Member);
        var picture =
            """<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="A lantern"/><a:graphic><a:graphicData uri="x"><pic:pic>"""
            + """<pic:blipFill><a:blip r:embed="rImage"/></pic:blipFill>"""
            + """</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>""";
        var document =
            new Docx { Body = Paragraph("A title", "Title") + Paragraph("Before.") + $"<w:p>{picture}</w:p>", Image = Library.Photo(71) };
        var page = (await SendAsync(author, document.ToBytes())).ShouldHave(HttpStatusCode.OK).ShouldSay("Pictures: 1.");
        page.One("#Entry_Title").GetAttribute("value").ShouldBe("A title");
        var body = page.One("#Entry_Body").TextContent.Trim();
        body.ShouldStartWith("Typed before.\n\nBefore.\n\n![A lantern](/media/");
        var sha256 = body.Split("/media/")[1][..64];
        (await author.GetAsync($"/admin/media/{sha256}/thumb")).ShouldHave(HttpStatusCode.OK);
        (await OpenEditor.On(author, page).PressAsync("save")).ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");
    }

    [Theory]
    [InlineData("", "", "Vigil", "Words.")]
    [InlineData("", "Vigil ", "Vigil", "Words.")]
    [InlineData("", "Another", "", "## Vigil\n\nWords.")]
    [InlineData("Of a style", "", "Of a style", "## Vigil\n\nWords.")]
    public void A_heading_that_begins_a_document_is_the_title(string styled, string present, string title, string words) =>
        new EditUploads.Read(styled, "## Vigil\n\nWords.", 0, 0, 0, []).TitledLike(present).ShouldBe((title, words));

    private static async Task<(string Title, string Markdown, int LeftOut)> ReadAsync(Docx document)
    {
        var (text, problem) = await DocxReader.ReadAsync(document.ToBytes(), Token);
        text.ShouldNotBeNull(problem.ToString());
        return (text.Title, MarkdownFromHtml.Convert(text.Html), text.LeftOut);
    }

    private static async Task<WebPage> SendAsync(Browser browser, byte[] document)
    {
        var form = await browser.GetAsync("/admin/articles/new");
        var content = new MultipartFormDataContent();
        foreach (var field in form.AllOf("form.editor input[type=hidden]"))
        {
            content.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        }

        content.Add(new StringContent("Typed before."), "Entry.Body");
        content.Add(new StringContent("document"), "do");
        var file = new ByteArrayContent(document);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(file, "Document", "report.docx");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(browser.Site, "/admin/articles/new")) { Content = content };
        request.Headers.TryAddWithoutValidation("Origin", browser.Site.GetLeftPart(UriPartial.Authority));
        return await browser.SendAsync(request);
    }

    private static string Run(string text, string properties = "") =>
        $"""<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{WebUtility.HtmlEncode(text)}</w:t></w:r>""";

    private static string Paragraph(string text, string style = "") =>
        $"""<w:p><w:pPr>{(style.Length > 0 ? $"<w:pStyle w:val=\"{style}\"/>" : "")}</w:pPr>{Run(text)}</w:p>""";

    private static string Item(string text, int list, int level) =>
        $"""<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{Run(text)}</w:p>""";

    private static string Cell(string text) => $"<w:tc>{Paragraph(text)}</w:tc>";

    /// <summary>A .docx file with these parts.</summary>
    private sealed record Docx
    {
        private const string Spaces = """
            xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
            xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
            """;

        private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

        public string Head { get; init; } = "";
        public string Body { get; init; } = "";
        public string Footnotes { get; init; } = "";
        public string Comments { get; init; } = "";
        public string Type { get; init; } = Word + "document.main+xml";
        public int Bomb { get; init; }
        public byte[] Image { get; init; } = [];
        public IReadOnlyList<(string Id, string Target)> Links { get; init; } = [];
        public IReadOnlyList<(string Type, string Target)> Settings { get; init; } = [];
        public IReadOnlyList<(string Name, string Content)> More { get; init; } = [];

        public byte[] ToBytes()
        {
            var bytes = new MemoryStream();
            using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            {
                Add("[Content_Types].xml", $"""
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                    <Default Extension="xml" ContentType="application/xml"/>
                    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                    <Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="{Type}"/>
                    {string.Concat(new[] { "styles", "numbering", "footnotes", "comments", "settings" }.Select(p =>
                        $"<Override PartName=\"/word/{p}.xml\" ContentType=\"{Word}{p}+xml\"/>"))}</Types>
                    """);
                Add("_rels/.rels", Relations($"""<Relationship Id="r1" Type="{Office}officeDocument" Target="word/document.xml"/>"""));
                Add("word/document.xml", $"{Head}<w:document {Spaces}><w:body>{Body}</w:body></w:document>" + new string(' ', Bomb));
                Add("word/_rels/document.xml.rels",
                    Relations(string.Concat(new[] { "styles", "numbering", "footnotes", "comments", "settings" }
                    .Select(p => $"""<Relationship Id="r-{p}" Type="{Office}{p}" Target="{p}.xml"/>"""))
                    + $"""<Relationship Id="rImage" Type="{Office}image" Target="media/one.jpg"/>"""
                    + string.Concat(Links.Select(l =>
                        $"""<Relationship Id="{l.Id}" Type="{Office}hyperlink" TargetMode="External" Target="{l.Target}"/>"""))));
                Add("word/styles.xml", $"""
                    <w:styles {Spaces}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
                    <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>
                    """);
                Add("word/numbering.xml", $"<w:numbering {Spaces}>" + Format(1, ("decimal", "%1."), ("lowerLetter", "%2)"))
                    + Format(2, ("bullet", "•")) + Format(3, ("chineseCounting", "第%1条")) + string.Concat(Enumerable.Range(1, 3).Select(n =>
                        $"""<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>""")) + "</w:numbering>");
                Add("word/footnotes.xml", $"<w:footnotes {Spaces}>{Footnotes}</w:footnotes>");
                Add("word/comments.xml", $"<w:comments {Spaces}>{Comments}</w:comments>");
                Add("word/settings.xml", $"<w:settings {Spaces}/>");
                Add("word/_rels/settings.xml.rels", Relations(string.Concat(Settings.Select(s =>
                    $"""<Relationship Id="rT" Type="{s.Type}" TargetMode="External" Target="{s.Target}"/>"""))));
                using (var image = zip.CreateEntry("word/media/one.jpg").Open())
                {
                    image.Write(Image);
                }

                foreach (var (name, content) in More)
                {
                    Add(name, content);
                }

                void Add(string name, string content)
                {
                    using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                    part.Write(Encoding.UTF8.GetBytes(content));
                }
            }

            return bytes.ToArray();
        }

        private static string Format(int id, params (string Format, string Text)[] levels) => $"""<w:abstractNum w:abstractNumId="{id}">"""
            + string.Concat(levels.Select((l, i) => $"""<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{l.Format}"/>"""
            + $"""<w:lvlText w:val="{l.Text}"/></w:lvl>""")) + "</w:abstractNum>";

        private static string Relations(string content) =>
            $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>""";
    }
}
