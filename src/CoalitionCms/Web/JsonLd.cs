using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace CoalitionCms.Web;

/// <summary>schema.org data for machines, safe inside a script element. Contains only what the page shows.</summary>
internal sealed class JsonLd(JsonObject data) : IHtmlContent
{
    // Security: this encoder escapes < > & and quotes, so that no text can end the script element.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

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
