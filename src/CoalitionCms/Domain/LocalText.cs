using System.Collections.Immutable;
using System.Text.Json;

namespace CoalitionCms.Domain;

/// <summary>A short text with one version per language: a venue, an occupation, a charge.</summary>
internal sealed record LocalText
{
    private readonly ImmutableSortedDictionary<string, string> texts;

    private LocalText(ImmutableSortedDictionary<string, string> texts) => this.texts = texts;

    /// <summary>No text in any language.</summary>
    public static LocalText Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>True when no language has a text.</summary>
    public bool IsEmpty => texts.IsEmpty;

    /// <summary>Language code and text of each language that has a text.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => texts;

    public static LocalText Of(string language, string? text) => Empty.With(language, text);

    /// <summary>Creates a text from several languages; blank texts are left out.</summary>
    public static LocalText Of(IEnumerable<KeyValuePair<string, string>> byLanguage) =>
        byLanguage.Aggregate(Empty, (text, pair) => text.With(pair.Key, pair.Value));

    /// <summary>Returns a copy with the text of one language replaced; a blank text removes it.</summary>
    public LocalText With(string language, string? text)
    {
        var clean = CleanText.Line(text);
        return new(clean.Length == 0 ? texts.Remove(language) : texts.SetItem(language, clean));
    }

    public string In(string language) => texts.GetValueOrDefault(language, "");

    /// <summary>
    /// The best text for a reader of this language, and its language: their own, the other Chinese script, English, any. Null when there is
    /// none.
    /// </summary>
    public (string Text, string Language)? For(string language)
    {
        string[] order = [language, language == "zh-Hans" ? "zh-Hant" : language == "zh-Hant" ? "zh-Hans" : language, "en"];
        foreach (var code in order)
        {
            if (texts.TryGetValue(code, out var text))
            {
                return (text, code);
            }
        }

        return texts.IsEmpty ? null : (texts.First().Value, texts.First().Key);
    }

    /// <summary>JSON object from language code to text; <c>{}</c> when empty. Codes are sorted, so equal texts give equal JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(texts, DomainJson.Options);

    public static LocalText FromJson(string json) =>
        Of(JsonSerializer.Deserialize<Dictionary<string, string>>(json, DomainJson.Options) ?? []);

    public bool Equals(LocalText? other) => other is not null && texts.SequenceEqual(other.texts);

    public override int GetHashCode() => texts.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
}
