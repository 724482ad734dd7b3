using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Content;

/// <summary>A comparison of two texts and their facts.</summary>
internal sealed record ComparisonView(RevisionComparison Comparison, FactsView Facts, string Language)
{
    public bool IsSame => Comparison.IsSame && Facts.Changes.Count == 0;
}

/// <summary>Facts that differ, with the data that a view needs to display them.</summary>
/// <param name="Titles">Titles of the items that they refer to, by id.</param>
internal sealed record FactsView(IReadOnlyList<FactChange> Changes, IReadOnlyDictionary<string, string> Titles, EntryKind Kind)
{
    /// <summary>
    /// The fact's label in its form, with its number and language where it has one; for nested facts also the parent: "Charge 2 – Source 1
    /// – Title".
    /// </summary>
    public string Label(FactLine fact, Texts texts)
    {
        var path = fact.Path.Split('.')[..^(fact.Language.Length > 0 ? 1 : 0)];
        var names = path.Where(p => !char.IsAsciiDigit(p[0])).ToList();
        var whole = names.Count == 2 ? texts.Find($"Facts.{names[0]}.{names[1]}") : null;
        var label = names.Count <= 2 && (whole is not null || fact.Number > 0 || names.Count == 1)
            ? (whole ?? Word(fact.Name, texts)) + (fact.Number > 0 ? $" {fact.Number}" : "")
            : string.Join(" – ", path.Select((part, i) => char.IsAsciiDigit(part[0])
            ? ""
            : Word(part, texts) + (i + 1 < path.Length && char.IsAsciiDigit(path[i + 1][0]) ? " " + path[i + 1] : "")).Where(p =>
            p.Length > 0));
        return label + (fact.Language.Length > 0 ? texts.Aside(Domain.Language.Find(fact.Language)?.NativeName ?? fact.Language) : "");
    }

    /// <summary>One side of a fact as text; a dash if it is empty.</summary>
    public string Value(FactLine fact, string value, Texts texts) => value.Length == 0 ? "–"
        : fact.IsChoice ? texts.Find(value) ?? value
        : fact.Name.EndsWith("Language", StringComparison.Ordinal) && Domain.Language.Find(value) is { } language ? language.NativeName
        : Titles.GetValueOrDefault(value, value);

    private string Word(string name, Texts texts) =>
        new[] { $"{Segment}.{name}", $"{Segment}.Fact.{name}", $"{Segment}.Form.{name}", $"Facts.{name}" }.Select(texts.Find)
        .FirstOrDefault(t => t is not null && !t.Contains('{', StringComparison.Ordinal)) ?? name;

    private string Segment =>
        Kind switch
        {
            EntryKind.Article => "Articles",
            EntryKind.Campaign => "Campaigns",
            EntryKind.Event => "Events",
            EntryKind.Person =>
        "People",
            _ => "Pages"
        };
}
