using System.Globalization;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace CoalitionCms.Features.Publishing.Rendering;

/// <summary>What Markdown means on this site: which constructs there are, and what is written for each.</summary>
internal static class SiteMarkdown
{
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <summary>Reads a text. Throws <see cref="ArgumentException"/> when its elements are nested too deeply to be meant.</summary>
    internal static MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        Headings.Fit(document, Words);
        FitTables(document);
        return document;
    }

    internal static HtmlRenderer CreateRenderer(TextWriter writer, string language)
    {
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        var renderers = renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkRenderer());
        renderers.ReplaceOrAdd<AutolinkInlineRenderer>(new AngleLinkRenderer());
        renderers.ReplaceOrAdd<LiteralInlineRenderer>(new WordsRenderer(language));
        renderers.ReplaceOrAdd<HtmlEntityInlineRenderer>(new EntityRenderer(language));
        renderers.ReplaceOrAdd<LineBreakInlineRenderer>(new LineEndRenderer(language));
        // Security: no construct yields raw HTML; should one ever be read, nothing can write it.
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
        builder.InlineParsers.Insert(0, new BareLinkParser());
        builder.InlineParsers.Insert(0, new BracketBudget());
        return builder.Build();
    }

    private static string Words(LeafBlock block)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = CreateRenderer(writer, language: "");
        renderer.EnableHtmlForInline = renderer.EnableHtmlEscape = false;
        renderer.WriteLeafInline(block);
        return writer.ToString();
    }

    /// <summary>Head cells say what they head. Alignment would be an inline style, which the content security policy forbids.</summary>
    private static void FitTables(MarkdownDocument document)
    {
        foreach (var table in document.Descendants<Table>())
        {
            foreach (var column in table.ColumnDefinitions)
                column.Alignment = null;
            foreach (var cell in table.OfType<TableRow>().Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>()))
                cell.GetAttributes().AddProperty("scope", "col");
        }
    }
}
