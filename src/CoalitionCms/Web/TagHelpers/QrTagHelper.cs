using CoalitionCms.Domain;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>A QR code of an address, as one drawing without script or style: <c>&lt;qr-code text="https://…" /&gt;</c></summary>
[HtmlTargetElement("qr-code", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class QrTagHelper(Texts texts) : TagHelper
{
    public required string Text { get; set; }

    /// <summary>Text alternative; that of an address when omitted.</summary>
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var code = QrPath.Of(Iri.ToUri(Text));
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qr");
        output.Attributes.SetAttribute("viewBox", $"0 0 {code.Size} {code.Size}");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label ?? texts["Qr.Label", Text]);
        output.Attributes.SetAttribute("shape-rendering", "crispEdges");

        // White under it in dark mode, too: cameras expect dark on light.
        output.Content.SetHtmlContent(
            $"<path d=\"M0 0h{code.Size}v{code.Size}H0z\" fill=\"#fff\"/><path d=\"{code.Data}\" fill=\"#000\"/>");
    }
}
