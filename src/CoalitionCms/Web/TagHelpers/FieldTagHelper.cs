using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// One field of a form: label above, hint and error between label and control, linked to it for screen readers, with the current input.
/// <c>&lt;field for="Input.Title" label="Entry.Title" hint="Entry.TitleHint" /&gt;</c>
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(Texts texts, IHtmlGenerator generator) : TagHelper
{
    /// <summary>
    /// Item of the request: what the name of the field begins with that the page opens at, such as the first of a row that was added.
    /// </summary>
    internal const string Focus = "field-focus";

    public required ModelExpression For { get; set; }
    public required string Label { get; set; }
    public object[] LabelArguments { get; set; } = [];
    public string? Hint { get; set; }

    /// <summary>True where the place of the field says what it is, so that the label is for screen readers alone.</summary>
    public bool HideLabel { get; set; }

    /// <summary>
    /// <c>text</c>, <c>textarea</c>, <c>select</c>, <c>checkbox</c>, <c>date</c>, <c>time</c>, <c>password</c>, <c>number</c>.
    /// </summary>
    public string Type { get; set; } = "text";

    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Suggestions of the browser while the user types; any other value is allowed too.</summary>
    public IReadOnlyList<SelectListItem> Proposals { get; set; } = [];

    public bool Optional { get; set; }

    /// <summary>Language of the value, if it is not the page's.</summary>
    public string? Lang { get; set; }

    /// <summary>True to show the name of <see cref="Lang"/> after the label, where a form has one text in several languages.</summary>
    public bool NameLanguage { get; set; }

    public string? Autocomplete { get; set; }

    /// <summary>The control's <c>inputmode</c>: the type of keyboard on a phone.</summary>
    public string? InputMode { get; set; }

    public string? Suggestions { get; set; }

    /// <summary>Maximum number of characters for the browser; the action checks it again.</summary>
    public int? MaxLength { get; set; }

    /// <summary>True to disable the browser's spell checking.</summary>
    public bool NoSpellcheck { get; set; }

    public string Class { get; set; } = "";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    private string Id => TagBuilder.CreateSanitizedId(FullName, "_");

    private string FullName => NameAndIdProvider.Full(ViewContext, For.Name);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ViewData.ModelState.TryGetValue(FullName, out var entry) ? entry.Errors : [];
        var inLanguage = NameLanguage ? Domain.Language.Find(Lang) : null;
        FieldLabels.Note(ViewContext.HttpContext, FullName, PlainLabel + (inLanguage is null ? "" : Between + inLanguage.NativeName));
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"field{(errors.Count > 0 ? " bad" : "")} {Class}".TrimEnd());
        if (Type == "checkbox")
        {
            AppendErrors(output.Content, errors);
            output.Content.AppendHtml(CheckLabel());
            AppendHint(output.Content);
            return;
        }

        // Named twice: checkers do not see the label of a field in a closed <details>.
        var label = new TagBuilder("label") { Attributes = { ["for"] = Id, ["id"] = Id + "-label" } };
        MixedText.Append(label.InnerHtml, LabelText, texts.Language.Code);
        if (HideLabel)
        {
            label.AddCssClass("vh");
        }

        if (inLanguage is not null)
        {
            var name = new TagBuilder("bdi") { Attributes = { ["lang"] = inLanguage.Code } };
            name.InnerHtml.Append(inLanguage.NativeName);
            label.InnerHtml.Append(Between).AppendHtml(name);
        }

        output.Content.AppendHtml(label);
        AppendHint(output.Content);
        AppendErrors(output.Content, errors);
        output.Content.AppendHtml(Control(errors.Count > 0));
        AppendProposals(output.Content);
    }

    private string Between => texts.Language.IsHan ? "：" : " – ";

    private string PlainLabel => string.Format(CultureInfo.CurrentCulture, texts[Label], LabelArguments);

    private string LabelText => Optional ? texts.Optional(PlainLabel) : PlainLabel;

    private TagBuilder CheckLabel()
    {
        var label = new TagBuilder("label");
        label.AddCssClass("check");
        var state = ViewContext.ViewData.ModelState;
        if (state.TryGetValue(FullName, out var sent) && sent.Errors.Count > 0)
        {
            // The value that was sent is neither yes nor no, and the generator would throw.
            state.SetModelValue(FullName, rawValue: null, attemptedValue: null);
        }

        var box = generator.GenerateCheckBox(ViewContext, For.ModelExplorer, For.Name, isChecked: null, Attributes(bad: false));
        label.InnerHtml.AppendHtml(box);
        var words = new TagBuilder("span");
        words.InnerHtml.Append(LabelText);
        label.InnerHtml.AppendHtml(words);
        return label;
    }

    private void AppendHint(TagHelperContent content)
    {
        if (Hint is null)
        {
            return;
        }

        var hint = new TagBuilder("span") { Attributes = { ["id"] = Id + "-hint" } };
        hint.AddCssClass("hint");
        MixedText.Append(hint.InnerHtml, texts[Hint], texts.Language.Code);
        content.AppendHtml(hint);
    }

    private void AppendProposals(TagHelperContent content)
    {
        if (Proposals.Count == 0)
        {
            return;
        }

        var list = new TagBuilder("datalist") { Attributes = { ["id"] = Id + "-proposals" } };
        foreach (var proposal in Proposals)
        {
            var option = new TagBuilder("option") { Attributes = { ["value"] = proposal.Value } };
            option.InnerHtml.Append(proposal.Text);
            list.InnerHtml.AppendHtml(option);
        }

        content.AppendHtml(list);
    }

    private void AppendErrors(TagHelperContent content, ModelErrorCollection errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        var line = new TagBuilder("span") { Attributes = { ["id"] = Id + "-error" } };
        line.AddCssClass("err");
        var spoken = new TagBuilder("span");
        spoken.AddCssClass("vh");
        spoken.InnerHtml.Append(texts["Form.ErrorPrefix"] + texts.Gap);
        line.InnerHtml.AppendHtml(spoken);
        line.InnerHtml.Append(texts.Join(errors.Select(e => FormErrors.Say(texts, e))));
        content.AppendHtml(line);
    }

    private TagBuilder Control(bool bad)
    {
        var attributes = Attributes(bad);
        attributes["aria-labelledby"] = Id + "-label";
        switch (Type)
        {
            case "textarea":
                return generator.GenerateTextArea(ViewContext, For.ModelExplorer, For.Name, rows: 0, columns: 0, attributes);
            case "select":
                return Select(attributes);
            case "password":
                return generator.GeneratePassword(ViewContext, For.ModelExplorer, For.Name, value: null, attributes);
            default:
                attributes["type"] = Type;
                return generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, For.Model, Format, attributes);
        }
    }

    /// <summary>The choices with the language of their script: an option cannot hold elements that say it.</summary>
    private TagBuilder Select(Dictionary<string, object?> attributes)
    {
        var chosen = generator.GetCurrentValues(ViewContext, For.ModelExplorer, For.Name, allowMultiple: false);
        var select = generator.GenerateSelect(ViewContext, For.ModelExplorer, optionLabel: null, For.Name, [], chosen,
            allowMultiple: false, attributes);
        foreach (var item in Items ?? [])
        {
            var option = new TagBuilder("option") { Attributes = { ["value"] = item.Value ?? item.Text } };
            if (OptionTextTagHelper.LanguageOf(item.Text, texts) is { } language)
            {
                option.Attributes["lang"] = language;
                option.Attributes["dir"] = Domain.Language.DirectionOf(language);
            }

            if (chosen?.Contains(item.Value ?? item.Text) ?? item.Selected)
            {
                option.Attributes["selected"] = "selected";
            }

            option.InnerHtml.Append(item.Text);
            select.InnerHtml.AppendHtml(option);
        }

        return select;
    }

    private string? Format => Type switch { "date" => "{0:yyyy-MM-dd}", "time" => "{0:HH\\:mm}", _ => null };

    private Dictionary<string, object?> Attributes(bool bad)
    {
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = Id };
        var described = string.Join(' ', new[] { Hint is null ? null : Id + "-hint", bad ? Id + "-error" : null }.OfType<string>());
        if (described.Length > 0)
        {
            attributes["aria-describedby"] = described;
        }

        var items = ViewContext.HttpContext.Items;
        if (items[Focus] is string wanted && FullName.StartsWith(wanted, StringComparison.Ordinal))
        {
            attributes["autofocus"] = "autofocus";
            items.Remove(Focus);
        }

        if (bad)
        {
            attributes["aria-invalid"] = "true";
        }

        if (Lang is not null)
        {
            attributes["lang"] = Lang;
            attributes["dir"] = Domain.Language.DirectionOf(Lang);
        }

        if (Proposals.Count > 0)
        {
            attributes["list"] = Id + "-proposals";
        }

        if (Suggestions is not null)
        {
            attributes["data-suggest"] = Suggestions;
            attributes["autocomplete"] = "off";
        }

        if (Autocomplete is not null)
        {
            attributes["autocomplete"] = Autocomplete;
        }

        if (InputMode is not null)
        {
            attributes["inputmode"] = InputMode;
            attributes["autocapitalize"] = "none";
        }

        if (MaxLength is not null)
        {
            attributes["maxlength"] = MaxLength;
        }

        if (NoSpellcheck)
        {
            attributes["spellcheck"] = "false";
        }

        return attributes;
    }
}
