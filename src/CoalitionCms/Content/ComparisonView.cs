using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>A comparison with what its view needs to put facts into words.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="Titles">Titles of the things that facts refer to, by id.</param>
/// <param name="Kind">Kind of the entry.</param>
/// <param name="Language">Language of the entry.</param>
public sealed record ComparisonView(RevisionComparison Comparison, IReadOnlyDictionary<string, string> Titles, EntryKind Kind, string Language)
{
    /// <summary>The fact's name as its form has it, with its number and language where it has one; within other facts also what it belongs to: "Charge 2 – Source 1 – Title".</summary>
    public string Label(FactLine fact, Texts texts)
    {
        var path = fact.Path.Split('.')[..^(fact.Language.Length > 0 ? 1 : 0)];
        var names = path.Where(p => !char.IsAsciiDigit(p[0])).ToList();
        var whole = names.Count == 2 ? texts.Find($"Facts.{names[0]}.{names[1]}") : null;
        var label = names.Count <= 2 && (whole is not null || fact.Number > 0 || names.Count == 1)
            ? (whole ?? Word(fact.Name, texts)) + (fact.Number > 0 ? $" {fact.Number}" : "")
            : string.Join(" – ", path.Select((part, i) => char.IsAsciiDigit(part[0]) ? "" : Word(part, texts) + (i + 1 < path.Length && char.IsAsciiDigit(path[i + 1][0]) ? " " + path[i + 1] : "")).Where(p => p.Length > 0));
        return label + (fact.Language.Length > 0 ? $" ({Domain.Language.Find(fact.Language)?.NativeName ?? fact.Language})" : "");
    }

    /// <summary>One side of a fact in words; a dash for nothing.</summary>
    public string Value(FactLine fact, string value, Texts texts) => value.Length == 0 ? "–"
        : fact.IsChoice ? texts.Find(value) ?? value
        : Titles.GetValueOrDefault(value, value);

    private string Word(string name, Texts texts) =>
        new[] { $"{Segment}.{name}", $"{Segment}.Fact.{name}", $"{Segment}.Form.{name}", $"Facts.{name}" }.Select(texts.Find).FirstOrDefault(t => t is not null && !t.Contains('{', StringComparison.Ordinal)) ?? name;

    private string Segment => Kind switch { EntryKind.Article => "Articles", EntryKind.Campaign => "Campaigns", EntryKind.Event => "Events", EntryKind.Person => "People", _ => "Pages" };
}
