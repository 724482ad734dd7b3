using CoalitionCms.Web;

namespace CoalitionCms.Features.People;

/// <summary>A fact without a source. Only for editors.</summary>
/// <param name="Numbers">The position in a list, from 1.</param>
internal sealed record MissingSource(string Key, params object[] Numbers)
{
    /// <summary>Returns all missing sources of a case, in the order of the form.</summary>
    public static IReadOnlyList<MissingSource> In(PersonFacts facts) =>
    [
        .. Enum.GetValues<CaseFact>().Where(f => Says(facts, f) && (facts.Sources?.Of(f).Count ?? 0) == 0)
        .Select(f => new MissingSource($"CaseFact.{f}")),
        .. facts.Episodes.Index().Where(e => e.Item.Sources.Count == 0).Select(e => new MissingSource("People.Form.Episode", e.Index + 1)),
        .. facts.Charges.Index().Where(c => c.Item.Sources.Count == 0).Select(c => new MissingSource("People.Form.Charge", c.Index + 1)),
        .. from charge in facts.Charges.Index()
           from step in charge.Item.History.Index()
           where step.Item.Sources.Count == 0
           select new MissingSource("People.Form.ChargeStep", charge.Index + 1, step.Index + 1),
        .. facts.CaseEvents.Index().Where(e => e.Item.Sources.Count == 0).Select(e => new MissingSource("People.Form.Step", e.Index + 1)),
    ];

    public string In(Texts texts) => texts[Key, Numbers];

    internal static bool Says(PersonFacts facts, CaseFact fact) => fact switch
    {
        CaseFact.Status => true,
        CaseFact.Born => !facts.Born.IsUnknown,
        CaseFact.Died => !facts.Died.IsUnknown,
        CaseFact.Occupation => !facts.Occupation.IsEmpty,
        CaseFact.Sentence =>
        facts.Sentence.Kind != SentenceKind.None || !facts.OfficialEnd.IsUnknown || !facts.ExpectedRelease.IsUnknown
        || !facts.ActualRelease.IsUnknown,
        CaseFact.HeldAt =>
        !facts.HeldAt.IsEmpty || !facts.HeldIn.IsEmpty || facts.HeldAtOriginal is not null || facts.HeldInOriginal is not null,
        _ => facts.NoteOn(fact) is { Text.IsEmpty: false },
    };
}
