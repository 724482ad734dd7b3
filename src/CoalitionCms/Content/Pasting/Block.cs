namespace CoalitionCms.Content.Pasting;

/// <summary>A part of a text that stands on lines of its own.</summary>
internal abstract record Block;

internal sealed record Paragraph(IReadOnlyList<Run> Runs) : Block;

internal sealed record Heading(int Level, IReadOnlyList<Run> Runs) : Block;

internal sealed record Rule : Block;

/// <summary>Text whose spaces and line ends count.</summary>
internal sealed record Preformatted(string Text) : Block;

internal sealed record Quote(IReadOnlyList<Block> Blocks) : Block;

/// <summary>A list; <paramref name="Start"/> is the first number, null for bullets.</summary>
internal sealed record ListBlock(int? Start, List<List<Block>> Items) : Block
{
    /// <summary>Whether an item with this number, null for a bullet, goes on with the list.</summary>
    internal bool Takes(int? number) => number is null ? Start is null : Start + Items.Count == number;
}

/// <summary>Rows of equal length; the first is the head.</summary>
internal sealed record TableBlock(IReadOnlyList<IReadOnlyList<IReadOnlyList<Run>>> Rows) : Block;
