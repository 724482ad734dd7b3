using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Accounts;

/// <summary>Why something about accounts is refused.</summary>
public static class AccountsRefusals
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Refusal NotAllowed { get; } = new("Accounts.NotAllowed");

    /// <summary>There is no such account.</summary>
    public static Refusal NoSuchAccount { get; } = new("Accounts.NoSuchAccount");

    /// <summary>Security: one sentence for unknown, wrong, slowed down and disabled.</summary>
    public static Refusal SignInRefused { get; } = new("Accounts.SignInRefused");

    /// <summary>The link was used, is too old, or never was.</summary>
    public static Refusal LinkUnusable { get; } = new("Accounts.LinkUnusable");

    /// <summary>The invitation was used or taken back.</summary>
    public static Refusal InvitationGone { get; } = new("Accounts.InvitationGone");

    /// <summary>There would be nobody left who can manage accounts.</summary>
    public static Refusal LastAdmin { get; } = new("Accounts.LastAdmin");

    /// <summary>The site's rule is that two admins make a third.</summary>
    public static Refusal SecondAdminNeeded { get; } = new("Accounts.SecondAdminNeeded");

    /// <summary>There is no second admin to ask.</summary>
    public static Refusal NoSecondAdmin { get; } = new("Accounts.NoSecondAdmin");

    /// <summary>Nobody approves what they asked for themselves, nor their own role.</summary>
    public static Refusal OwnRequest { get; } = new("Accounts.OwnRequest");

    /// <summary>It was decided, is too old, or who asked is no admin any more.</summary>
    public static Refusal RequestGone { get; } = new("Accounts.RequestGone");

    /// <summary>The second admin must know for whom the invitation is.</summary>
    public static Refusal NoteNeeded { get; } = new("Accounts.NoteNeeded", "Note");

    /// <summary>The account is disabled; enable it first.</summary>
    public static Refusal IsDisabled { get; } = new("Accounts.IsDisabled");

    /// <summary>Somebody else changed the account at the same time.</summary>
    public static Refusal ChangedMeanwhile { get; } = new("Accounts.ChangedMeanwhile");

    /// <summary>The present password is not this one.</summary>
    public static Refusal CurrentPasswordWrong { get; } = new("Accounts.CurrentPasswordWrong", "CurrentPassword");

    /// <summary>Security: one sentence for a code that is wrong, was used, is of somebody else, or came too often.</summary>
    public static Refusal CodeRefused { get; } = new("Factors.CodeRefused", "Code");

    /// <summary>The second step came too late, or the account changed meanwhile.</summary>
    public static Refusal SignInOver { get; } = new("Factors.SignInOver");

    /// <summary>The passkey does not open an account.</summary>
    public static Refusal PasskeyRefused { get; } = new("Factors.PasskeyRefused");

    /// <summary>The passkey could not be made.</summary>
    public static Refusal PasskeyNotMade { get; } = new("Factors.PasskeyNotMade");

    /// <summary>The passkey's name is empty or too long.</summary>
    public static Refusal PasskeyNameUnusable { get; } = new("Factors.PasskeyNameUnusable", "Name", Actions.AddPasskey.MaxName);

    /// <summary>There are enough.</summary>
    public static Refusal TooManyPasskeys { get; } = new("Factors.TooManyPasskeys");

    /// <summary>The account has no such passkey.</summary>
    public static Refusal NoSuchPasskey { get; } = new("Factors.NoSuchPasskey");

    /// <summary>The account has no app.</summary>
    public static Refusal NoApp { get; } = new("Factors.NoApp");

    /// <summary>The account has an app already.</summary>
    public static Refusal HasApp { get; } = new("Factors.HasApp");

    /// <summary>The secret was shown too long ago.</summary>
    public static Refusal OfferOver { get; } = new("Factors.OfferOver");

    /// <summary>The app that is being added shows another code.</summary>
    public static Refusal NewCodeWrong { get; } = new("Factors.NewCodeWrong", "Code");

    /// <summary>Recovery codes are for who has a second factor.</summary>
    public static Refusal NoFactor { get; } = new("Factors.NoFactor");

    /// <summary>The site demands a second factor, and this is the last one.</summary>
    public static Refusal LastFactor { get; } = new("Factors.LastFactor");

    /// <summary>The session ended already.</summary>
    public static Refusal NoSuchSession { get; } = new("Sessions.Gone");

    /// <summary>The only admin, and only since somebody was disabled or changed within a day.</summary>
    public static Refusal AloneSinceLately { get; } = new("Accounts.AloneSinceLately");

    /// <summary>An admin whose own access was made or changed within a day approves nothing.</summary>
    public static Refusal FreshAdmin { get; } = new("Accounts.FreshAdmin");

    /// <summary>Not a role.</summary>
    public static Refusal RoleUnknown { get; } = new("Accounts.RoleUnknown", "Role");

    /// <summary>Not a language of the interface.</summary>
    public static Refusal LanguageUnknown { get; } = new("Accounts.LanguageUnknown", "Language");

    /// <summary>A name is needed.</summary>
    public static Refusal NameMissing { get; } = new("Accounts.NameMissing", "Name");

    /// <summary>The name has no Latin letter.</summary>
    public static Refusal NameNotLatin { get; } = new("Accounts.NameNotLatin", "Name");

    /// <summary>No e-mail address.</summary>
    public static Refusal EmailUnusable { get; } = new("Accounts.EmailUnusable", "Email");

    /// <summary>Another account signs in with it.</summary>
    public static Refusal EmailTaken { get; } = new("Accounts.EmailTaken", "Email");

    /// <summary>Longer than allowed.</summary>
    public static Refusal TooLong(string field, int most) => new("Accounts.TooLong", field, most);

    /// <summary>The password is too short.</summary>
    public static Refusal PasswordTooShort { get; } = new("Accounts.PasswordTooShort", "Password", PasswordRules.Least);

    /// <summary>The password is too long.</summary>
    public static Refusal PasswordTooLong { get; } = new("Accounts.PasswordTooLong", "Password", PasswordRules.Most);

    /// <summary>The password is one that attackers try first.</summary>
    public static Refusal PasswordCommon { get; } = new("Accounts.PasswordCommon", "Password");

    /// <summary>The password is little more than the person's name or address.</summary>
    public static Refusal PasswordPersonal { get; } = new("Accounts.PasswordPersonal", "Password");
}
