using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Features.Media;

/// <summary>Renders a photo in all available widths. <c>&lt;photo of="photo" alt="…" sizes="18rem" /&gt;</c></summary>
[HtmlTargetElement("photo", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PhotoTagHelper : TagHelper
{
    public required MediaView Of { get; set; }

    /// <summary>Alternative text; empty if adjacent text describes the photo.</summary>
    public required string Alt { get; set; }

    public string Sizes { get; set; } = PhotoHtml.InText;
    public bool First { get; set; }

    /// <summary>True in a frame that crops the photo, such as a tile or a thumbnail.</summary>
    public bool Cropped { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        if (Cropped)
        {
            PhotoHtml.WritePicture(writer, Of, Alt, Sizes, First);
        }
        else
        {
            PhotoHtml.Write(writer, Of, Alt, Sizes, First);
        }

        output.Content.SetHtmlContent(writer.ToString());
    }
}

/// <summary>A photo with its caption and credit at the top of a page.</summary>
/// <param name="OtherwiseAlt">Alternative text if the library has none in this language.</param>
internal sealed record FigureView(MediaView Photo, string OtherwiseAlt, string Sizes)
{
    public string? Class { get; init; }
}
