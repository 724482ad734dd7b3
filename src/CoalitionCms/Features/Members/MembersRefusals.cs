using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Members;

/// <summary>Why a line of the roster is refused.</summary>
public static class MembersRefusals
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Refusal NotAllowed { get; } = new("Members.NotAllowed");

    /// <summary>There is no such member.</summary>
    public static Refusal NoSuchMember { get; } = new("Members.NoSuchMember");

    /// <summary>Somebody saved the member since the form was opened.</summary>
    public static Refusal Stale { get; } = new("Members.Stale");

    /// <summary>There is no such account.</summary>
    public static Refusal NoSuchAccount { get; } = new("Members.NoSuchAccount", "AccountId");

    /// <summary>The account is another member's.</summary>
    public static Refusal AccountTaken { get; } = new("Members.AccountTaken", "AccountId");

    /// <summary>A name is needed.</summary>
    public static Refusal NameMissing { get; } = new("Members.NameMissing", nameof(Member.RomanisedName));

    /// <summary>Not one of <see cref="NativeLanguages"/>.</summary>
    public static Refusal LanguageUnknown { get; } = new("Members.LanguageUnknown", nameof(Member.NativeLanguage));

    /// <summary>Longer than allowed.</summary>
    public static Refusal TooLong(string field, int most) => new("Members.TooLong", field, most);
}
