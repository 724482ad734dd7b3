using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Features.Publishing.Rendering;

/// <summary>Links and images. A refused address leaves the words that were to be the link, an unknown image its description.</summary>
internal sealed class LinkRenderer : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var url = obj.GetDynamicUrl?.Invoke() ?? obj.Url;
        if (obj.IsImage)
            WriteImage(renderer, obj, url);
        else if (!renderer.EnableHtmlForInline || !LinkTag.TryOpen(renderer, url, obj.Title))
            renderer.WriteChildren(obj);
        else
        {
            renderer.WriteChildren(obj);
            renderer.Write("</a>");
        }
    }

    private static void WriteImage(HtmlRenderer renderer, LinkInline image, string? url)
    {
        var html = renderer.EnableHtmlForInline;
        var shown = html && SafeUrl.IsOwnImage(url);
        if (shown)
            renderer.Write("<img src=\"").WriteEscapeUrl(url).Write("\" alt=\"");
        renderer.EnableHtmlForInline = html && !shown;
        renderer.WriteChildren(image);
        renderer.EnableHtmlForInline = html;
        if (shown)
            renderer.Write("\" loading=\"lazy\" decoding=\"async\">");
    }
}

/// <summary>Addresses in angle brackets.</summary>
internal sealed class AngleLinkRenderer : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var open = renderer.EnableHtmlForInline && LinkTag.TryOpen(renderer, obj.IsEmail ? "mailto:" + obj.Url : obj.Url, title: null);
        PlainText.Write(renderer, obj.Url);
        if (open)
            renderer.Write("</a>");
    }
}

/// <summary>The opening tag of every link in a text.</summary>
internal static class LinkTag
{
    internal static bool TryOpen(HtmlRenderer renderer, string? url, string? title)
    {
        if (!SafeUrl.TryLink(url, out var leavesSite))
            return false;
        renderer.Write("<a href=\"").WriteEscapeUrl(url).Write('"');
        if (!string.IsNullOrEmpty(title))
            renderer.Write(" title=\"").WriteEscape(title).Write('"');
        if (leavesSite)
            renderer.Write(" rel=\"noopener noreferrer nofollow ugc\"");
        renderer.Write('>');
        return true;
    }
}
