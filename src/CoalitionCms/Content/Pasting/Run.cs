namespace CoalitionCms.Content.Pasting;

/// <summary>How words are marked.</summary>
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

    /// <summary>Those written as signs before and behind the words.</summary>
    Signs = Bold | Italic | Strike,
}

/// <summary>What a run of a paragraph is.</summary>
internal enum RunKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A line end that was meant.</summary>
    Break,

    /// <summary>A picture of the media library; the text describes it.</summary>
    Picture,

    /// <summary>A reference to a footnote; the text is its key.</summary>
    Note,
}

/// <summary>Words of a paragraph that are marked alike and lead to the same address.</summary>
internal sealed record Run(RunKind Kind, string Text, Marks Marks, string? Link, string Source = "")
{
    internal static Run LineBreak { get; } = new(RunKind.Break, "", Marks.None, null);

    internal static Run Space { get; } = new(RunKind.Text, " ", Marks.None, null);

    internal bool IsBlank => Kind == RunKind.Break || (Kind == RunKind.Text && string.IsNullOrWhiteSpace(Text));
}
