using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace CoalitionCms.Web;

/// <summary>schema.org data for machines, safe inside a script element. Contains only what the page shows.</summary>
internal sealed class JsonLd(JsonObject data) : IHtmlContent
{
    private readonly JsonObject data = data;

    // Security: this encoder escapes < > & and quotes, so that no text can end the script element.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>
    /// Adds the way from the home page to the page: to the data of the page as a page that has it, alone where it has no other data.
    /// </summary>
    /// <param name="trail">Names and absolute addresses, from the home page to the page; empty for none.</param>
    public static JsonLd? WithTrail(JsonLd? page, IReadOnlyList<(string Name, string Url)> trail)
    {
        if (trail.Count == 0)
        {
            return page;
        }

        var list = new JsonObject
        {
            ["@type"] = "BreadcrumbList",
            ["itemListElement"] = new JsonArray([.. trail.Index().Select(step => (JsonNode)new JsonObject
            {
                ["@type"] = "ListItem",
                ["position"] = step.Index + 1,
                ["name"] = step.Item.Name,
                ["item"] = step.Item.Url,
            })]),
        };
        if (page is null)
        {
            return new(list);
        }

        var data = (JsonObject)page.data.DeepClone();
        if (data["@type"]?.ToString().EndsWith("Page", StringComparison.Ordinal) == true)
        {
            data["breadcrumb"] = list;
        }
        else
        {
            data["mainEntityOfPage"] = new JsonObject { ["@type"] = "WebPage", ["@id"] = trail[^1].Url, ["breadcrumb"] = list };
        }

        return new(data);
    }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        RemoveEmpty(data);
        data.Insert(0, "@context", "https://schema.org");
        writer.Write("<script type=\"application/ld+json\">");
        writer.Write(data.ToJsonString(Options));
        writer.Write("</script>");
        data.Remove("@context");
    }

    /// <summary>A property without a value is a type error: it is left out, wherever it comes from.</summary>
    private static void RemoveEmpty(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                RemoveEmpty(item);
            }
        }
        else if (node is JsonObject thing)
        {
            foreach (var (name, value) in thing.ToList())
            {
                RemoveEmpty(value);
                if (value is null or JsonArray { Count: 0 } || (value is JsonValue && value.ToString().Length == 0))
                {
                    thing.Remove(name);
                }
            }
        }
    }
}
