using System.Globalization;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members;

/// <summary>Whether a person is a member of the organisation.</summary>
internal enum Standing
{
    Member,

    Guest,
}

/// <summary>A person on the organisation's roster. Being on it does not make a name public.</summary>
internal sealed class Member : IVerifiedRow
{
    private Member()
    {
    }

    public Member(Guid id) => Id = id;

    public Guid Id { get; private set; }

    /// <summary>Name in Latin letters; may be empty if there is a native one.</summary>
    public string RomanisedName { get; private set; } = "";

    public string NativeName { get; private set; } = "";

    /// <summary>Language tag of the native name: <c>zh-Hans</c>, <c>ko</c> …</summary>
    public string NativeLanguage { get; private set; } = "zh-Hans";

    /// <summary>Public name instead of the real one, if the member wants one.</summary>
    public string Alias { get; private set; } = "";

    /// <summary>True once the member set the alias or agreed to be named by it: from then on staff may only remove it.</summary>
    public bool IsAliasOwn { get; private set; }

    /// <summary>
    /// Names that the entry had before, one a line. Security: what somebody asked for under one of them holds when the entry is renamed.
    /// </summary>
    public string EarlierNames { get; private set; } = "";

    public Standing Standing { get; private set; }
    public string Note { get; private set; } = "";

    /// <summary>Since when the person is a member or guest, as exactly as known.</summary>
    public FuzzyDate Since { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Until when; unknown while it continues.</summary>
    public FuzzyDate Until { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Set by staff to hide this person everywhere immediately, regardless of consent.</summary>
    public bool HiddenEverywhere { get; private set; }

    public Guid? AccountId { get; private set; }
    public long Version { get; private set; }

    public void Describe(
        string romanisedName, string nativeName, string nativeLanguage, string alias, Standing standing, string note, bool hiddenEverywhere)
    {
        if (romanisedName.Length == 0 && nativeName.Length == 0)
        {
            throw new ArgumentException("A member has a name in at least one script.", nameof(romanisedName));
        }

        Remember([.. new[] { RomanisedName, NativeName }.Where(n => n != romanisedName && n != nativeName)]);
        (RomanisedName, NativeName, NativeLanguage, Alias, Standing, Note, HiddenEverywhere) =
            (romanisedName, nativeName, nativeLanguage, alias, standing, note, hiddenEverywhere);
        Version++;
    }

    /// <summary>Sets the period of membership; called together with <see cref="Describe"/>, which increments the version.</summary>
    public void Belong(FuzzyDate since, FuzzyDate until) => (Since, Until) = (since, until);

    /// <summary>Sets the alias that the member chose; empty for none.</summary>
    public void CallThemselves(string alias)
    {
        (Alias, IsAliasOwn) = (alias, true);
        Version++;
    }

    /// <summary>Records that the member agreed to be named by the current alias.</summary>
    public void AgreeToAlias()
    {
        if (!IsAliasOwn)
        {
            IsAliasOwn = true;
            Version++;
        }
    }

    /// <summary>Links the member's account; null for none.</summary>
    public void LinkTo(Guid? accountId)
    {
        AccountId = accountId;
        Version++;
    }

    /// <summary>
    /// Adds names that the entry, or one that was merged into it, had before. Security: all of them; otherwise a name is forgotten by
    /// renaming the entry often.
    /// </summary>
    internal void Remember(IReadOnlyCollection<string> names) => EarlierNames = string.Join('\n',
        EarlierNames.Split('\n').Concat(names).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal));

    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

internal static class NativeLanguages
{
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
        [.. new[] { "zh-Hans", "zh-Hant", "ko", "ug", "bo", "mn", "kk", "ja", "vi", "ru", "my", "th" }
            .Select(tag => KeyValuePair.Create(tag, CultureInfo.GetCultureInfo(tag).NativeName))];

    public static bool Has(string tag) => All.Any(language => string.Equals(language.Key, tag, StringComparison.Ordinal));
}
