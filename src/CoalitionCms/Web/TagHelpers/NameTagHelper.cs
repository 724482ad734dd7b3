using CoalitionCms.Domain;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// A person's name in both scripts, each isolated and with its language: <c>&lt;person-name value="…" /&gt;</c> gives "Jin Hai (金海)" or
/// "金海（Jin Hai）".
/// </summary>
[HtmlTargetElement("person-name", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PersonNameTagHelper(Texts texts) : TagHelper
{
    public required DisplayName Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var latin = Isolated(Value.Romanised, Value.RomanisedLanguage);
        var native = Isolated(Value.Native, Value.NativeLanguage);
        if (latin is null || native is null)
        {
            output.Content.AppendHtml((latin ?? native)!);
            return;
        }

        var (open, close) = texts.Language.IsHan ? ("（", "）") : (" (", ")");
        var (first, second) = texts.Language.IsNativeFirst ? (native, latin) : (latin, native);
        output.Content.AppendHtml(first).Append(open).AppendHtml(second).Append(close);
    }

    private static TagBuilder? Isolated(string text, string language)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var isolated = new TagBuilder("bdi") { Attributes = { ["lang"] = language } };
        isolated.InnerHtml.Append(text);
        return isolated;
    }
}

/// <summary>
/// A line that may contain several scripts, each run with its language: titles and summaries in lists. <c>&lt;mixed text="…" lang="zh-Hans"
/// /&gt;</c>
/// </summary>
[HtmlTargetElement("mixed", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MixedTextTagHelper(Texts texts) : TagHelper
{
    public required string Text { get; set; }

    /// <summary>The language of the text; the page's when omitted.</summary>
    public string? Lang { get; set; }

    /// <summary>True where an element around it already says which language it is in.</summary>
    public bool Plain { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var page = texts.Language.Code;
        var language = Lang ?? page;
        var isMarked = language != page && !Plain;
        output.TagName = isMarked ? "bdi" : null;
        if (isMarked)
        {
            output.Attributes.SetAttribute("lang", language);
            output.Attributes.SetAttribute("dir", Language.DirectionOf(language));
        }

        output.TagMode = TagMode.StartTagAndEndTag;
        MixedText.Append(output.Content, Text, language);
    }
}

internal static class MixedText
{
    /// <summary>Appends a text with each run of another script isolated and marked with its language.</summary>
    public static void Append(IHtmlContentBuilder content, string text, string language)
    {
        foreach (var (run, runLanguage) in ScriptRuns.Split(text, language))
        {
            if (runLanguage is null)
            {
                content.Append(run);
                continue;
            }

            var isolated = new TagBuilder("bdi") { Attributes = { ["lang"] = runLanguage } };
            isolated.InnerHtml.Append(run);
            content.AppendHtml(isolated);
        }
    }
}
