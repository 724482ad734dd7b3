using System.Text.Json;

namespace CoalitionCms.Operations.Audit;

/// <summary>One thing that a line says, such as <c>role: editor → admin</c>.</summary>
public sealed record AuditDetail(string Name, string Value)
{
    private const int Most = 40;
    private const int Longest = 300;

    /// <summary>Details as a flat list; what is no JSON object is shown as it stands.</summary>
    internal static IReadOnlyList<AuditDetail> Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var lines = document.RootElement.ValueKind == JsonValueKind.Object ? Flat("", document.RootElement) : [new("", json)];
            return [.. lines.Take(Most).Select(l => l.Value.Length > Longest ? l with { Value = l.Value[..Longest] + "…" } : l)];
        }
        catch (JsonException)
        {
            return [new("", json.Length > Longest ? json[..Longest] + "…" : json)];
        }
    }

    private static IEnumerable<AuditDetail> Flat(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when IsChange(value, out var from, out var to):
                return [new(path, $"{from} → {to}")];
            case JsonValueKind.Object:
                return value.EnumerateObject().SelectMany(p => Flat(path.Length == 0 ? p.Name : $"{path} · {p.Name}", p.Value));
            case JsonValueKind.Array when value.EnumerateArray().Any(v => v.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                return value.EnumerateArray().Index().SelectMany(v => Flat($"{path} {v.Index + 1}".TrimStart(), v.Item));
            case JsonValueKind.Array:
                return [new(path, string.Join(", ", value.EnumerateArray().Select(v => v.ToString())))];
            default:
                return [new(path, value.ToString())];
        }
    }

    private static bool IsChange(JsonElement value, out JsonElement from, out JsonElement to)
    {
        to = default;
        return value.TryGetProperty("from", out from) && value.TryGetProperty("to", out to) && value.EnumerateObject().Count() == 2
            && from.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && to.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
    }
}
