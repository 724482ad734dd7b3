namespace CoalitionCms.Identity;

/// <summary>Why somebody stands before the sign-in form: each has a sentence <c>Accounts.After.*</c>.</summary>
public enum LoginNotice
{
    /// <summary>They made their account.</summary>
    Joined,

    /// <summary>They set another password.</summary>
    PasswordSet,

    /// <summary>They signed out.</summary>
    SignedOut,
}
