using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace CoalitionCms.Features.Media;

/// <summary>The single place that renders the HTML of a photo, for texts and for pages.</summary>
internal static class PhotoHtml
{
    public const string InText = "(min-width:40rem) 38rem, 92vw";

    /// <summary>Writes the image with all available widths, over its blurred placeholder.</summary>
    /// <param name="sizes">The display width, as in the <c>sizes</c> attribute.</param>
    /// <param name="isFirst">True if the photo is visible without scrolling; others are lazy-loaded.</param>
    public static void Write(TextWriter writer, MediaView photo, string altText, string sizes, bool isFirst)
    {
        // Tenths, as classes, because the content security policy forbids inline styles.
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<span class=\"shot fx{photo.FocusX / 10} fy{photo.FocusY / 10}\">"));
        // A feed has no style sheet that would place the placeholder below the photo.
        if (photo.Root.StartsWith('/'))
        {
            WritePlaceholder(writer, photo.Placeholder);
        }

        writer.Write("<picture>");
        if (photo.WebpSet is { } webp)
        {
            writer.Write($"<source type=\"image/webp\" srcset=\"{webp}\" sizes=\"{sizes}\">");
        }

        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<img src=\"{photo.Source(960)}\" srcset=\"{photo.SourceSet}\" sizes=\"{sizes}\" width=\"{photo.Width}\" "
            + $"height=\"{photo.Height}\" alt=\"{Encode(altText)}\""));
        writer.Write(isFirst ? " fetchpriority=\"high\"" : " loading=\"lazy\"");
        writer.Write(" decoding=\"async\"></picture></span>");
    }

    public static string Of(MediaView photo, string altText, string sizes, bool isFirst)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Write(writer, photo, altText, sizes, isFirst);
        return writer.ToString();
    }

    // The content security policy forbids inline styles and data URLs, but allows twelve rectangles that the style sheet blurs.
    private static void WritePlaceholder(TextWriter writer, string colours)
    {
        if (colours.Length != 72 || !colours.All(char.IsAsciiHexDigitLower))
        {
            return;
        }

        var svg = new StringBuilder("<svg viewBox=\"0 0 4 3\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        for (var i = 0; i < 12; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#{colours.AsSpan(i * 6, 6)}\" d=\"M{i % 4} {i / 4}h1v1h-1z\"/>");
        }

        writer.Write(svg.Append("</svg>").ToString());
    }

    private static string Encode(string text) => HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}
