using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>The last step of every sign-in: records it in one save.</summary>
internal sealed class CompleteSignIn(CmsDbContext db, AuditLog audit, CmsOptions options, TimeProvider clock)
{
    /// <param name="factor">The factor used in addition to or instead of the password; null for the password alone.</param>
    public async Task<Result<Account>> AdmitAsync(Account account, string? factor, CancellationToken cancellationToken)
    {
        account.SignedIn(clock.TodayIn(options.Zone));
        audit.Record(Actor.Account(account.Id, account.Role), AuditVerb.SignedIn, AccountChecks.Kind, account.Id, factor is null ? null
            : new { factor });

        // Disabled, or given another password, in the meantime: the checks no longer apply.
        return (await db.SaveOrStaleAsync(AccountsErrors.SignInRefused, cancellationToken)).With(account);
    }
}

/// <summary>
/// A sign-in with a correct password that still needs its second step. The form holds it encrypted; without the second step it grants no
/// access.
/// </summary>
internal sealed record PendingSignIn
{
    private const string Purpose = "pending-sign-in";

    private PendingSignIn(string sealedWords, Guid accountId, string stamp, bool hasApp, DateTime begunAt) =>
        (Sealed, AccountId, Stamp, HasApp, BegunAt) = (sealedWords, accountId, stamp, hasApp, begunAt);

    public string Sealed { get; }
    public bool HasApp { get; }
    internal Guid AccountId { get; }

    /// <summary>When the password was verified.</summary>
    internal DateTime BegunAt { get; }

    /// <summary>
    /// Security: the account's state at that time; the sign-in is void when password, role or factors changed in the meantime.
    /// </summary>
    internal string Stamp { get; }

    internal static PendingSignIn Of(Account account, bool hasApp, ProtectedPayloads payloads, DateTime now) =>
        new(payloads.ProtectForForm($"{account.Id:N}|{hasApp}|{now.Ticks}|{account.SecurityStamp}", Purpose), account.Id,
            account.SecurityStamp ?? "", hasApp, now);

    /// <summary>Decrypts the value that a form returned; null when it has expired or was not issued by this site.</summary>
    internal static PendingSignIn? TakeBack(string? lent, ProtectedPayloads payloads) =>
        payloads.OpenFromForm(lent, Purpose)?.Split('|', 4) is [var id, var hasApp, var begun, var stamp]
            ? new(lent!, Guid.ParseExact(id, "N"), stamp, bool.Parse(hasApp),
                new DateTime(long.Parse(begun, CultureInfo.InvariantCulture), DateTimeKind.Utc))
            : null;
}
