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
        writer.Write("<span class=\"shot\">");
        // A feed has no style sheet that would place the placeholder below the photo.
        if (photo.Root.StartsWith('/'))
        {
            WritePlaceholder(writer, photo.Placeholder);
        }

        WritePicture(writer, photo, altText, sizes, isFirst);
        writer.Write("</span>");
    }

    /// <summary>Writes the image alone, for a frame that crops it around its focal point.</summary>
    public static void WritePicture(TextWriter writer, MediaView photo, string altText, string sizes, bool isFirst)
    {
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
        if (Focus(photo) is { Length: > 0 } focus)
        {
            writer.Write($" class=\"{focus}\"");
        }

        writer.Write(" decoding=\"async\"></picture>");
    }

    public static string Of(MediaView photo, string altText, string sizes, bool isFirst)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Write(writer, photo, altText, sizes, isFirst);
        return writer.ToString();
    }

    /// <summary>The shape of a photo in a row, as the nearest of five proportions.</summary>
    public static string Shape(MediaView photo) => photo.Height == 0 ? "r32" : ((double)photo.Width / photo.Height) switch
    {
        < 0.866 => "r34",
        < 1.155 => "r11",
        < 1.414 => "r43",
        < 1.633 => "r32",
        _ => "r169",
    };

    // Thirds, as classes: the content security policy forbids inline styles.
    private static string Focus(MediaView photo) =>
        $"{(photo.FocusX < 34 ? "fx0" : photo.FocusX > 66 ? "fx2" : "")} "
        + $"{(photo.FocusY < 34 ? "fy0" : photo.FocusY > 66 ? "fy2" : "")}".Trim();

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
