using System.Text.Json.Nodes;

namespace CoalitionCms.Content;

/// <summary>The facts of two people, merged field by field against their common base.</summary>
/// <param name="Mine">The result, with the user's own values where both changed the same field.</param>
/// <param name="Theirs">The same with the other user's values in these fields.</param>
internal sealed record FactsMerge(string Mine, string Theirs)
{
    /// <summary>True when both changed the same field, to different values.</summary>
    public bool Clashes => Mine != Theirs;

    /// <summary>Merges facts. Without a <paramref name="common"/> base every difference is a conflict.</summary>
    internal static FactsMerge Of(FactsStore store, string? common, string mine, string theirs)
    {
        var (before, own, other) = (common is null ? null : JsonNode.Parse(common), JsonNode.Parse(mine), JsonNode.Parse(theirs));
        return new(store.Normalise(Merge(before, own, other, takesMine: true)!.ToJsonString()),
            store.Normalise(Merge(before, own, other, takesMine: false)!.ToJsonString()));
    }

    private static JsonNode? Merge(JsonNode? common, JsonNode? mine, JsonNode? theirs, bool takesMine)
    {
        if (JsonNode.DeepEquals(mine, theirs) || JsonNode.DeepEquals(common, mine))
        {
            return theirs?.DeepClone();
        }

        if (JsonNode.DeepEquals(common, theirs))
        {
            return mine?.DeepClone();
        }

        if (mine is JsonObject own && theirs is JsonObject other)
        {
            // A missing field is merged as missing, not as "unchanged".
            var fields = other.Select(f => f.Key).Concat(own.Select(f => f.Key)).Distinct(StringComparer.Ordinal);
            return new JsonObject(fields.Select(name =>
                KeyValuePair.Create(name, Merge((common as JsonObject)?[name], own[name], other[name], takesMine)))
                .Where(f => f.Value is not null || IsNull(own, f.Key) || IsNull(other, f.Key)));
        }

        // Rows are identified by their index: they are merged one by one only if nobody added or removed a row.
        if (mine is JsonArray ownRows && theirs is JsonArray otherRows && common is JsonArray rows && ownRows.Count == rows.Count
            && otherRows.Count == rows.Count)
        {
            return new JsonArray([.. rows.Index().Select(row => Merge(row.Item, ownRows[row.Index], otherRows[row.Index], takesMine))]);
        }

        return (takesMine ? mine : theirs)?.DeepClone();
    }

    private static bool IsNull(JsonObject facts, string name) => facts.TryGetPropertyValue(name, out var value) && value is null;
}
