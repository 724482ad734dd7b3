using System.Text.Json;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;

namespace CoalitionCms.Features.Transfer;

/// <summary>How an author of the old site signs here.</summary>
internal sealed record MappedAuthor
{
    public string Name { get; init; } = "";
    public string Native { get; init; } = "";

    /// <summary>True for a pen name; false for the person's own name.</summary>
    public bool Pen { get; init; }
}

/// <summary>
/// What the operator decided about authors, labels and addresses: a JSON file such as <c>{"language": "zh-Hans", "authors": {"admin": null,
/// "jin": {"name": "Jin", "pen": true}}, "labels": {"news": "News"}, "hosts": ["old.example.org"], "retired": ["gone.example.org"]}</c>. An
/// author or a label that is null goes.
/// </summary>
internal sealed record ImportMap
{
    public static ImportMap None { get; } = new();

    /// <summary>Language of texts that do not say their own and cannot be told by their script.</summary>
    public string Language { get; init; } = "";

    public Dictionary<string, MappedAuthor?> Authors { get; init; } = [];
    public Dictionary<string, string?> Labels { get; init; } = [];

    /// <summary>Further hosts of the old site, links to which are rewritten.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Hosts that are no longer safe, beside those of the register of addresses.</summary>
    public string[] Retired { get; init; } = [];

    public static ImportMap Read(string json)
    {
        try
        {
            using (var parsed = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }))
            {
                RequireKnown(parsed.RootElement);
            }

            var map = JsonSerializer.Deserialize<ImportMap>(json, Lenient) ?? None;
            return map.Language.Length == 0 || Domain.Language.FindAnyCase(map.Language) is not null
                ? map
                : throw new SourceException("Import.Map.Language", 0, map.Language,
                string.Join(", ", Domain.Language.All.Select(l => l.Code)));
        }
        catch (JsonException problem)
        {
            throw new SourceException("Import.Map", (int)((problem.LineNumber ?? 0) + 1));
        }
    }

    /// <summary>A slip of the pen in a name would otherwise undo what the operator decided, in silence.</summary>
    private static void RequireKnown(JsonElement map)
    {
        Require(map, "language", "authors", "labels", "hosts", "retired");
        if (map.ValueKind == JsonValueKind.Object && map.EnumerateObject().LastOrDefault(p => IsNamed(p, "authors")).Value
            is { ValueKind: JsonValueKind.Object } authors)
        {
            foreach (var author in authors.EnumerateObject())
            {
                Require(author.Value, "name", "native", "pen");
            }
        }

        static void Require(JsonElement values, params string[] known)
        {
            if (values.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            foreach (var stranger in values.EnumerateObject().Where(p => !Array.Exists(known, k => IsNamed(p, k))))
            {
                throw new SourceException("Import.Map.Key", 0, CleanText.Line(stranger.Name), string.Join(", ", known));
            }
        }

        static bool IsNamed(JsonProperty property, string name) => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The byline of an author: as mapped, else the name that readers saw there as a pen name.</summary>
    public ArticleFacts Sign(ArticleFacts facts, string key, string shown, string site)
    {
        if (Authors.TryGetValue(key, out var mapped) || Authors.TryGetValue(shown, out mapped))
        {
            return mapped is null || mapped.Name.Length + mapped.Native.Length == 0 ? facts : facts with
            {
                Byline = mapped.Pen ? BylineKind.PenName : BylineKind.OwnName,
                BylineName = CleanText.Line(mapped.Name),
                BylineNativeName = CleanText.Line(mapped.Native),
            };
        }

        var name = CleanText.Line(shown);
        var isNobody = name.Length is 0 or > 80 || name.Contains('@', StringComparison.Ordinal) || name == site
            || name.ToLowerInvariant() is "admin" or "administrator" or "editor" or "unknown" or "anonymous" or "blogger" or "webmaster"
                or "noreply" or "root" or "wordpress";
        return isNobody ? facts : facts with { Byline = BylineKind.PenName, BylineName = name };
    }

    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}
