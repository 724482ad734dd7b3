using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Content.Rendering;

/// <summary>Takes the brackets of a paragraph out of play when its <see cref="ParagraphBudget"/> is spent: they are shown as typed.</summary>
internal sealed class BracketBudget : InlineParser
{
    public BracketBudget() => OpeningCharacters = ['[', ']', '!'];

    /// <inheritdoc />
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.CurrentChar == '!' && slice.PeekChar() != '[')
            return false;
        if (ParagraphBudget.TryTake(processor, Index))
            return false;
        processor.Inline = new LiteralInline(slice.CurrentChar.ToString());
        slice.SkipChar();
        return true;
    }
}
