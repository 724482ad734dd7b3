using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CoalitionCms.Tests.Support;

/// <summary>Fills in and sends a form by the rules of HTML.</summary>
internal static class FormFilling
{
    /// <summary>Types into, ticks or chooses the field of this name.</summary>
    /// <returns>False when there is none, or none with that choice.</returns>
    public static bool Set(IHtmlFormElement form, string name, string value)
    {
        var fields = form.Elements.Where(e => e.GetAttribute("name") == name).ToList();
        switch (fields.FirstOrDefault())
        {
            case IHtmlTextAreaElement area:
                area.Value = value;
                return true;
            case IHtmlSelectElement select:
                select.Value = value;
                return select.Value == value;
            case IHtmlInputElement { Type: "checkbox" } box:
                box.IsChecked = value == "true";
                return true;
            case IHtmlInputElement { Type: "radio" }:
                var choice = fields.OfType<IHtmlInputElement>().FirstOrDefault(r => r.Value == value);
                choice?.IsChecked = true;
                return choice is not null;
            case IHtmlInputElement input:
                input.Value = value;
                return true;
            default:
                return false;
        }
    }

    /// <summary>What the form would send: as a body, and as a query.</summary>
    public static (HttpContent Body, string Query) Collect(IHtmlFormElement form, IElement? button)
    {
        var pairs = form.Elements.Where(e => !e.HasAttribute("disabled") && e.GetAttribute("name") is { Length: > 0 })
            .SelectMany(e => ValuesOf(e, button)).ToList();
        var query = string.Join('&', pairs.Select(p => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(p.Value)));
        if (form.Enctype != "multipart/form-data")
        {
            // Browsers name no character set here.
            var body = new ByteArrayContent(Encoding.ASCII.GetBytes(query.Replace("%20", "+", StringComparison.Ordinal)));
            body.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
            return (body, query);
        }

        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in pairs)
        {
            parts.Add(new StringContent(value), name);
        }

        return (parts, query);
    }

    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(IElement field, IElement? button)
    {
        var name = field.GetAttribute("name")!;
        return field switch
        {
            IHtmlTextAreaElement area => [new(name, area.Value.ReplaceLineEndings("\r\n"))],
            IHtmlSelectElement select =>
            select.Options.Where(o => o.IsSelected && !o.IsDisabled).Select(o => KeyValuePair.Create(name, o.Value)),
            IHtmlInputElement { Type: "checkbox" or "radio" } box =>
            box.IsChecked ? [new(name, box.HasAttribute("value") ? box.Value : "on")] : [],
            IHtmlInputElement { Type: "submit" or "button" or "image" or "reset" } or IHtmlButtonElement =>
            field == button ? [new(name, field.GetAttribute("value") ?? "")] : [],
            IHtmlInputElement { Type: "file" } => [],
            IHtmlInputElement input => [new(name, input.Value)],
            _ => [],
        };
    }
}
