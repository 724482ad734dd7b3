using CoalitionCms.Domain;

namespace CoalitionCms.Features.People.Admin;

/// <summary>Remembers in which row of a form each fact was typed: cleared rows are left out of
/// the facts, and a error must stand beside the right one.</summary>
internal sealed class FormRows
{
    private readonly List<(string Fact, string Field)> rows = [];

    /// <summary>The rows that were not cleared, read.</summary>
    /// <param name="path">Paths of the list, in the facts and in the form.</param>
    /// <param name="isKept">False for a cleared row.</param>
    /// <param name="read">Makes the fact; gets the row's path in the facts and in the form.</param>
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

/// <summary>The words of the languages that a form does not show, carried through it.</summary>
internal static class OtherWords
{
    public static string Of(LocalText text, string shown) => text.With(shown, "").ToJson();

    /// <summary>Nothing for what no form of ours wrote.</summary>
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
