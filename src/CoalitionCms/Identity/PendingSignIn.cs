namespace CoalitionCms.Identity;

/// <summary>A sign-in whose password was right and that still needs its second step. The form holds it sealed; without the second step it opens nothing.</summary>
public sealed record PendingSignIn
{
    private const string Purpose = "pending-sign-in";

    private PendingSignIn(string sealedWords, Guid accountId, string stamp, bool hasApp) => (Sealed, AccountId, Stamp, HasApp) = (sealedWords, accountId, stamp, hasApp);

    /// <summary>For the form.</summary>
    public string Sealed { get; }

    /// <summary>True when a code of an app will do.</summary>
    public bool HasApp { get; }

    /// <summary>Whose password it was.</summary>
    internal Guid AccountId { get; }

    /// <summary>Security: the account's state then; the sign-in is void when password, role or factors changed meanwhile.</summary>
    internal string Stamp { get; }

    internal static PendingSignIn Of(Account account, bool hasApp, ProtectedPayloads payloads) =>
        new(payloads.ProtectForForm($"{account.Id:N}|{hasApp}|{account.SecurityStamp}", Purpose), account.Id, account.SecurityStamp ?? "", hasApp);

    /// <summary>What a form brought back; null when it is too old or not ours.</summary>
    internal static PendingSignIn? TakeBack(string? lent, ProtectedPayloads payloads) =>
        payloads.OpenFromForm(lent, Purpose)?.Split('|', 3) is [var id, var hasApp, var stamp] ? new(lent!, Guid.ParseExact(id, "N"), stamp, bool.Parse(hasApp)) : null;
}
