using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>A comparison with what its view needs to put facts into words.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="Titles">Titles of the things that facts refer to, by id.</param>
/// <param name="Kind">Kind of the entry.</param>
/// <param name="Language">Language of the entry.</param>
public sealed record ComparisonView(RevisionComparison Comparison, IReadOnlyDictionary<string, string> Titles, EntryKind Kind, string Language)
{
    /// <summary>The fact's name as its form has it, with its number and language where it has one.</summary>
    public string Label(FactLine fact, Texts texts)
    {
        var group = fact.Number > 0 ? fact.Path.Split('.')[0] : "";
        string[] keys = [$"Facts.{group}.{fact.Name}", $"{Segment}.{fact.Name}", $"{Segment}.Fact.{fact.Name}", $"{Segment}.Form.{fact.Name}", $"Facts.{fact.Name}"];
        var label = keys.Select(texts.Find).FirstOrDefault(t => t is not null) ?? fact.Name;
        return label + (fact.Number > 0 ? $" {fact.Number}" : "") + (fact.Language.Length > 0 ? $" ({Kernel.Language.Find(fact.Language)?.NativeName ?? fact.Language})" : "");
    }

    /// <summary>One side of a fact in words; a dash for nothing.</summary>
    public string Value(FactLine fact, string value, Texts texts) => value.Length == 0 ? "–"
        : fact.IsChoice ? texts.Find(value) ?? value
        : Titles.GetValueOrDefault(value, value);

    private string Segment => Kind switch { EntryKind.Article => "Articles", EntryKind.Campaign => "Campaigns", EntryKind.Event => "Events", EntryKind.Person => "People", _ => "Pages" };
}
