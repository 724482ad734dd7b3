using System.Text.Encodings.Web;
using CoalitionCms.Domain;
using CoalitionCms.Web.TagHelpers;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web;

/// <summary>Shows errors as texts next to fields.</summary>
internal static class FormErrors
{
    /// <summary>Adds errors to the fields of a form that is bound to <paramref name="prefix"/>.</summary>
    public static void Add(this ModelStateDictionary state, Texts texts, IEnumerable<Error> errors, string prefix = "Input")
    {
        // What could not be read is not missed as well.
        var unread = state.Where(e => e.Value!.Errors.Count > 0).Select(e => e.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var error in errors)
        {
            var field = error.Field.Length == 0 ? "" : $"{prefix}.{error.Field}";
            if (field.Length == 0 || !unread.Contains(field))
            {
                state.AddModelError(field, texts.Of(error));
            }
        }
    }

    /// <summary>What is wrong with a field, for views that write their fields themselves; null when nothing is.</summary>
    public static string? Of(ModelStateDictionary state, Texts texts, string field) =>
        state.TryGetValue(field, out var entry) && entry.Errors.Count > 0
        ? texts.Join(entry.Errors.Select(e => Say(texts, e)).Distinct(StringComparer.Ordinal)) : null;

    /// <summary>The text of an error: those of the framework are resource keys.</summary>
    public static string Say(Texts texts, ModelError error) =>
        texts.Language.Texts.ContainsKey(error.ErrorMessage) || Language.English.Texts.ContainsKey(error.ErrorMessage)
        ? texts[error.ErrorMessage]
        : error.ErrorMessage.Length > 0 ? error.ErrorMessage
        : texts["Form.NotUnderstood"];
}

/// <summary>What the fields of the page are called, for the list of errors above them.</summary>
internal static class FieldLabels
{
    private const string Key = "field-labels";

    public static void Note(HttpContext context, string name, string label) => Noted(context)[name] = label;

    public static string? Of(HttpContext context, string name) => Noted(context).GetValueOrDefault(name);

    private static Dictionary<string, string> Noted(HttpContext context) =>
        (Dictionary<string, string>)(context.Items[Key] ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
}

/// <summary>Full names of fields in forms.</summary>
internal static class NameAndIdProvider
{
    public static string Full(ViewContext context, string expression) => context.ViewData.TemplateInfo.GetFullHtmlFieldName(expression);
}

/// <summary>
/// The list of all errors at the top of a form, each linked to its field; empty when there are none. <c>&lt;error-summary /&gt;</c>
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper(Texts texts) : TagHelper
{
    /// <summary>Says for the name of a field in a long list whose it is and which; null where the sentence says enough.</summary>
    public Func<string, string?>? About { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = ViewContext.ViewData.ModelState;
        if (state.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("id", "errors");
        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(texts["Form.Problem"]);
        output.Content.AppendHtml(heading);
        var list = new TagBuilder("ul");
        foreach (var (name, entry) in state.Where(e => e.Value?.Errors.Count > 0).Select(e => (e.Key, e.Value!)))
        {
            foreach (var sentence in entry.Errors.Select(e => FormErrors.Say(texts, e)).Distinct(StringComparer.Ordinal))
            {
                list.InnerHtml.AppendHtml(Line(name, sentence));
            }
        }

        output.Content.AppendHtml(list);
    }

    private TagBuilder Line(string name, string sentence)
    {
        var item = new TagBuilder("li");
        if (name.Length == 0)
        {
            item.InnerHtml.Append(sentence);
            return item;
        }

        var link = new TagBuilder("a") { Attributes = { ["href"] = "#" + TagBuilder.CreateSanitizedId(name, "_") } };
        link.InnerHtml.AppendHtml(new NamedSentence(ViewContext.HttpContext, texts, name, About?.Invoke(name), sentence));
        item.InnerHtml.AppendHtml(link);
        return item;
    }

    /// <summary>A sentence after what it is about: by default the label of its field, known once the form below is rendered.</summary>
    private sealed class NamedSentence(HttpContext context, Texts texts, string name, string? about, string sentence) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var said = about ?? (FieldLabels.Of(context, name) is { } label
                && !sentence.Contains(label, StringComparison.CurrentCultureIgnoreCase) ? label : null);
            var content = new HtmlContentBuilder();
            MixedText.Append(content, said is null ? sentence : texts["Form.Named", said, sentence], texts.Language.Code);
            content.WriteTo(writer, encoder);
        }
    }
}
