using CoalitionCms.Features.Media;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>The Markdown dialect of this site: the supported constructs and their output.</summary>
internal static class SiteMarkdown
{
    private const int MostDefinitions = 2_000;

    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <summary>
    /// Whether a text is made to exhaust the parser, which processes the definitions of a paragraph again for each of them.
    /// </summary>
    internal static bool HasTooManyDefinitions(string markdown) => markdown.AsSpan().Count("]:") > MostDefinitions;

    /// <summary>Parses a text. Throws <see cref="ArgumentException"/> when its elements are nested too deeply to be intended.</summary>
    internal static MarkdownDocument Parse(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Pipeline);
        Headings.Fit(document);
        ListNumbers.Fit(document);
        FitTables(document);
        return document;
    }

    internal static HtmlRenderer CreateRenderer(TextWriter writer, string language, MediaLookup media, bool html)
    {
        var renderer = new HtmlRenderer(writer) { EnableHtmlForBlock = html, EnableHtmlForInline = html, EnableHtmlEscape = html };
        Pipeline.Setup(renderer);
        var renderers = renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkRenderer(language, media));
        renderers.ReplaceOrAdd<ParagraphRenderer>(new FigureRenderer(language, media));
        renderers.ReplaceOrAdd<AutolinkInlineRenderer>(new AngleLinkRenderer());
        renderers.ReplaceOrAdd<LiteralInlineRenderer>(new WordsRenderer(language));
        renderers.ReplaceOrAdd<HtmlEntityInlineRenderer>(new EntityRenderer(language));
        renderers.ReplaceOrAdd<LineBreakInlineRenderer>(new LineEndRenderer(language));
        // Security: no construct yields raw HTML; if one were ever parsed, no renderer would write it.
        renderers.TryRemove<HtmlBlockRenderer>();
        renderers.TryRemove<HtmlInlineRenderer>();
        return renderer;
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UseCjkFriendlyEmphasis()
            .UsePipeTables()
            .UseFootnotes()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        // Code blocks are marked by fences only: an indented paragraph is a paragraph.
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.FindExact<ListBlockParser>()!.ItemParsers.Replace<NumberedListItemParser>(new NumberedItemParser());
        var budget = new ParsingBudget();
        builder.InlineParsers.Replace<LinkInlineParser>(new BudgetedLinkParser(budget));
        builder.InlineParsers.Insert(0, new BareAddressParser(budget));
        builder.InlineParsers.Insert(0, budget);
        return builder.Build();
    }

    /// <summary>Adds a scope to header cells. Alignment would be an inline style, which the content security policy forbids.</summary>
    private static void FitTables(MarkdownDocument document)
    {
        foreach (var table in document.Descendants<Table>())
        {
            foreach (var column in table.ColumnDefinitions)
            {
                column.Alignment = null;
            }

            foreach (var cell in table.OfType<TableRow>().Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>()))
            {
                cell.GetAttributes().AddProperty("scope", "col");
            }
        }
    }
}
