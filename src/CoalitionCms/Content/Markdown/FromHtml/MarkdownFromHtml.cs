namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>
/// Converts content copied from a word processor or a web page into the Markdown that <see cref="MarkdownText"/> reads: text and structure
/// without appearance. The running time for any input is proportional to its length; nothing is loaded, nothing is executed.
/// </summary>
internal static class MarkdownFromHtml
{
    /// <summary>Of longer input, which usually has images inside the HTML, only the paragraphs are kept.</summary>
    public const int LongestFormatted = 4_000_000;

    private const string FragmentStart = "<!--StartFragment-->";
    private const string FragmentEnd = "<!--EndFragment-->";

    public static string Convert(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return Convert(Fragment(html), source: null);
    }

    /// <summary>Converts a text that another system published; <paramref name="source"/> knows its photos and links.</summary>
    public static string Convert(string html, PublishedHtml? source)
    {
        var tree = HtmlTree.Parse(html, paragraphsOnly: html.Length > LongestFormatted);
        var footnotes = new Footnotes();
        var reader = new BlockReader(footnotes, source);
        foreach (var (key, note) in source?.Footnotes ?? [])
        {
            footnotes.Add(key, new BlockReader(footnotes, source).Read(HtmlTree.Parse(note, paragraphsOnly: false)));
        }

        return BlockWriter.Write(reader.Read(tree), footnotes);
    }

    /// <summary>The copied fragment, without the document and the header that the clipboard adds.</summary>
    private static string Fragment(string html)
    {
        var hasHead = html.AsSpan().TrimStart().StartsWith("Version:", StringComparison.OrdinalIgnoreCase);
        var from = hasHead ? Math.Max(0, html.IndexOf('<', StringComparison.Ordinal)) : 0;
        var start = html.IndexOf(FragmentStart, from, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return html[from..];
        }

        from = start + FragmentStart.Length;
        var end = html.LastIndexOf(FragmentEnd, StringComparison.OrdinalIgnoreCase);
        return end < from ? html[from..] : html[from..end];
    }
}
