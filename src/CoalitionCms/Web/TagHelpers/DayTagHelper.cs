using CoalitionCms.Domain;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// A date in the page's language, with a machine-readable value: <c>&lt;day value="…" /&gt;</c> gives <c>&lt;time
/// datetime="2015-10-06"&gt;6 October 2015&lt;/time&gt;</c>.
/// </summary>
[HtmlTargetElement("day", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DayTagHelper(Texts texts) : TagHelper
{
    public FuzzyDate? Value { get; set; }

    /// <summary>A whole day, instead of the value.</summary>
    public DateOnly? On { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var date = On is { } day ? FuzzyDate.On(day) : Value ?? FuzzyDate.Unknown;
        output.TagName = date.Iso.Length == 0 ? null : "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (date.Iso.Length > 0)
        {
            output.Attributes.SetAttribute("datetime", date.Iso);
        }

        output.Content.Append(FuzzyDateText.Print(date, texts.Language.Culture, key => texts[key]));
    }
}
