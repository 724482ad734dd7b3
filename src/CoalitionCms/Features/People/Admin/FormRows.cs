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

/// <summary>Preserves texts in the languages that a form does not show.</summary>
internal static class OtherWords
{
    public static string Of(LocalText text, string shown) => text.With(shown, "").ToJson();

    /// <summary>Returns an empty text if the JSON was not written by this form.</summary>
    public static LocalText Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json)
                ? LocalText.Empty
                : LocalText.Of(LocalText.FromJson(json).All.Where(t => Language.Find(t.Key) is not null));
        }
        catch (Exception malformed) when (malformed is System.Text.Json.JsonException or ArgumentException)
        {
            return LocalText.Empty;
        }
    }
}
