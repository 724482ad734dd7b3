using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>The languages of a thing as a row of short links.</summary>
/// <param name="ItemId">The thing to translate; null while it is not saved.</param>
/// <param name="Current">The language that is open.</param>
internal sealed record LanguageChips(EntryKind Kind, Guid? ItemId, IReadOnlyList<LanguageChip> Chips, string? Current)
{
    /// <summary>A sign of one or two characters that readers of the language recognise.</summary>
    public static string Short(Language language) => language.Code switch
    {
        "zh-Hans" => "简",
        "zh-Hant" => "繁",
        "ko" => "한",
        "ug" => "ئۇ",
        var code => code.ToUpperInvariant(),
    };
}
