using CoalitionCms.Domain;
using CoalitionCms.Features.People;

namespace CoalitionCms.Tests.People;

/// <summary>Invented people and dates for tests.</summary>
internal static class Cast
{
    public static FuzzyDate Date(string text) =>
        FuzzyDate.TryParse(text, out var date, out var error) ? date : throw new ArgumentException(error.ToString(), nameof(text));

    public static DetentionEpisode Held(string from, string until = "", Custody custody = Custody.Prison, bool ended = false) =>
        new(custody, Date(from), Date(until), ended || until.Length > 0);

    public static PersonName[] Names(string romanised, string native) =>
        [new(romanised, "zh-Latn", NameKind.Romanised, IsPrimary: true), new(native, "zh-Hans", NameKind.Native, IsPrimary: true)];

    /// <summary>A poet who has been in prison since 4 June 2022: 1,440 days on the day at which the clock of the tests starts.</summary>
    public static PersonFacts Poet { get; } = new()
    {
        Names = [.. Names("Lin Anhe", "林安和"), new("River Stone", "en", NameKind.Pen, IsPrimary: false)],
        Status = CaseStatus.Imprisoned,
        Certainty = Certainty.Believed,
        StatusAsOf = Date("2026-03"),
        Born = Date("1961"),
        Occupation = LocalText.Of([new("en", "Poet"), new("zh-Hans", "诗人")]),
        HeldAt = LocalText.Of("zh-Hans", "示例监狱"),
        Charges = [new(LocalText.Of("en", "Inciting nothing in particular"), "无端煽动罪", "zh-Hans", LocalText.Of("en", "Article 999"))],
        Sentence = new(SentenceKind.Term, 9, 6, 0),
        Episodes = [Held("2022-06-04")],
        CaseEvents =
        [
            new(Date("2023-03"), CaseEventKind.Tried, LocalText.Of("en", "Closed trial of one day."),
                [Paper, new("Court notice", "Example Court", "", FuzzyDate.Unknown, null)]),
            new(Date("2022-06-04"), CaseEventKind.Detained, LocalText.Of([new("en", "Taken from home."), new("zh-Hans", "从家中被带走。")]),
            [Paper]),
        ],
    };

    private static Source Paper =>
        new("A poet is gone", "Example Paper", "https://paper.example/poet", Date("2022-06-06"), new DateOnly(2026, 3, 2));
}
