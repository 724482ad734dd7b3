using System.Globalization;

namespace CoalitionCms.Features.Members;

/// <summary>Languages that a native name can be in, each under its own name.</summary>
public static class NativeLanguages
{
    /// <summary>Language tag and the language's name for itself.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
        [.. new[] { "zh-Hans", "zh-Hant", "ko", "ug", "bo", "mn", "kk", "ja", "vi", "ru", "my", "th" }
            .Select(tag => KeyValuePair.Create(tag, CultureInfo.GetCultureInfo(tag).NativeName))];

    /// <summary>True for a tag of the list.</summary>
    public static bool Has(string tag) => All.Any(language => string.Equals(language.Key, tag, StringComparison.Ordinal));
}
