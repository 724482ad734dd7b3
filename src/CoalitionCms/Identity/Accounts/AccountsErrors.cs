using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

internal static class AccountsErrors
{
    public static Error NotAllowed { get; } = new("Accounts.NotAllowed");
    public static Error NoSuchAccount { get; } = new("Accounts.NoSuchAccount");

    /// <summary>Security: the same message for unknown, wrong, slowed down and disabled.</summary>
    public static Error SignInRefused { get; } = new("Accounts.SignInRefused");

    /// <summary>Security: shown before anything about the account is checked.</summary>
    public static Error SignInBusy { get; } = new("Accounts.SignInBusy");

    public static Error LinkUnusable { get; } = new("Accounts.LinkUnusable");
    public static Error InvitationGone { get; } = new("Accounts.InvitationGone");
    public static Error LastAdmin { get; } = new("Accounts.LastAdmin");
    public static Error SecondAdminNeeded { get; } = new("Accounts.SecondAdminNeeded");
    public static Error NoSecondAdmin { get; } = new("Accounts.NoSecondAdmin");
    public static Error OwnRequest { get; } = new("Accounts.OwnRequest");
    public static Error RequestGone { get; } = new("Accounts.RequestGone");
    public static Error NoteNeeded { get; } = new("Accounts.NoteNeeded", "Note");
    public static Error IsDisabled { get; } = new("Accounts.IsDisabled");
    public static Error ChangedMeanwhile { get; } = new("Accounts.ChangedMeanwhile");
    public static Error CurrentPasswordWrong { get; } = new("Accounts.CurrentPasswordWrong", "CurrentPassword");

    /// <summary>Security: the same message for a code that is wrong, was used, belongs to somebody else, or was sent too often.</summary>
    public static Error CodeRefused { get; } = new("Factors.CodeRefused", "Code");

    /// <summary>Shown only to users who had the right password, so it reveals nothing to others.</summary>
    public static Error TooManyCodes { get; } = new("Factors.TooManyCodes");

    public static Error SignInOver { get; } = new("Factors.SignInOver");
    public static Error PasskeyRefused { get; } = new("Factors.PasskeyRefused");
    public static Error PasskeyNotMade { get; } = new("Factors.PasskeyNotMade");
    public static Error PasskeyNameUnusable { get; } = new("Factors.PasskeyNameUnusable", "Name", Actions.AddPasskey.MaxName);
    public static Error TooManyPasskeys { get; } = new("Factors.TooManyPasskeys");
    public static Error NoSuchPasskey { get; } = new("Factors.NoSuchPasskey");
    public static Error NoApp { get; } = new("Factors.NoApp");
    public static Error HasApp { get; } = new("Factors.HasApp");
    public static Error OfferOver { get; } = new("Factors.OfferOver");
    public static Error NewCodeWrong { get; } = new("Factors.NewCodeWrong", "Code");
    public static Error NoFactor { get; } = new("Factors.NoFactor");
    public static Error LastFactor { get; } = new("Factors.LastFactor");
    public static Error NoSuchSession { get; } = new("Sessions.Gone");
    public static Error AloneSinceLately { get; } = new("Accounts.AloneSinceLately");
    public static Error FreshAdmin { get; } = new("Accounts.FreshAdmin");
    public static Error RoleUnknown { get; } = new("Accounts.RoleUnknown", "Role");
    public static Error LanguageUnknown { get; } = new("Accounts.LanguageUnknown", "Language");
    public static Error NameMissing { get; } = new("Accounts.NameMissing", "Name");
    public static Error NameNotLatin { get; } = new("Accounts.NameNotLatin", "LatinName");
    public static Error EmailUnusable { get; } = new("Accounts.EmailUnusable", "Email");
    public static Error EmailTaken { get; } = new("Accounts.EmailTaken", "Email");

    public static Error TooLong(string field, int most) => new("Accounts.TooLong", field, most);

    public static Error PasswordTooShort { get; } = new("Accounts.PasswordTooShort", "Password", PasswordRules.Least);
    public static Error PasswordTooLong { get; } = new("Accounts.PasswordTooLong", "Password", PasswordRules.Most);
    public static Error PasswordCommon { get; } = new("Accounts.PasswordCommon", "Password");
    public static Error PasswordPersonal { get; } = new("Accounts.PasswordPersonal", "Password");
}
