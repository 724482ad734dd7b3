using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>
/// Limits the work spent on one text. Each markup character costs the parser as many steps as there are open brackets, emphases and cells
/// before it in the paragraph, so half a megabyte of <c>[</c> would occupy a processor for seconds. When the steps are used up, the rest is
/// shown as typed.
/// </summary>
/// <remarks>Security: it counts steps, not time, so that a text is refused or shown alike on every machine.</remarks>
internal sealed class ParsingBudget : InlineParser
{
    /// <summary>A table of 5,000 cells with a link and bold words in each stays below the limit; real texts are far below it.</summary>
    internal const long StepsPerText = 20_000_000;

    /// <summary>The parser pads the rows of a table to its widest row, so a wide and long table would have millions of cells.</summary>
    private const int MostColumns = 100;

    private const int StepsPerNeighbour = 8;

    /// <summary>Brackets that are never closed stay nested, and the writer does not go deeper than a thousand levels.</summary>
    private const int DeepestBracket = 500;

    public ParsingBudget() => OpeningCharacters = ['[', ']', '!', '*', '_', '~', '`', '<', '&', '|', '\\', '\n'];

    /// <summary>The steps that a text took; a text above <see cref="StepsPerText"/> is not shown completely.</summary>
    internal static long StepsOf(MarkdownDocument document) => (document.GetData(typeof(ParsingBudget)) as Account)?.Steps ?? 0;

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var account = AccountOf(processor);
        account.Count(processor.Block, slice.CurrentChar);
        var open = OpenContainers(processor);
        var isSpent = !account.TrySpend(1 + open);
        var isTyped = slice.CurrentChar switch { '|' => account.Columns > MostColumns, '[' => open > DeepestBracket, _ => false };
        if (!isSpent && !isTyped)
        {
            return false;
        }

        var end = isSpent ? slice.End : slice.Start;
        processor.Inline = new LiteralInline(new StringSlice(slice.Text, slice.Start, end));
        slice.Start = end + 1;
        return true;
    }

    /// <summary>Uses steps for other work; false when none are left.</summary>
    internal bool TrySpend(InlineProcessor processor, int steps) => AccountOf(processor).TrySpend(steps);

    /// <summary>Uses the steps of an address without brackets: the parser compares it with everything before it in the paragraph.</summary>
    internal bool TrySpendOnAddress(InlineProcessor processor, int length)
    {
        var account = AccountOf(processor);
        account.Count(processor.Block, 'h');
        return account.TrySpend(length + (StepsPerNeighbour * account.Signs));
    }

    /// <summary>The parsers are shared by all threads; the processor belongs to one text.</summary>
    private Account AccountOf(InlineProcessor processor)
    {
        if (processor.ParserStates[Index] is not Account account)
        {
            processor.ParserStates[Index] = account = new Account();
            processor.Document.SetData(typeof(ParsingBudget), account);
        }
        return account;
    }

    private static int OpenContainers(InlineProcessor processor)
    {
        var depth = 0;
        for (var container = processor.Block?.Inline; container?.LastChild is ContainerInline { IsClosed: false } last; container = last)
        {
            depth++;
        }

        return depth;
    }

    private sealed class Account
    {
        private LeafBlock? block;

        internal long Steps { get; private set; }
        internal int Columns { get; private set; }

        /// <summary>Number of markup characters and addresses in the paragraph so far.</summary>
        internal int Signs { get; private set; }

        internal bool TrySpend(int steps) => (Steps += steps) <= StepsPerText;

        internal void Count(LeafBlock? block, char sign)
        {
            Signs = block == this.block ? Signs + 1 : 1;
            Columns = (block == this.block && sign != '\n' ? Columns : 0) + (sign == '|' ? 1 : 0);
            this.block = block;
        }
    }
}

/// <summary>Links in brackets. An address that is never closed is searched for in the rest of the paragraph, which uses steps.</summary>
internal sealed class BudgetedLinkParser(ParsingBudget budget) : LinkInlineParser
{
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var (start, rest) = (slice.Start, slice.Length);
        var seeksAddress = slice.CurrentChar == ']' && slice.PeekChar() is '(' or '[';
        var matched = base.Match(processor, ref slice);
        if (seeksAddress && slice.Start <= start + 1)
        {
            budget.TrySpend(processor, rest);
        }

        return matched;
    }
}
