namespace CoalitionCms.Content.Pasting;

/// <summary>What the clipboard wraps around the copied part of a document.</summary>
internal static class ClipFrame
{
    private const string Start = "<!--StartFragment-->";
    private const string End = "<!--EndFragment-->";

    /// <summary>The copied part alone.</summary>
    internal static string Remove(string html)
    {
        var from = 0;
        if (html.AsSpan().TrimStart().StartsWith("Version:", StringComparison.OrdinalIgnoreCase))
            from = Math.Max(0, html.IndexOf('<', StringComparison.Ordinal));
        var start = html.IndexOf(Start, from, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return html[from..];
        from = start + Start.Length;
        var end = html.LastIndexOf(End, StringComparison.OrdinalIgnoreCase);
        return end < from ? html[from..] : html[from..end];
    }
}
