using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Sentences of the interface in the language of the request. A key that no file has is a bug, and says so.</summary>
public sealed class Texts(IHttpContextAccessor context)
{
    /// <summary>The language spoken; a preview changes it to that of the text.</summary>
    public Language Language => context.HttpContext?.Language() ?? Language.English;

    public string this[string key] =>
        Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key)
        ?? throw new KeyNotFoundException($"No text for '{key}'.");

    /// <summary>The sentence with its placeholders filled, numbers and dates in the language's own way.</summary>
    public string this[string key, params object[] arguments] => string.Format(Language.Culture, this[key], arguments);

    /// <summary>The sentence of a key that was stored, without its values; the key's own words when no file has it any more.</summary>
    public string Reason(string key) =>
        (Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key) ?? key)
        .Replace(" {0}", "", StringComparison.Ordinal).Replace("{0}", "", StringComparison.Ordinal);

    /// <summary>The sentence of a key, or null when there is none.</summary>
    public string? Find(string key) => Language.Texts.GetValueOrDefault(key) ?? Language.English.Texts.GetValueOrDefault(key);

    /// <summary>The sentence for a number: <c>key.One</c> for exactly one, <c>key.Other</c> else; <c>{0}</c> is the number.</summary>
    public string Count(string key, long number) => this[$"{key}.{(number == 1 ? "One" : "Other")}", number];

    /// <summary>The word for an enum value: <c>CaseStatus.Imprisoned</c>.</summary>
    public string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => this[$"{typeof(TEnum).Name}.{value}"];

    public string Of(Error error) => this[error.Key, error.Arguments];
}
