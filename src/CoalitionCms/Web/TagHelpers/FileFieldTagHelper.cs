using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// The field for files, like <see cref="FieldTagHelper"/>; the model's type of it does not matter, as a file is never shown again.
/// <c>&lt;file-field name="Photos" label="Editor.ChooseFiles" /&gt;</c>
/// </summary>
[HtmlTargetElement("file-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileFieldTagHelper(Texts texts) : TagHelper
{
    public required string Name { get; set; }
    public required string Label { get; set; }
    public string? Hint { get; set; }
    public required string Accept { get; set; }
    public bool Multiple { get; set; }
    public bool Optional { get; set; }

    /// <summary>What errors call it, where that is not <see cref="Name"/>; they lead to it.</summary>
    public string? Id { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = TagBuilder.CreateSanitizedId(Id ?? Name, "_");
        var wrong = FormErrors.Of(ViewContext.ViewData.ModelState, texts, Id ?? Name);
        FieldLabels.Note(ViewContext.HttpContext, Id ?? Name, texts[Label]);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", wrong is null ? "field" : "field bad");

        var label = new TagBuilder("label") { Attributes = { ["for"] = id, ["id"] = id + "-label" } };
        MixedText.Append(label.InnerHtml, Optional ? texts.Optional(texts[Label]) : texts[Label], texts.Language.Code);
        output.Content.AppendHtml(label);
        var described = new List<string>();
        if (Hint is not null)
        {
            var hint = Line(id + "-hint", "hint", described);
            MixedText.Append(hint.InnerHtml, texts[Hint], texts.Language.Code);
            output.Content.AppendHtml(hint);
        }

        if (wrong is not null)
        {
            var line = Line(id + "-error", "err", described);
            var spoken = new TagBuilder("span");
            spoken.AddCssClass("vh");
            spoken.InnerHtml.Append(texts["Form.ErrorPrefix"] + texts.Gap);
            line.InnerHtml.AppendHtml(spoken).Append(wrong);
            output.Content.AppendHtml(line);
        }

        var input = new TagBuilder("input")
        {
            TagRenderMode = TagRenderMode.SelfClosing,
            Attributes = { ["type"] = "file", ["id"] = id, ["name"] = Name, ["accept"] = Accept,
                ["aria-labelledby"] = id + "-label" },
        };
        if (Multiple)
        {
            input.Attributes["multiple"] = "multiple";
        }

        if (wrong is not null)
        {
            input.Attributes["aria-invalid"] = "true";
        }

        if (described.Count > 0)
        {
            input.Attributes["aria-describedby"] = string.Join(' ', described);
        }

        output.Content.AppendHtml(input);
    }

    private static TagBuilder Line(string id, string kind, List<string> described)
    {
        described.Add(id);
        var line = new TagBuilder("span") { Attributes = { ["id"] = id } };
        line.AddCssClass(kind);
        return line;
    }
}
