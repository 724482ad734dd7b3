using CoalitionCms.Content.Pasting;

namespace CoalitionCms.Content;

/// <summary>
/// Turns a clip from a word processor or a web page into the Markdown that <see cref="MarkdownText"/> reads: the words and what they mean,
/// without the looks. Any text gives a result in time that grows with its length; nothing is loaded, nothing is run.
/// </summary>
public static class MarkdownFromHtml
{
    /// <summary>Longer clips, usually swollen by pictures inside the text, keep their paragraphs alone.</summary>
    public const int LongestFormatted = 4_000_000;

    /// <summary>The Markdown of a clip, without a line end behind it; empty when there are no words in it.</summary>
    public static string Convert(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var clip = ClipFrame.Remove(html);
        var tree = ClipParser.Parse(clip, wordsOnly: clip.Length > LongestFormatted);
        var notes = new Notes();
        var blocks = new BlockReader(notes).Read(tree);
        return MarkdownWriter.Write(blocks, notes);
    }
}
