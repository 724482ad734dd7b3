using CoalitionCms.Domain;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// The text of a choice with the language of its script, because an option cannot hold elements that say it.
/// <c>&lt;option text="@author.Name" value="…"&gt;</c>
/// </summary>
[HtmlTargetElement("option", Attributes = "text")]
public sealed class OptionTextTagHelper(Texts texts) : TagHelper
{
    public required string Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (LanguageOf(Text, texts) is { } language)
        {
            output.Attributes.SetAttribute("lang", language);
            output.Attributes.SetAttribute("dir", Language.DirectionOf(language));
        }

        output.Content.SetContent(Text);
    }

    /// <summary>The language of the first words that are not written as those of the page; null when there are none.</summary>
    internal static string? LanguageOf(string text, Texts texts) =>
        ScriptRuns.Split(text, texts.Language.Code).Select(r => r.Language).FirstOrDefault(l => l is not null);
}
