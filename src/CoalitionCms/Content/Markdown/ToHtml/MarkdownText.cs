using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>
/// HTML that was created by <see cref="MarkdownText"/> and may be written into a page unencoded. Nothing else can create an instance.
/// </summary>
internal sealed class SafeHtml : IHtmlContent
{
    private readonly string html;

    // Security: only MarkdownText, in this file, calls this.
    internal SafeHtml(string html) => this.html = html;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(html);
    }

    /// <summary>The markup, for feeds and exports that carry it as data.</summary>
    public override string ToString() => html;
}

/// <summary>
/// The only conversion from Markdown to HTML. For any input, the result contains no script, no style, no foreign image and no link except
/// to http, https, mailto, tel and this site; the running time is proportional to the length of the text.
/// </summary>
internal static class MarkdownText
{
    public const int LongestFormatted = 500_000;

    /// <summary>A save asks about one text in several ways, one after the other; longer texts are parsed each time.</summary>
    private const int LongestRemembered = 50_000;

    // The last text of each thread: a document is not shared between threads.
    [ThreadStatic]
    private static ParsedText? parsed;

    private const int WordsPerMinute = 230;
    private const int CharactersPerMinute = 400;

    /// <summary>The text as HTML for a page in <paramref name="language"/>; words in another script get their own language tag.</summary>
    /// <param name="media">Photos and files that the text may show; others are replaced by their description.</param>
    public static SafeHtml ToHtml(string markdown, string language, MediaLookup? media = null)
    {
        ArgumentNullException.ThrowIfNull(language);
        var text = CleanText.Block(markdown);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        if (Parse(text) is not { } read || !TryWrite(writer, read.Document, language, media ?? MediaLookup.Empty, html: true))
        {
            writer.GetStringBuilder().Clear();
            WriteUnformatted(writer, text, language);
        }
        return new SafeHtml(writer.ToString());
    }

    /// <summary>The text without markup in one line, at most <paramref name="maxLength"/> long; an ellipsis marks a cut.</summary>
    public static string ToPlainText(string markdown, int maxLength) => ToPlainText(markdown, maxLength, "", MediaLookup.Empty);

    /// <summary>The same with descriptions and captions of the photos that it shows in this language.</summary>
    public static string ToPlainText(string markdown, int maxLength, string language, MediaLookup media)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var line = CleanText.Line(Words(markdown, language, media));
        if (line.Length <= maxLength)
        {
            return line;
        }

        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(line, end) is var next && next < maxLength)
        {
            end = next;
        }

        var space = line.LastIndexOf(' ', end);
        return line[..(space > end / 2 ? space : end)].TrimEnd(' ', ',', ';', ':', '，', '、', '；', '：') + "…";
    }

    /// <summary>
    /// Estimated reading time in minutes, at least 1: 230 words, or 400 Chinese, Japanese or Korean characters, per minute.
    /// </summary>
    public static int Minutes(string markdown)
    {
        var (words, characters, inWord) = (0, 0, false);
        foreach (var rune in Words(markdown, "", MediaLookup.Empty).EnumerateRunes())
        {
            var system = WritingSystems.Of(rune);
            var isCharacter = system is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul;
            characters += isCharacter ? 1 : 0;
            var isWord = !isCharacter
                && (inWord ? !Rune.IsWhiteSpace(rune) && system != WritingSystem.FullWidth : Rune.IsLetterOrDigit(rune));
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }
        return Math.Max(1, (int)Math.Ceiling(((double)words / WordsPerMinute) + ((double)characters / CharactersPerMinute)));
    }

    /// <summary>
    /// Whether a text nests or repeats markup so often that it cannot be shown with its formatting. It is then shown as typed; a save
    /// refuses it.
    /// </summary>
    public static bool IsTooComplex(string markdown) =>
        Parse(CleanText.Block(markdown)) is not { } read || ParsingBudget.StepsOf(read.Document) > ParsingBudget.StepsPerText
        || read.Words is null;

    /// <summary>The addresses that a text links to, in order.</summary>
    public static IReadOnlyList<string> Links(string markdown) =>
        [.. Inlines(markdown).Where(inline => inline is AutolinkInline or LinkInline { IsImage: false }).Select(AddressOf)];

    /// <summary>The images of a text: address and alternative text.</summary>
    public static IReadOnlyList<(string Url, string AltText)> Images(string markdown) =>
        [.. Inlines(markdown).OfType<LinkInline>().Where(link => link.IsImage).Select(image => (image.Url ?? "", DescriptionOf(image)))];

    private static string AddressOf(Inline link) => link is LinkInline { Url: var url } ? url ?? "" : ((AutolinkInline)link).Url;

    private static IEnumerable<Inline> Inlines(string markdown) => Parse(CleanText.Block(markdown))?.Document.Descendants<Inline>() ?? [];

    private static string DescriptionOf(LinkInline image) =>
        string.Concat(image.Descendants<LiteralInline>().Select(literal => literal.Content.ToString())).Trim();

    private static string Words(string markdown, string language, MediaLookup media)
    {
        var text = CleanText.Block(markdown);
        if (Parse(text) is not { } read)
        {
            return text;
        }

        if (media == MediaLookup.Empty)
        {
            return read.Words ?? text;
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        return TryWrite(writer, read.Document, language, media, html: false) ? writer.ToString() : text;
    }

    /// <summary>Writes the document; false when it is nested deeper than the writer allows.</summary>
    private static bool TryWrite(TextWriter writer, MarkdownDocument document, string language, MediaLookup media, bool html)
    {
        try
        {
            SiteMarkdown.CreateRenderer(writer, language, media, html).Render(document);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The parsed text; null when it is too long, or nested deeper than the parser allows.</summary>
    private static ParsedText? Parse(string text)
    {
        if (text.Length > LongestFormatted || SiteMarkdown.HasTooManyDefinitions(text))
        {
            return null;
        }

        if (parsed is { } last && last.Text == text)
        {
            return last;
        }

        try
        {
            var read = new ParsedText(text, SiteMarkdown.Parse(text));
            parsed = text.Length <= LongestRemembered ? read : null;
            return read;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void WriteUnformatted(StringWriter writer, string text, string language)
    {
        var renderer = SiteMarkdown.CreateRenderer(writer, language, MediaLookup.Empty, html: true);
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            renderer.Write("<p>");
            PlainText.Write(renderer, paragraph, language);
            renderer.WriteLine("</p>");
        }
    }

    private sealed class ParsedText(string text, MarkdownDocument document)
    {
        private readonly Lazy<string?> words = new(() =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            return TryWrite(writer, document, language: "", MediaLookup.Empty, html: false) ? writer.ToString() : null;
        });

        public string Text => text;

        public MarkdownDocument Document => document;

        /// <summary>The text without its markup; null when it is nested deeper than the writer allows.</summary>
        public string? Words => words.Value;
    }
}
