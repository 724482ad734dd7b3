using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>A correction as form fields, in the language of the form; the texts in others are preserved.</summary>
internal sealed class CorrectionFields
{
    public DateOnly? On { get; set; }
    public string? What { get; set; }
    public string? WhatOthers { get; set; }
    public string? Why { get; set; }
    public string? WhyOthers { get; set; }
    public string? DisputedBy { get; set; }

    private bool IsFilled => On is not null || new[] { What, Why, DisputedBy }.Any(t => !string.IsNullOrWhiteSpace(t));

    /// <summary>The fields, and one more row that is blank.</summary>
    public static List<CorrectionFields> Of(IEnumerable<Correction> corrections, string language) =>
    [
        .. corrections.Select(c => new CorrectionFields
        {
            On = c.On,
            What = c.What.In(language),
            WhatOthers = OtherWords.Of(c.What, language),
            Why = c.Why.In(language),
            WhyOthers = OtherWords.Of(c.Why, language),
            DisputedBy = c.DisputedBy,
        }),
        new(),
    ];

    /// <summary>Reads the rows that were not cleared. Errors name the fields of <paramref name="path"/>.</summary>
    public static List<Correction> Read(List<CorrectionFields> rows, string language, string path, ICollection<Error> errors)
    {
        var corrections = new List<Correction>();
        foreach (var (i, row) in rows.Index().Where(r => r.Item.IsFilled))
        {
            var correction = new Correction(row.On ?? default, OtherWords.Read(row.WhatOthers).With(language, CleanText.Line(row.What)),
                OtherWords.Read(row.WhyOthers).With(language, CleanText.Line(row.Why)), CleanText.Line(row.DisputedBy));
            if (row.On is null)
            {
                errors.Add(new("Corrections.OnMissing", $"{path}[{i}].{nameof(On)}"));
            }

            if (correction.What.IsEmpty)
            {
                errors.Add(new("Corrections.WhatMissing", $"{path}[{i}].{nameof(What)}"));
            }

            foreach (var (field, length) in new[] { (nameof(What), Longest(correction.What)), (nameof(Why), Longest(correction.Why)),
                (nameof(DisputedBy), correction.DisputedBy.Length) }.Where(f => f.Item2 > Correction.MaxText))
            {
                errors.Add(new("Publishing.TooLong", $"{path}[{i}].{field}", length, Correction.MaxText));
            }

            corrections.Add(correction);
        }

        if (rows.Count == 0 || rows[^1].IsFilled)
        {
            rows.Add(new());
        }

        return corrections;
    }

    private static int Longest(LocalText text) => text.All.Select(t => t.Value.Length).DefaultIfEmpty().Max();
}

/// <summary>The rows of corrections in a form.</summary>
/// <param name="Path">Name of the list in the form.</param>
internal sealed record CorrectionRows(string Path, List<CorrectionFields> Rows, string Language, bool IsOpen);
