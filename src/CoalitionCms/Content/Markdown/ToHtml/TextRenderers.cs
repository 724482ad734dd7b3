using CoalitionCms.Domain;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>Renders words, with a language tag on those in a script other than the page's.</summary>
internal sealed class WordsRenderer(string language) : HtmlObjectRenderer<LiteralInline>
{
    protected override void Write(HtmlRenderer renderer, LiteralInline obj) => PlainText.Write(renderer, obj.Content.ToString(), language);
}

/// <summary>
/// Renders entities such as <c>&amp;copy;</c>. They must not restore characters that <see cref="CleanText"/> removed from the source.
/// </summary>
internal sealed class EntityRenderer(string language) : HtmlObjectRenderer<HtmlEntityInline>
{
    protected override void Write(HtmlRenderer renderer, HtmlEntityInline obj) =>
        PlainText.Write(renderer, CleanText.Block(obj.Transcoded.ToString()), language);
}

/// <summary>Renders a line end: to a browser it is a space, but between two Chinese characters there must be none.</summary>
internal sealed class LineEndRenderer(string language) : HtmlObjectRenderer<LineBreakInline>
{
    private readonly bool isHanPage =
        language.StartsWith("zh", StringComparison.Ordinal) || language.StartsWith("ja", StringComparison.Ordinal);

    protected override void Write(HtmlRenderer renderer, LineBreakInline obj)
    {
        if (obj.IsHard && renderer.EnableHtmlForInline)
        {
            renderer.WriteLine("<br>");
        }
        else if (obj.IsHard || !(IsWide(Neighbour(obj, before: true), last: true) && IsWide(Neighbour(obj, before: false), last: false)))
        {
            renderer.Write('\n');
        }
    }

    private bool IsWide(LiteralInline? words, bool last)
    {
        if (words is null || words.Content.IsEmpty)
        {
            return false;
        }

        var text = words.Content.AsSpan();
        return WritingSystems.Of(text, last) is WritingSystem.Han or WritingSystem.Kana or WritingSystem.FullWidth
            || (isHanPage && (last ? text[^1] : text[0]) is '“' or '”' or '‘' or '’' or '…' or '—');
    }

    /// <summary>The words next to the line end, inside or outside of emphasis and links.</summary>
    private static LiteralInline? Neighbour(Inline place, bool before)
    {
        Inline? found = null;
        for (Inline? from = place; from is not null && found is null; from = from.Parent)
        {
            found = before ? from.PreviousSibling : from.NextSibling;
        }

        while (found is ContainerInline container)
        {
            found = before ? container.LastChild : container.FirstChild;
        }

        return found as LiteralInline;
    }
}

/// <summary>The only places where text becomes HTML.</summary>
internal static class PlainText
{
    internal static void Write(HtmlRenderer renderer, string text)
    {
        if (renderer.EnableHtmlEscape)
        {
            renderer.WriteEscape(text);
        }
        else
        {
            renderer.Write(text);
        }
    }

    internal static void Write(HtmlRenderer renderer, string text, string pageLanguage)
    {
        if (!renderer.EnableHtmlForInline)
        {
            Write(renderer, text);
            return;
        }
        foreach (var (run, language) in ScriptRuns.Split(text, pageLanguage))
        {
            if (language is null)
            {
                renderer.WriteEscape(run);
            }
            else if (ScriptRuns.IsRightToLeft(language))
            {
                renderer.Write("<bdi lang=\"").Write(language).Write("\" dir=\"rtl\">").WriteEscape(run).Write("</bdi>");
            }
            else
            {
                renderer.Write("<span lang=\"").Write(language).Write("\">").WriteEscape(run).Write("</span>");
            }
        }
    }
}
