namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>
/// Turns what was copied from a word processor or a web page into the Markdown that <see cref="MarkdownText"/> reads: the text and what it
/// means, without its looks. Any input gives a result in time that grows with its length; nothing is loaded, nothing is run.
/// </summary>
internal static class MarkdownFromHtml
{
    /// <summary>Longer input, usually swollen by pictures inside the HTML, keeps its paragraphs alone.</summary>
    public const int LongestFormatted = 4_000_000;

    private const string FragmentStart = "<!--StartFragment-->";
    private const string FragmentEnd = "<!--EndFragment-->";

    public static string Convert(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var fragment = Fragment(html);
        var tree = HtmlTree.Parse(fragment, paragraphsOnly: fragment.Length > LongestFormatted);
        var footnotes = new Footnotes();
        var blocks = new BlockReader(footnotes).Read(tree);
        return BlockWriter.Write(blocks, footnotes);
    }

    /// <summary>The part that was copied, without the document and the head that the clipboard puts around it.</summary>
    private static string Fragment(string html)
    {
        var hasHead = html.AsSpan().TrimStart().StartsWith("Version:", StringComparison.OrdinalIgnoreCase);
        var from = hasHead ? Math.Max(0, html.IndexOf('<', StringComparison.Ordinal)) : 0;
        var start = html.IndexOf(FragmentStart, from, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return html[from..];
        from = start + FragmentStart.Length;
        var end = html.LastIndexOf(FragmentEnd, StringComparison.OrdinalIgnoreCase);
        return end < from ? html[from..] : html[from..end];
    }
}
