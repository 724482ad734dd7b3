using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members;

/// <summary>What comes of two lines of the roster that are one person.</summary>
internal static class MergedMember
{
    /// <summary>Why two lines cannot become one; null when they can.</summary>
    public static Error? Error(Member kept, Member gone) =>
        kept.Id == gone.Id ? MembersErrors.SamePerson

        // Security: a login follows its line; whoever merges gives nobody's login another line to look at.
        : gone.AccountId is not null ? MembersErrors.OtherHasAccount
        : null;

    /// <summary>The line that stays, with what it lacks taken from the other. Notes of both stand below each other; hidden stays hidden.</summary>
    public static SaveMember.Input Of(Member kept, Member gone) => new(
        kept.Id,
        First(kept.RomanisedName, gone.RomanisedName),
        First(kept.NativeName, gone.NativeName),
        kept.NativeName.Length > 0 || gone.NativeName.Length == 0 ? kept.NativeLanguage : gone.NativeLanguage,
        First(kept.Alias, gone.Alias),
        kept.Standing == Standing.Member ? kept.Standing : gone.Standing,
        Notes(kept.Note, gone.Note),
        kept.HiddenEverywhere || gone.HiddenEverywhere,
        kept.Version)
    {
        Since = Earlier(kept.Since, gone.Since),

        // Who still belongs by one line has not left.
        Until = kept.Until.IsUnknown || gone.Until.IsUnknown ? FuzzyDate.Unknown : kept.Until > gone.Until ? kept.Until : gone.Until,
    };

    private static string First(string one, string other) => one.Length > 0 ? one : other;

    private static FuzzyDate Earlier(FuzzyDate one, FuzzyDate other) => one.IsUnknown ? other : other.IsUnknown || one < other ? one : other;

    private static string Notes(string one, string other)
    {
        var both = one.Contains(other, StringComparison.Ordinal) ? one : $"{one}\n{other}".Trim();
        return both.Length > SaveMember.MaxNote ? both[..SaveMember.MaxNote] : both;
    }
}
