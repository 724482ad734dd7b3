using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People;

/// <summary>A question with what the case answers and what staff wrote for this sheet alone.</summary>
/// <param name="Number">The number within its section.</param>
/// <param name="FromCase">What the facts of the case say; empty for nothing.</param>
internal sealed record UnLine(UnQuestion Question, string Section, int Number, string FromCase, string Own)
{
    public bool IsEmpty => FromCase.Length + Own.Length == 0;
}

/// <summary>
/// Fills in the model questionnaire of the Working Group on Arbitrary Detention (A/HRC/36/38, methods of work) from a case, in its order.
/// </summary>
internal static class UnQuestionnaire
{
    public static IReadOnlyList<(string Section, UnQuestion[] Questions)> Sections { get; } =
    [
        ("I", [UnQuestion.FamilyName, UnQuestion.GivenNames, UnQuestion.Sex, UnQuestion.BirthDate, UnQuestion.Nationality,
            UnQuestion.IdentityDocument, UnQuestion.Occupation, UnQuestion.Residence]),
        ("II", [UnQuestion.ArrestDate, UnQuestion.ArrestPlace, UnQuestion.ArrestForces, UnQuestion.Warrant, UnQuestion.WarrantAuthority,
            UnQuestion.ArrestReasons, UnQuestion.ArrestLaw]),
        ("III", [UnQuestion.DetentionDate, UnQuestion.DetentionDuration, UnQuestion.DetentionForces, UnQuestion.DetentionPlaces,
            UnQuestion.DetentionAuthority, UnQuestion.DetentionReasons, UnQuestion.DetentionLaw]),
        ("IV", [UnQuestion.Circumstances]),
        ("V", [UnQuestion.WhyArbitrary]),
        ("VI", [UnQuestion.Remedies]),
        ("VII", [UnQuestion.Submitter]),
    ];

    public static IReadOnlyList<UnLine> Of(PersonFacts facts, Texts texts, DateOnly today)
    {
        var own = (facts.Un?.Answers ?? []).ToLookup(a => a.Question, a => a.Text);
        return [.. Sections.SelectMany(s => s.Questions.Index().Select(q =>
            new UnLine(q.Item, s.Section, q.Index + 1, Answer(q.Item, facts, texts, today), own[q.Item].FirstOrDefault() ?? "")))];
    }

    private static string Answer(UnQuestion question, PersonFacts facts, Texts texts, DateOnly today)
    {
        var name = DisplayName.Of(facts.Names);
        var episode = facts.Episodes is [.., var last] ? last : null;
        return question switch
        {
            UnQuestion.FamilyName => Both(name.Family, NativePart(facts, n => n.Family)),
            UnQuestion.GivenNames => Both(name.Given, NativePart(facts, n => n.Given)),
            UnQuestion.BirthDate => Date(facts.Born),
            UnQuestion.Occupation => Line(facts.Occupation),
            UnQuestion.ArrestDate or UnQuestion.DetentionDate => episode is null ? "" : Date(episode.From),
            UnQuestion.DetentionDuration => Several(DaysDetained.Of(facts, today).Select(texts.DaysInWords)
                .Append(facts.Sentence.Kind == SentenceKind.None ? ""
                    : texts["Form.Named", texts["People.Fact.Sentence"], texts.Words(facts.Sentence)])),
            UnQuestion.DetentionPlaces => texts.List(new[]
            {
                Both(Line(facts.HeldAt), facts.HeldAtOriginal?.Text ?? ""), Both(Line(facts.HeldIn), facts.HeldInOriginal?.Text ?? ""),
            }.Where(t => t.Length > 0)),
            UnQuestion.ArrestReasons or UnQuestion.DetentionReasons =>
                Several(facts.Charges.Select(c => Both(Line(c.Text), c.Original))),
            UnQuestion.ArrestLaw or UnQuestion.DetentionLaw =>
                Several(facts.Charges.Select(c => Line(c.Law))),
            UnQuestion.Circumstances => string.Join("\n", facts.CaseEvents.OrderBy(e => e.Date)
                .Select(e => $"{Date(e.Date)} {(Line(e.Text) is { Length: > 0 } text ? $"\u2068{text}\u2069" : texts.Of(e.Kind))}".Trim())),
            _ => "",
        };

        string Line(LocalText text) => text.For(texts.Language.Code)?.Text ?? "";

        string Date(FuzzyDate date) => date.IsUnknown ? "" : texts.Print(date);

        string Several(IEnumerable<string> parts) => string.Join(texts["People.List.Between"], parts.Where(t => t.Length > 0));

        string Both(string one, string other) =>
            other.Length == 0 || other == one ? one : one.Length == 0 ? other : one + texts.Aside(other);
    }

    private static string NativePart(PersonFacts facts, Func<PersonName, string> part) =>
        facts.Names.FirstOrDefault(n => n.Kind == NameKind.Native) is { } native ? part(native) : "";
}
