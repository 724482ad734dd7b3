using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Features.Publishing.Rendering;

/// <summary>
/// Takes the brackets of one paragraph out of play after the first two thousand. The parser compares every bracket with all open
/// ones before it, so a text of nothing but <c>[a](</c> would hold a processor for minutes.
/// </summary>
internal sealed class BracketBudget : InlineParser
{
    private const int BracketsPerParagraph = 2_000;

    public BracketBudget() => OpeningCharacters = ['[', ']', '!'];

    /// <inheritdoc />
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.CurrentChar == '!' && slice.PeekChar() != '[')
            return false;
        // The parser itself is shared by all threads; what it counts belongs to one document.
        var spent = processor.ParserStates[Index] as Spent;
        if (spent is null || spent.Paragraph != processor.Block)
            processor.ParserStates[Index] = spent = new Spent(processor.Block);
        if (++spent.Count <= BracketsPerParagraph)
            return false;

        processor.Inline = new LiteralInline(slice.CurrentChar.ToString());
        slice.SkipChar();
        return true;
    }

    private sealed class Spent(LeafBlock? paragraph)
    {
        internal LeafBlock? Paragraph { get; } = paragraph;

        internal int Count { get; set; }
    }
}
