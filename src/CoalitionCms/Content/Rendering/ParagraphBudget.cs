using Markdig.Parsers;
using Markdig.Syntax;

namespace CoalitionCms.Content.Rendering;

/// <summary>
/// Counts what one paragraph spends. The parser compares every bracket and every address with all before it in the paragraph, so a
/// text of nothing but <c>[a](</c> would hold a processor for minutes; no paragraph that somebody wrote has a thousand of them.
/// </summary>
internal sealed class ParagraphBudget
{
    private const int PerParagraph = 1_000;

    private readonly LeafBlock? paragraph;
    private int spent;

    private ParagraphBudget(LeafBlock? paragraph) => this.paragraph = paragraph;

    /// <summary>Takes one; false when none is left. The parsers are shared by all threads, the processor belongs to one document.</summary>
    internal static bool TryTake(InlineProcessor processor, int parser)
    {
        if (processor.ParserStates[parser] is not ParagraphBudget budget || budget.paragraph != processor.Block)
            processor.ParserStates[parser] = budget = new ParagraphBudget(processor.Block);
        return ++budget.spent <= PerParagraph;
    }
}
