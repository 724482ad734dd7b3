using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members;

internal static class MembersErrors
{
    public static Error NotAllowed { get; } = new("Members.NotAllowed");
    public static Error NoSuchMember { get; } = new("Members.NoSuchMember");
    public static Error Stale { get; } = new("Members.Stale");
    public static Error NoSuchAccount { get; } = new("Members.NoSuchAccount", "AccountId");
    public static Error AccountTaken { get; } = new("Members.AccountTaken", "AccountId");
    public static Error NameMissing { get; } = new("Members.NameMissing", nameof(Member.RomanisedName));
    public static Error LanguageUnknown { get; } = new("Members.LanguageUnknown", nameof(Member.NativeLanguage));
    public static Error UntilBeforeSince { get; } = new("Members.UntilBeforeSince", nameof(Member.Until));
    public static Error SamePerson { get; } = new("Members.SamePerson");
    public static Error OtherHasAccount { get; } = new("Merge.OtherHasAccount");
    public static Error PlanChanged { get; } = new("Files.PlanChanged");

    /// <summary>Making a name more public requires recent authentication.</summary>
    public static Error ProofNeeded { get; } = new("Names.ProofNeeded");

    public static Error AliasIsName { get; } = new("Members.AliasIsName", nameof(Member.Alias));
    public static Error AliasOwn { get; } = new("Members.AliasOwn", nameof(Member.Alias));

    /// <summary>An entry that is named in public would get the name of somebody who asked not to be.</summary>
    public static Error NameOfOther(bool asAlias = false) =>
        new("Members.NameOfOther", asAlias ? nameof(Member.Alias) : nameof(Member.RomanisedName));

    public static Error TooLong(string field, int most) => new("Members.TooLong", field, most);
}
