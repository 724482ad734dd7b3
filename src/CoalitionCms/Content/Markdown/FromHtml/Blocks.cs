namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>A part of a text on its own lines, such as a paragraph or a list.</summary>
internal abstract record Block;

internal sealed record Paragraph(IReadOnlyList<Inline> Inlines) : Block
{
    /// <summary>True for a row of photos, each written on its own line.</summary>
    internal bool IsPhotos { get; init; }
}

internal sealed record Heading(int Level, IReadOnlyList<Inline> Inlines) : Block;

internal sealed record Rule : Block;

internal sealed record CodeBlock(string Text) : Block;

internal sealed record Quote(IReadOnlyList<Block> Blocks) : Block;

internal sealed record ListBlock(List<ListItem> Items) : Block
{
    internal bool IsOrdered => Items[0].Number is not null;

    internal int? NextNumber => Items[^1].Number + 1;
}

internal sealed record ListItem(int? Number, List<Block> Blocks);

/// <summary>Rows of equal length; the first is the head.</summary>
internal sealed record TableBlock(IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> Rows) : Block;

[Flags]
internal enum Marks
{
    None = 0,
    Bold = 1,
    Italic = 2,
    Strike = 4,
    Code = 8,

    /// <summary>The brackets of a link, while a line is being written.</summary>
    Link = 16,

    /// <summary>The marks that are written as markers on both sides of the text.</summary>
    Emphasis = Bold | Italic | Strike,
}

internal enum Height
{
    Normal,
    Raised,
    Lowered,
}

internal enum InlineKind
{
    Text,
    LineBreak,

    /// <summary>An image of the media library; the text is its description.</summary>
    Picture,

    /// <summary>A reference to a footnote; the text is its key.</summary>
    Footnote,
}

/// <summary>Text with the same marks and the same link.</summary>
internal sealed record Inline(InlineKind Kind, string Text, Marks Marks, string? Link, string Source = "")
{
    internal static Inline LineBreak { get; } = new(InlineKind.LineBreak, "", Marks.None, null);
    internal static Inline Space { get; } = new(InlineKind.Text, " ", Marks.None, null);

    internal bool IsBlank => Kind == InlineKind.LineBreak || (Kind == InlineKind.Text && string.IsNullOrWhiteSpace(Text));

    internal bool IsCode => Marks.HasFlag(Marks.Code);
}
