using System.Collections;
using System.Reflection;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>One fact in a form that a table can show.</summary>
/// <param name="Path">Its path in the facts, such as <c>CaseEvents.2.Text</c>; the same for both sides of a comparison.</param>
/// <param name="Name">Name of the fact's property.</param>
/// <param name="Number">Its position among several of the same kind, from 1; 0 where there is one.</param>
/// <param name="Language">Language of the text, where a fact has several; otherwise empty.</param>
/// <param name="Value">The value as typed; for a choice the end of its resource key, such as <c>CaseStatus.Released</c>.</param>
/// <param name="IsChoice">True when <paramref name="Value"/> is such a key.</param>
internal sealed record FactLine(string Path, string Name, int Number, string Language, string Value, bool IsChoice);

/// <summary>A fact whose value differs between two revisions.</summary>
internal sealed record FactChange(FactLine Fact, string Older, string Newer);

/// <summary>Splits the facts of any kind into lines, by the structure of their record.</summary>
internal static class FactLines
{
    /// <summary>
    /// The facts that differ, in the order of the form. A side without the fact has an empty value; null stands for no facts at all.
    /// </summary>
    public static IReadOnlyList<FactChange> Changes(Type factsType, string? olderJson, string newerJson)
    {
        var older = (olderJson is null ? [] : Of(factsType, olderJson)).ToDictionary(l => l.Path, StringComparer.Ordinal);
        var newer = Of(factsType, newerJson);
        var gone = older.Values.Where(o => newer.TrueForAll(n => n.Path != o.Path)).Select(o => new FactChange(o, o.Value, ""));
        return
        [
            .. newer.Where(n => (older.GetValueOrDefault(n.Path)?.Value ?? "") != n.Value)
            .Select(n => new FactChange(n, older.GetValueOrDefault(n.Path)?.Value ?? "", n.Value)),
            .. gone,
        ];
    }

    private static List<FactLine> Of(Type type, string json)
    {
        var lines = new List<FactLine>();
        if (JsonSerializer.Deserialize(json, type, DomainJson.Options) is { } facts)
        {
            Walk(facts, "", 0, lines);
        }

        return lines;
    }

    private static void Walk(object record, string path, int number, List<FactLine> lines)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsStored))
        {
            if (property.GetValue(record) is { } value)
            {
                Add(value, property.Name, $"{path}{property.Name}", number, lines);
            }
        }
    }

    private static void Add(object value, string name, string path, int number, List<FactLine> lines)
    {
        switch (value)
        {
            case LocalText text:
                lines.AddRange(text.All.Select(t => new FactLine($"{path}.{t.Key}", name, number, t.Key, t.Value, IsChoice: false)));
                break;
            case string or bool or int or FuzzyDate or DateOnly or TimeOnly or Guid:
                lines.Add(new(path, name, number, "", Print(value), IsChoice: value is bool));
                break;
            case Enum choice:
                lines.Add(new(path, name, number, "", $"{choice.GetType().Name}.{choice}", IsChoice: true));
                break;
            case IEnumerable several:
                foreach (var (index, item) in several.Cast<object>().Index())
                {
                    Add(item, name, $"{path}.{index + 1}", index + 1, lines);
                }

                break;
            default:
                Walk(value, path + ".", number, lines);
                break;
        }
    }

    private static string Print(object value) => value switch
    {
        bool yes => yes ? "Facts.Yes" : "Facts.No",
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // Properties that a record computes from its other facts are not stored.
    private static bool IsStored(PropertyInfo property) =>
        property is { CanRead: true, SetMethod: not null } && property.GetIndexParameters().Length == 0;
}
