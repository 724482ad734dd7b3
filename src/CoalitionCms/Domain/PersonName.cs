using System.Globalization;

namespace CoalitionCms.Domain;

public enum NameKind
{
    Romanised,

    Native,

    Pen,

    Religious,

    Other,
}

public enum FamilyName
{
    /// <summary>As usual in the name's language: first in Chinese and Korean, last in English, none in Tibetan and Uyghur.</summary>
    AsUsual,

    First,

    Last,

    None,
}

/// <summary>One name of a person.</summary>
/// <param name="Language">BCP 47 tag with script where it matters: <c>zh-Latn</c>, <c>zh-Hans</c>.</param>
/// <param name="IsPrimary">True for the name used in titles; one romanised and one native name may be primary.</param>
public sealed record PersonName(string Text, string Language, NameKind Kind, bool IsPrimary)
{
    private static readonly string[] CompoundFamilyNames =
        ["欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "尉迟", "尉遲", "慕容", "令狐", "司徒", "皇甫", "남궁", "제갈", "황보", "선우"];

    public FamilyName Order { get; init; }

    /// <summary>The family name, or empty where there is none or the name is one word.</summary>
    internal string Family => Split().Family;

    /// <summary>The given name; the whole name where there is no family name.</summary>
    internal string Given => Split().Given;

    /// <summary>
    /// The sort key in lists: the name as written where the family name is first, otherwise with the family name moved to the front.
    /// </summary>
    internal string SortKey => Placed == FamilyName.Last && Family.Length > 0 ? $"{Family} {Given}" : Text;

    private FamilyName Placed => Order != FamilyName.AsUsual ? Order : Language.Split('-')[0] switch
    {
        "zh" or "ko" or "ja" or "vi" => FamilyName.First,
        "ug" or "bo" or "mn" or "kk" => FamilyName.None,
        _ => FamilyName.Last,
    };

    private (string Family, string Given) Split()
    {
        var words = Text.Split([' ', '·'], StringSplitOptions.RemoveEmptyEntries);
        return (Placed, words.Length) switch
        {
            (FamilyName.First, 1) when IsHanOrHangul(Text) && Text.Length > 1 => SplitWord(Text),
            (FamilyName.First, > 1) =>
            (words[0], Text[(Text.IndexOf(words[0], StringComparison.Ordinal) + words[0].Length)..].Trim(' ', '·')),
            (FamilyName.Last, > 1) => (words[^1], Text[..Text.LastIndexOf(words[^1], StringComparison.Ordinal)].Trim(' ', '·')),
            _ => ("", Text),
        };
    }

    private static (string Family, string Given) SplitWord(string name)
    {
        var length = name.Length > 2 && CompoundFamilyNames.Contains(name[..2], StringComparer.Ordinal)
            ? 2
            : char.IsHighSurrogate(name[0])
            ? 2
            : 1;
        return (name[..length], name[length..]);
    }

    private static bool IsHanOrHangul(string text) =>
        text[0] is (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') || char.IsHighSurrogate(text[0]);
}

/// <summary>
/// How a name is shown, by one rule everywhere: "Jin Hai (金海)" for readers of Latin letters, "金海（Jin Hai）" for readers of the native
/// script.
/// </summary>
/// <param name="Romanised">Name in Latin letters, or empty.</param>
/// <param name="RomanisedLanguage">Its language tag, such as <c>zh-Latn</c>.</param>
/// <param name="Native">Name in the native script, or empty.</param>
/// <param name="NativeLanguage">Its language tag, such as <c>zh-Hans</c>.</param>
public sealed record DisplayName(string Romanised, string RomanisedLanguage, string Native, string NativeLanguage)
{
    /// <summary>Sort key of lists in Latin letters.</summary>
    public string RomanisedKey { get; private init; } = Romanised;

    /// <summary>Sort key of lists in the native script.</summary>
    public string NativeKey { get; private init; } = Native;

    /// <summary>The family name in Latin letters, otherwise in the native script; empty where there is none.</summary>
    public string Family { get; private init; } = "";

    public string Given { get; private init; } = "";

    /// <summary>Creates a name from one or two scripts; the tag of the Latin form follows from the native one.</summary>
    public static DisplayName Of(string romanised, string native, string nativeLanguage) =>
        new(romanised, LatinTag(nativeLanguage), native, nativeLanguage);

    /// <summary>Creates a name from rows: the primary or first romanised name and the primary or first native name.</summary>
    public static DisplayName Of(IReadOnlyCollection<PersonName> names)
    {
        var latin = Best(names, NameKind.Romanised);
        var native = Best(names, NameKind.Native);
        var fallback = latin is null && native is null ? names.FirstOrDefault() : null;
        var (first, own) = (latin ?? fallback, native);
        return new(first?.Text ?? "", first?.Language ?? "zh-Latn", own?.Text ?? "", own?.Language ?? "zh-Hans")
        {
            RomanisedKey = first?.SortKey ?? "",
            NativeKey = own?.SortKey ?? "",
            Family = (first ?? own)?.Family ?? "",
            Given = (first ?? own)?.Given ?? "",
        };
    }

    /// <summary>
    /// The sign on a tile that stands for a portrait: the first character of the name in its own script, or the initials.
    /// </summary>
    internal LanguageText Sign
    {
        get
        {
            if (Native.Length > 0)
            {
                var length = StringInfo.GetNextTextElementLength(Native);

                // A vowel at the beginning of an Uyghur word stands on a hamza of its own.
                length += Native[0] == '\u0626' && Native.Length > length ? StringInfo.GetNextTextElementLength(Native, length) : 0;
                return new(Native[..length], NativeLanguage);
            }

            var words = Romanised.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new(string.Concat(words.Take(2).Select(w => StringInfo.GetNextTextElement(w))), "en");
        }
    }

    /// <summary>The script that readers of a language see first.</summary>
    internal LanguageText FirstFor(Language reader) => (reader.IsNativeFirst && Native.Length > 0) || Romanised.Length == 0
        ? new(Native, NativeLanguage)
        : new(Romanised, RomanisedLanguage);

    /// <summary>The other script; null where there is none.</summary>
    internal LanguageText? SecondFor(Language reader) => Romanised.Length == 0 || Native.Length == 0 ? null
        : reader.IsNativeFirst ? new(Romanised, RomanisedLanguage) : new(Native, NativeLanguage);

    /// <summary>The name without markup, for titles and descriptions.</summary>
    public string Plain(Language reader) => (Romanised.Length, Native.Length) switch
    {
        (0, _) => Native,
        (_, 0) => Romanised,
        _ when reader.IsHan => $"{Native}（{Romanised}）",
        _ when reader.IsNativeFirst => $"{Native} ({Romanised})",
        _ => $"{Romanised} ({Native})",
    };

    private static PersonName? Best(IEnumerable<PersonName> names, NameKind kind) =>
        names.Where(n => n.Kind == kind).OrderByDescending(n => n.IsPrimary).FirstOrDefault();

    private static string LatinTag(string nativeLanguage) => nativeLanguage.Split('-')[0] + "-Latn";
}
