using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace CoalitionCms.Domain;

/// <summary>
/// A language of interface and content. The languages are defined by the files in <c>Resources/</c>: a new file is a new language.
/// </summary>
public sealed class Language
{
    private static readonly JsonSerializerOptions Lenient =
        new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly FrozenDictionary<string, Language> Known = Load();

    private Language(string code, FrozenDictionary<string, string> texts)
    {
        Code = code;
        Texts = texts;
        Culture = CultureInfo.GetCultureInfo(code);
        NativeName = texts.GetValueOrDefault("Language.Name", Culture.NativeName);
        Direction = Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
        UrlPrefix = code == "en" ? "" : "/" + code;
    }

    /// <summary>The default language; its URLs have no prefix.</summary>
    public static Language English { get; } = Known["en"];

    /// <summary>All languages: the default first, then by code, left-to-right languages before right-to-left ones.</summary>
    public static IReadOnlyList<Language> All { get; } =
        [.. Known.Values.OrderBy(l => l.Code != "en").ThenBy(l => l.Direction, StringComparer.Ordinal).ThenBy(l => Order(l.Code))];

    /// <summary>BCP 47 tag, in its canonical casing: <c>zh-Hans</c>.</summary>
    public string Code { get; }

    public string NativeName { get; }
    public string Direction { get; }

    /// <summary>Empty for the default language, otherwise <c>/zh-Hans</c>, for example.</summary>
    public string UrlPrefix { get; }

    public CultureInfo Culture { get; }

    /// <summary>True for Chinese, Japanese: native names first, full-width brackets, no spaces.</summary>
    public bool IsHan => Code.StartsWith("zh", StringComparison.Ordinal);

    /// <summary>True where a person's native name is written before the romanised one.</summary>
    public bool IsNativeFirst => IsHan || Code is "ko" or "ug";

    internal FrozenDictionary<string, string> Texts { get; }

    /// <summary>The language with exactly this code, or null.</summary>
    public static Language? Find(string? code) => code is not null && Known.TryGetValue(code, out var language) ? language : null;

    /// <summary>The language with this code in any casing, or null.</summary>
    public static Language? FindAnyCase(string? code) =>
        All.FirstOrDefault(l => string.Equals(l.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Text direction of any BCP 47 tag, including languages that are not interface languages (names, charges).</summary>
    public static string DirectionOf(string tag) =>
        Find(tag)?.Direction ?? (tag.EndsWith("-Arab", StringComparison.Ordinal) || tag is "ar" or "fa" or "ur" or "he" ? "rtl" : "ltr");

    /// <summary>The text for readers of any other language: that of the first language, in the order of <see cref="All"/>.</summary>
    internal static T First<T>(IEnumerable<T> texts, Func<T, string> code) =>
        texts.MinBy(t => All.TakeWhile(l => l.Code != code(t)).Count())!;

    public override string ToString() => Code;

    private static int Order(string code) => code switch { "zh-Hans" => 0, "zh-Hant" => 1, "ko" => 2, _ => 3 };

    private static FrozenDictionary<string, Language> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var languages = new Dictionary<string, Language>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Resources/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream, Lenient)!;
            var code = Path.GetFileNameWithoutExtension(name);
            languages.Add(code, new Language(code, texts.ToFrozenDictionary(StringComparer.Ordinal)));
        }

        return languages.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
