using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>
/// Renders links and images. For a refused address only the link's text is written, for an unknown image its description.
/// </summary>
internal sealed class LinkRenderer(string language, MediaLookup media) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var url = obj.GetDynamicUrl?.Invoke() ?? obj.Url;
        if (obj.IsImage && renderer.EnableHtmlForInline && media.At(url) is { IsImage: true } photo)
        {
            PhotoHtml.Write(renderer.Writer, photo, Photo.AltText(obj, photo, language), PhotoHtml.InText, isFirst: false);
        }
        else if (obj.IsImage && media.At(url) is { IsImage: true } named)
        {
            // As plain text. Brackets and stroke end a phrase, so that search finds none across them.
            var (description, caption) = (Photo.AltText(obj, named, language), Photo.Caption(obj, named));
            PlainText.Write(renderer, $"[{string.Join(" / ", new[] { description, caption }.Where(t => t.Length > 0).Distinct())}] ");
        }
        else if (obj.IsImage)
        {
            renderer.WriteChildren(obj);
        }
        else if (!renderer.EnableHtmlForInline
            || !LinkTag.TryOpen(renderer, media.At(url) is { IsImage: false } file ? file.Attachment : url, obj.Title))
        {
            renderer.WriteChildren(obj);
        }
        else
        {
            renderer.WriteChildren(obj);
            renderer.Write("</a>");
        }
    }
}

/// <summary>
/// Renders a paragraph that contains only a photo as a figure with its caption and credit, one that contains several photos on lines of
/// their own as a row, and one that contains only a link to a recording as <see cref="Recordings"/> says.
/// </summary>
internal sealed class FigureRenderer(string language, MediaLookup media) : ParagraphRenderer
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        var photos = renderer.EnableHtmlForBlock && obj.Inline is not null ? PhotosOf(obj.Inline) : [];
        if (photos.Count == 0)
        {
            if (!renderer.EnableHtmlForBlock || obj.Inline is null || !Recordings.TryWrite(renderer, obj.Inline, language, media))
            {
                base.Write(renderer, obj);
            }

            return;
        }

        renderer.EnsureLine();
        if (photos.Count > 1)
        {
            renderer.WriteLine("<div class=\"gallery\">");
        }

        foreach (var (image, photo) in photos)
        {
            WriteFigure(renderer, image, photo, photos.Count > 1 ? PhotoHtml.Shape(photo) : null);
        }

        if (photos.Count > 1)
        {
            renderer.WriteLine("</div>");
        }
    }

    /// <summary>The photos of a paragraph that contains nothing else; none if one of them is not known.</summary>
    private List<(LinkInline Image, MediaView Photo)> PhotosOf(ContainerInline inlines)
    {
        var photos = new List<(LinkInline, MediaView)>();
        foreach (var inline in inlines)
        {
            if (inline is LinkInline { IsImage: true } image
                && media.At(image.GetDynamicUrl?.Invoke() ?? image.Url) is { IsImage: true } photo)
            {
                photos.Add((image, photo));
            }
            else if (inline is not LineBreakInline && !(inline is LiteralInline literal && literal.Content.IsEmptyOrWhitespace()))
            {
                return [];
            }
        }

        return photos;
    }

    private void WriteFigure(HtmlRenderer renderer, LinkInline image, MediaView photo, string? shape)
    {
        renderer.Write(shape is null ? "<figure>" : $"<figure class=\"{shape}\">");
        PhotoHtml.Write(renderer.Writer, photo, Photo.AltText(image, photo, language), PhotoHtml.InText, isFirst: false);
        var caption = Photo.Caption(image, photo);
        var notes = PhotoNotes.Of(photo, Language.Find(language) ?? Language.English);
        if (caption.Length + photo.Credit.Length + notes.Count > 0)
        {
            renderer.Write("<figcaption>");
            PlainText.Write(renderer, caption, language);
            if (photo.Credit.Length > 0)
            {
                renderer.Write(caption.Length > 0 ? " <small>" : "<small>");
                PlainText.Write(renderer, photo.Credit, language);
                renderer.Write("</small>");
            }

            foreach (var note in notes)
            {
                renderer.Write(" <small>");
                PlainText.Write(renderer, note, language);
                renderer.Write("</small>");
            }

            renderer.Write("</figcaption>");
        }
        renderer.WriteLine("</figure>");
    }
}

internal static class Photo
{
    /// <summary>The caption in the text, or the one of the library in this language.</summary>
    internal static string Caption(LinkInline image, MediaView photo) =>
        string.IsNullOrWhiteSpace(image.Title) ? photo.Caption : image.Title;

    /// <summary>The description in the text, or the one of the library in this language.</summary>
    internal static string AltText(LinkInline image, MediaView photo, string language)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        SiteMarkdown.CreateRenderer(writer, language, MediaLookup.Empty, html: false).WriteChildren(image);
        var words = writer.ToString().Trim();
        return words.Length > 0 ? words : photo.AltText;
    }
}

internal sealed class AngleLinkRenderer : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var open = renderer.EnableHtmlForInline && LinkTag.TryOpen(renderer, obj.IsEmail ? "mailto:" + obj.Url : obj.Url, title: null);
        PlainText.Write(renderer, obj.Url);
        if (open)
        {
            renderer.Write("</a>");
        }
    }
}

/// <summary>The opening tag of every link in a text.</summary>
internal static class LinkTag
{
    internal static bool TryOpen(HtmlRenderer renderer, string? url, string? title)
    {
        if (!SafeUrl.TryLink(url, out var leavesSite))
        {
            return false;
        }

        renderer.Write("<a href=\"").WriteEscapeUrl(url).Write('"');
        if (!string.IsNullOrEmpty(title))
        {
            renderer.Write(" title=\"").WriteEscape(title).Write('"');
        }

        if (leavesSite)
        {
            renderer.Write(" rel=\"noopener noreferrer nofollow ugc\"");
        }

        renderer.Write('>');
        return true;
    }
}
