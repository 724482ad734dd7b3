namespace CoalitionCms.Kernel;

/// <summary>What a name is to its bearer.</summary>
public enum NameKind
{
    /// <summary>In Latin letters.</summary>
    Romanised,

    /// <summary>In the bearer's own script.</summary>
    Native,

    /// <summary>Name used for writing.</summary>
    Pen,

    /// <summary>Name given by a religious community.</summary>
    Religious,

    /// <summary>Any other name.</summary>
    Other,
}

/// <summary>One name of a person.</summary>
/// <param name="Text">The name as written.</param>
/// <param name="Language">BCP 47 tag with script where it matters: <c>zh-Latn</c>, <c>zh-Hans</c>.</param>
/// <param name="Kind">What the name is.</param>
/// <param name="IsPrimary">True for the name that stands in titles; one romanised and one native name may be primary.</param>
public sealed record PersonName(string Text, string Language, NameKind Kind, bool IsPrimary);

/// <summary>
/// How a name is shown, by one rule everywhere: "Jin Hai (金海)" where Latin letters are read, "金海（Jin Hai）" where the native script is.
/// </summary>
/// <param name="Romanised">Name in Latin letters, or empty.</param>
/// <param name="RomanisedLanguage">Tag of it, such as <c>zh-Latn</c>.</param>
/// <param name="Native">Name in the native script, or empty.</param>
/// <param name="NativeLanguage">Tag of it, such as <c>zh-Hans</c>.</param>
public sealed record DisplayName(string Romanised, string RomanisedLanguage, string Native, string NativeLanguage)
{
    /// <summary>A name of one or two scripts; the tag of the Latin form follows from the native one.</summary>
    public static DisplayName Of(string romanised, string native, string nativeLanguage) =>
        new(romanised, LatinTag(nativeLanguage), native, nativeLanguage);

    /// <summary>From rows: the primary or first romanised name and the primary or first native name.</summary>
    public static DisplayName Of(IReadOnlyCollection<PersonName> names)
    {
        var latin = Best(names, NameKind.Romanised);
        var native = Best(names, NameKind.Native);
        var fallback = latin is null && native is null ? names.FirstOrDefault() : null;
        return new(latin?.Text ?? fallback?.Text ?? "", latin?.Language ?? fallback?.Language ?? "zh-Latn", native?.Text ?? "", native?.Language ?? "zh-Hans");
    }

    /// <summary>The name without marks, for titles and descriptions.</summary>
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
