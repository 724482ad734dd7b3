using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Texts of the interface in the language of the request. A key that is missing in all files is a bug, and is reported.</summary>
public sealed class Texts(IHttpContextAccessor context)
{
    /// <summary>The current language; a preview changes it to that of the text.</summary>
    public Language Language => Own ?? context.HttpContext?.Language() ?? Language.English;

    /// <summary>A language regardless of a request, for work beside one.</summary>
    internal Language? Own { get; init; }

    public string this[string key] =>
        Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key)
        ?? throw new KeyNotFoundException($"No text for '{key}'.");

    /// <summary>The text with its placeholders filled, numbers and dates formatted for the language.</summary>
    public string this[string key, params object[] arguments] => string.Format(Language.Culture, this[key], arguments);

    /// <summary>The text of a stored key, without its values; the key itself when no file contains it any more.</summary>
    public string Reason(string key) =>
        (Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key) ?? key)
        .Replace(" {0}", "", StringComparison.Ordinal).Replace("{0}", "", StringComparison.Ordinal);

    /// <summary>The text of a key, or null when there is none.</summary>
    public string? Find(string key) => Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key);

    /// <summary>The city of a time zone; the name of a zone whose city has no word here.</summary>
    public string Zone(string id) => Find("Zone." + id) ?? id;

    /// <summary>What stands between a label and what it names.</summary>
    public string Colon => Language.IsHan ? "：" : ": ";

    /// <summary>What stands between two sentences: full-width punctuation carries its own space.</summary>
    public string Gap => Language.IsHan ? "" : " ";

    /// <summary>A label with "(optional)" after it.</summary>
    public string Optional(string label) => label + Gap + this["Form.Optional"];

    /// <summary>Sentences one after another.</summary>
    public string Join(params IEnumerable<string> sentences) => string.Join(Gap, sentences);

    /// <summary>What stands between the words of a list.</summary>
    public string Comma => Language.IsHan ? "、" : Language.Code == "ug" ? "، " : ", ";

    /// <summary>Words one after another.</summary>
    public string List(IEnumerable<string> words) => string.Join(Comma, words);

    /// <summary>
    /// What stands between facts of a line: it may end the line, never begin it. In Chinese fonts the dot has a width of its own.
    /// </summary>
    public string Dot => DotIn(Language);

    internal static string DotIn(Language language) => language.IsHan ? "\u2060·\u200a" : "\u00a0· ";

    /// <summary>Words in parentheses after others.</summary>
    public string Aside(string words) => Parentheses.Open + words + Parentheses.Close;

    internal (string Open, string Close) Parentheses => Language.IsHan ? ("（", "）") : (" (", ")");

    /// <summary>The text for a number: <c>key.One</c> for exactly one, otherwise <c>key.Other</c>; <c>{0}</c> is the number.</summary>
    public string Count(string key, long number) => this[$"{key}.{(number == 1 ? "One" : "Other")}", number];

    /// <summary>The text for an enum value: <c>CaseStatus.Imprisoned</c>.</summary>
    public string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => this[$"{typeof(TEnum).Name}.{value}"];

    public string Of(Error error) => this[error.Key, error.Arguments];
}
