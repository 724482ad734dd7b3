using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>Why something about accounts is refused.</summary>
public static class AccountsErrors
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Error NotAllowed { get; } = new("Accounts.NotAllowed");

    public static Error NoSuchAccount { get; } = new("Accounts.NoSuchAccount");

    /// <summary>Security: one sentence for unknown, wrong, slowed down and disabled.</summary>
    public static Error SignInRefused { get; } = new("Accounts.SignInRefused");

    /// <summary>The link was used, is too old, or never was.</summary>
    public static Error LinkUnusable { get; } = new("Accounts.LinkUnusable");

    /// <summary>The invitation was used or taken back.</summary>
    public static Error InvitationGone { get; } = new("Accounts.InvitationGone");

    /// <summary>There would be nobody left who can manage accounts.</summary>
    public static Error LastAdmin { get; } = new("Accounts.LastAdmin");

    /// <summary>The site's rule is that two admins make a third.</summary>
    public static Error SecondAdminNeeded { get; } = new("Accounts.SecondAdminNeeded");

    /// <summary>There is no second admin to ask.</summary>
    public static Error NoSecondAdmin { get; } = new("Accounts.NoSecondAdmin");

    /// <summary>Nobody approves what they asked for themselves, nor their own role.</summary>
    public static Error OwnRequest { get; } = new("Accounts.OwnRequest");

    /// <summary>It was decided, is too old, or who asked is no admin any more.</summary>
    public static Error RequestGone { get; } = new("Accounts.RequestGone");

    /// <summary>The second admin must know for whom the invitation is.</summary>
    public static Error NoteNeeded { get; } = new("Accounts.NoteNeeded", "Note");

    /// <summary>The account is disabled; enable it first.</summary>
    public static Error IsDisabled { get; } = new("Accounts.IsDisabled");

    /// <summary>Somebody else changed the account at the same time.</summary>
    public static Error ChangedMeanwhile { get; } = new("Accounts.ChangedMeanwhile");

    /// <summary>The present password is not this one.</summary>
    public static Error CurrentPasswordWrong { get; } = new("Accounts.CurrentPasswordWrong", "CurrentPassword");

    /// <summary>Security: one sentence for a code that is wrong, was used, is of somebody else, or came too often.</summary>
    public static Error CodeRefused { get; } = new("Factors.CodeRefused", "Code");

    /// <summary>The second step came too late, or the account changed meanwhile.</summary>
    public static Error SignInOver { get; } = new("Factors.SignInOver");

    /// <summary>The passkey does not open an account.</summary>
    public static Error PasskeyRefused { get; } = new("Factors.PasskeyRefused");

    /// <summary>The passkey could not be made.</summary>
    public static Error PasskeyNotMade { get; } = new("Factors.PasskeyNotMade");

    /// <summary>The passkey's name is empty or too long.</summary>
    public static Error PasskeyNameUnusable { get; } = new("Factors.PasskeyNameUnusable", "Name", Actions.AddPasskey.MaxName);

    public static Error TooManyPasskeys { get; } = new("Factors.TooManyPasskeys");

    /// <summary>The account has no such passkey.</summary>
    public static Error NoSuchPasskey { get; } = new("Factors.NoSuchPasskey");

    public static Error NoApp { get; } = new("Factors.NoApp");

    public static Error HasApp { get; } = new("Factors.HasApp");

    /// <summary>The secret was shown too long ago.</summary>
    public static Error OfferOver { get; } = new("Factors.OfferOver");

    /// <summary>The app that is being added shows another code.</summary>
    public static Error NewCodeWrong { get; } = new("Factors.NewCodeWrong", "Code");

    /// <summary>Recovery codes are for who has a second factor.</summary>
    public static Error NoFactor { get; } = new("Factors.NoFactor");

    /// <summary>The site demands a second factor, and this is the last one.</summary>
    public static Error LastFactor { get; } = new("Factors.LastFactor");

    public static Error NoSuchSession { get; } = new("Sessions.Gone");

    /// <summary>The only admin, and only since somebody was disabled or changed within a day.</summary>
    public static Error AloneSinceLately { get; } = new("Accounts.AloneSinceLately");

    /// <summary>An admin whose own access was made or changed within a day approves nothing.</summary>
    public static Error FreshAdmin { get; } = new("Accounts.FreshAdmin");

    public static Error RoleUnknown { get; } = new("Accounts.RoleUnknown", "Role");

    public static Error LanguageUnknown { get; } = new("Accounts.LanguageUnknown", "Language");

    public static Error NameMissing { get; } = new("Accounts.NameMissing", "Name");

    public static Error NameNotLatin { get; } = new("Accounts.NameNotLatin", "Name");

    public static Error EmailUnusable { get; } = new("Accounts.EmailUnusable", "Email");

    public static Error EmailTaken { get; } = new("Accounts.EmailTaken", "Email");

    public static Error TooLong(string field, int most) => new("Accounts.TooLong", field, most);

    public static Error PasswordTooShort { get; } = new("Accounts.PasswordTooShort", "Password", PasswordRules.Least);

    public static Error PasswordTooLong { get; } = new("Accounts.PasswordTooLong", "Password", PasswordRules.Most);

    /// <summary>The password is one that attackers try first.</summary>
    public static Error PasswordCommon { get; } = new("Accounts.PasswordCommon", "Password");

    /// <summary>The password is little more than the person's name or address.</summary>
    public static Error PasswordPersonal { get; } = new("Accounts.PasswordPersonal", "Password");
}
