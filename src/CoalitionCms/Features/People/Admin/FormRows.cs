using CoalitionCms.Domain;

namespace CoalitionCms.Features.People.Admin;

/// <summary>
/// Maps each fact to the form row in which it was typed: cleared rows are omitted from the facts, and an error must appear next to the
/// right row.
/// </summary>
internal sealed class FormRows
{
    private readonly List<(string Fact, string Field)> rows = [];

    /// <summary>Returns the facts of the rows that were not cleared.</summary>
    /// <param name="path">Paths of the list, in the facts and in the form.</param>
    /// <param name="isKept">Returns false for a cleared row.</param>
    /// <param name="read">Creates the fact; receives the row's path in the facts and in the form.</param>
    public List<TFact> Read<TRow, TFact>(List<TRow> list, (string Fact, string Field) path, Func<TRow, bool> isKept, Func<TRow,
        (string Fact, string Field), TFact> read)
    {
        List<TFact> facts = [];
        foreach (var (i, row) in list.Index())
        {
            if (isKept(row))
            {
                var here = ($"{path.Fact}[{facts.Count}]", $"{path.Field}[{i}]");
                rows.Add(here);
                facts.Add(read(row, here));
            }
        }

        return facts;
    }

    public Error Place(Error error)
    {
        const string Facts = "Facts.";
        var row = rows.Where(r => error.Field.StartsWith($"{Facts}{r.Fact}.", StringComparison.Ordinal))
            .OrderByDescending(r => r.Fact.Length).FirstOrDefault();
        return row.Fact is null ? error : error with { Field = Facts + row.Field + error.Field[(Facts.Length + row.Fact.Length)..] };
    }
}
