using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>The vocabulary of generated content: <c>sample-words.json</c>. All names and places in it are fictitious.</summary>
internal sealed record SampleWords(IReadOnlyList<SampleNames> Names, IReadOnlyDictionary<string, SampleVocabulary> Languages)
{
    public static SampleWords Read() => StarterFile.ReadJson<SampleWords>("sample-words.json");

    public SampleVocabulary In(Language language) => Languages[language.Code];

    public DisplayName NextName(SplitMix64 random)
    {
        var names = random.Pick(Names);
        var (first, last) = (random.Below(names.First.Count), random.Below(names.Last.Count));
        return DisplayName.Of($"{names.First[first]} {names.Last[last]}", Native(names, first, last), names.Language);
    }

    /// <summary>Fills in the places, names and numbers of a template.</summary>
    public string Fill(string template, Language language, SplitMix64 random)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        return template
            .Replace("{place}", random.Pick(In(language).Places), StringComparison.Ordinal)
            .Replace("{number}", random.Between(2, 400).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{name}", NextName(random).Plain(language), StringComparison.Ordinal);
    }

    /// <summary>Returns a short text in one language, and in English for the others.</summary>
    public LocalText Local(Language language, Func<SampleVocabulary, string> choose, SplitMix64 random) => LocalText.Of(
        new[] { Language.English, language }.Distinct().Select(l => KeyValuePair.Create(l.Code, Fill(choose(In(l)), l, random))));

    private static string Native(SampleNames names, int first, int last)
    {
        var space = names.Language == "ug" ? " " : "";
        return $"{names.FirstNative[first]}{space}{names.LastNative[last]}";
    }
}

/// <summary>Parts of names, in Latin letters and in the native script.</summary>
internal sealed record SampleNames(
    string Language, IReadOnlyList<string> First, IReadOnlyList<string> FirstNative, IReadOnlyList<string> Last,
        IReadOnlyList<string> LastNative);

/// <summary>The vocabulary of one language; <c>{place}</c>, <c>{name}</c> and <c>{number}</c> are placeholders.</summary>
internal sealed record SampleVocabulary(
    IReadOnlyList<string> Places,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Titles,
    IReadOnlyList<string> Summaries,
    IReadOnlyList<string> Headings,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Links,
    IReadOnlyList<string> Occupations,
    string Charge,
    string Step);
