using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Languages and scripts of names and of the wording of charges.</summary>
internal static class NameLanguages
{
    /// <summary>BCP 47 tags, the most used first.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["zh-Latn", "zh-Hans", "zh-Hant", "en", "ko-Latn", "ko", "ug-Latn", "ug", "bo-Latn", "bo", "mn-Latn", "mn-Mong", "kk-Latn",
        "kk-Arab", "ja", "vi"];

    /// <summary>True for a listed tag and for every language of the site.</summary>
    public static bool IsKnown(string tag) => All.Contains(tag, StringComparer.Ordinal) || Language.Find(tag) is not null;
}
