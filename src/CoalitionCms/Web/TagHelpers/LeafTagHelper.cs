using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>A day as a calendar leaf, beside a date in words: <c>&lt;leaf on="…" /&gt;</c></summary>
[HtmlTargetElement("leaf", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LeafTagHelper(Texts texts) : TagHelper
{
    public DateOnly On { get; set; }

    /// <summary>The start of an event instead: its first ten characters are the day.</summary>
    public string? Iso { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var culture = texts.Language.Culture;
        var day = Iso is null ? On : DateOnly.ParseExact(Iso[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "leaf");
        output.Attributes.SetAttribute("aria-hidden", "true");
        foreach (var (tag, words) in new[] { ("b", day.Day.ToString(culture)),
            ("span", culture.DateTimeFormat.GetAbbreviatedMonthName(day.Month)), ("span", day.Year.ToString(culture)) })
        {
            var part = new TagBuilder(tag);
            part.InnerHtml.Append(words);
            output.Content.AppendHtml(part).AppendHtml(" ");
        }
    }
}
