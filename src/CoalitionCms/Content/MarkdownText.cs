using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CoalitionCms.Features.Media;
using CoalitionCms.Content.Rendering;
using CoalitionCms.Domain;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace CoalitionCms.Content;

/// <summary>HTML that came from <see cref="MarkdownText"/> and may be written into a page as it is. Nothing else can make one.</summary>
public sealed class SafeHtml : IHtmlContent
{
    private readonly string html;

    // Security: only MarkdownText, in this file, calls this.
    internal SafeHtml(string html) => this.html = html;

    /// <inheritdoc />
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(this.html);
    }

    /// <summary>The markup, for feeds and exports that carry it as data.</summary>
    public override string ToString() => this.html;
}

/// <summary>
/// The only way from Markdown to HTML. Whatever is typed, the result holds no script, no style, no foreign image and no link but to
/// http, https, mailto, tel and this site; any text gives a result in time that grows with its length.
/// </summary>
public static class MarkdownText
{
    /// <summary>Longer bodies are shown without formatting.</summary>
    public const int LongestFormatted = 500_000;

    private const int WordsPerMinute = 230;
    private const int CharactersPerMinute = 400;

    /// <summary>The text as HTML for a page in <paramref name="language"/>; words in another writing carry their own language tag.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="language">Language of the page.</param>
    /// <param name="media">Photos and files that it may show; others leave their description.</param>
    public static SafeHtml ToHtml(string markdown, string language, MediaLookup? media = null)
    {
        ArgumentNullException.ThrowIfNull(language);
        var text = CleanText.Block(markdown);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        if (!TryWrite(writer, text, language, media ?? MediaLookup.Empty, html: true))
        {
            writer.GetStringBuilder().Clear();
            WriteUnformatted(writer, text, language);
        }
        return new SafeHtml(writer.ToString());
    }

    /// <summary>The words without markup in one line, at most <paramref name="maxLength"/> long; a cut is shown by an ellipsis.</summary>
    public static string ToPlainText(string markdown, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var line = CleanText.Line(Words(markdown));
        if (line.Length <= maxLength)
            return line;
        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(line, end) is var next && next < maxLength)
            end = next;
        var space = line.LastIndexOf(' ', end);
        return line[..(space > end / 2 ? space : end)].TrimEnd(' ', ',', ';', ':', '，', '、', '；', '：') + "…";
    }

    /// <summary>Minutes a reader needs, at least 1: 230 words, or 400 Chinese, Japanese or Korean characters, in each.</summary>
    public static int Minutes(string markdown)
    {
        var (words, characters, inWord) = (0, 0, false);
        foreach (var rune in Words(markdown).EnumerateRunes())
        {
            var system = WritingSystems.Of(rune);
            var isCharacter = system is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul;
            characters += isCharacter ? 1 : 0;
            var isWord = !isCharacter && (inWord ? !Rune.IsWhiteSpace(rune) && system != WritingSystem.FullWidth : Rune.IsLetterOrDigit(rune));
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }
        return Math.Max(1, (int)Math.Ceiling(((double)words / WordsPerMinute) + ((double)characters / CharactersPerMinute)));
    }

    /// <summary>The addresses that a text links to, in order.</summary>
    public static IReadOnlyList<string> Links(string markdown) => [.. Found(markdown).Where(l => l is not LinkInline { IsImage: true }).Select(l => l is LinkInline link ? link.Url ?? "" : ((AutolinkInline)l).Url)];

    /// <summary>The images of a text: address, and what their description says.</summary>
    public static IReadOnlyList<(string Url, string AltText)> Images(string markdown) => [.. Found(markdown).OfType<LinkInline>().Where(l => l.IsImage).Select(l => (l.Url ?? "", WordsOf(l)))];

    private static IEnumerable<Inline> Found(string markdown)
    {
        var text = CleanText.Block(markdown);
        try
        {
            return text.Length > LongestFormatted || SiteMarkdown.IsExcessive(text) ? [] : SiteMarkdown.Parse(text).Descendants<Inline>().Where(i => i is LinkInline or AutolinkInline);
        }
        catch (ArgumentException)
        {
            // Nested too deeply to be shown with links: it has none.
            return [];
        }
    }

    private static string WordsOf(LinkInline image) => string.Concat(image.Descendants<LiteralInline>().Select(l => l.Content.ToString())).Trim();

    private static string Words(string markdown)
    {
        var text = CleanText.Block(markdown);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        return TryWrite(writer, text, language: "", MediaLookup.Empty, html: false) ? writer.ToString() : text;
    }

    private static bool TryWrite(StringWriter writer, string text, string language, MediaLookup media, bool html)
    {
        if (text.Length > LongestFormatted || SiteMarkdown.IsExcessive(text))
            return false;
        try
        {
            var document = SiteMarkdown.Parse(text);
            SiteMarkdown.CreateRenderer(writer, language, media, html).Render(document);
            return true;
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser allows: no text that somebody wrote, but it must still be shown, not fail.
            return false;
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
}
