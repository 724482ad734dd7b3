using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members;

/// <summary>Why a line of the roster is refused.</summary>
public static class MembersErrors
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Error NotAllowed { get; } = new("Members.NotAllowed");

    /// <summary>There is no such member.</summary>
    public static Error NoSuchMember { get; } = new("Members.NoSuchMember");

    /// <summary>Somebody saved the member since the form was opened.</summary>
    public static Error Stale { get; } = new("Members.Stale");

    /// <summary>There is no such account.</summary>
    public static Error NoSuchAccount { get; } = new("Members.NoSuchAccount", "AccountId");

    /// <summary>The account is another member's.</summary>
    public static Error AccountTaken { get; } = new("Members.AccountTaken", "AccountId");

    /// <summary>A name is needed.</summary>
    public static Error NameMissing { get; } = new("Members.NameMissing", nameof(Member.RomanisedName));

    /// <summary>Not one of <see cref="NativeLanguages"/>.</summary>
    public static Error LanguageUnknown { get; } = new("Members.LanguageUnknown", nameof(Member.NativeLanguage));

    /// <summary>They left before they came.</summary>
    public static Error UntilBeforeSince { get; } = new("Members.UntilBeforeSince", nameof(Member.Until));

    /// <summary>The same person cannot be put together with themselves.</summary>
    public static Error SamePerson { get; } = new("Members.SamePerson");

    /// <summary>The line that would go has a login.</summary>
    public static Error OtherHasAccount { get; } = new("Merge.OtherHasAccount");

    /// <summary>What would come of it changed since it was shown.</summary>
    public static Error PlanChanged { get; } = new("Files.PlanChanged");

    /// <summary>Longer than allowed.</summary>
    public static Error TooLong(string field, int most) => new("Members.TooLong", field, most);
}
