using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Pasting;

/// <summary>Reads text whose spaces and line ends count.</summary>
internal static class Preformat
{
    internal static IEnumerable<Block> Read(ClipNode pre)
    {
        var text = new StringBuilder();
        Append(text, pre);
        var clean = CleanText.Block(text.ToString()).Replace('\u00A0', ' ').Trim('\n').TrimEnd();
        return string.IsNullOrWhiteSpace(clean) ? [] : [new Preformatted(clean)];
    }

    private static void Append(StringBuilder text, ClipNode node)
    {
        foreach (var child in node.Children.Where(child => child.IsText || !child.IsHidden))
        {
            text.Append(child.Text);
            Append(text, child);
            if (child.Name == "br" || (ClipTags.Block.Contains(child.Name) && text.Length > 0 && text[^1] != '\n'))
                text.Append('\n');
        }
    }
}
