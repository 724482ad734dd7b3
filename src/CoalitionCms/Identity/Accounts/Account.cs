using System.Globalization;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity;

/// <summary>A user account. It is disabled, never deleted: its content stays attributed to it.</summary>
/// <remarks>
/// What grants access is hashed into the log: a role or password that was changed in the database alone is found. Names and addresses are
/// encrypted for their row.
/// </remarks>
[VerifiedProperties(nameof(Role), nameof(PasswordHash), nameof(SecurityStamp), nameof(DisabledAt), nameof(CreatedAt), nameof(Standing))]
internal sealed class Account : IdentityUser<Guid>, IVerifiedRow
{
    public const int MaxName = 200;

    public const string Forgotten = "Former member";

    private const string RoleWord = "Role:";
    private const string DisabledWord = "disabled";

    /// <summary>The name as its owner writes it, in any script. Staff see it everywhere, in every language.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The same in Latin letters, if the name is in another script; otherwise empty.</summary>
    public string LatinName { get; private set; } = "";

    public Role Role { get; private set; }

    /// <summary>Language of the admin area, or null for the browser's setting.</summary>
    public string? Language { get; private set; }

    public DateTime CreatedAt { get; private init; }
    public DateOnly? LastSignInOn { get; private set; }

    /// <summary>When it was disabled; null while sign-in is allowed.</summary>
    public DateTime? DisabledAt { get; private set; }

    /// <summary>
    /// The role, whether it is disabled, and fingerprints of what opens it besides the password: its app, passkeys and unused recovery
    /// codes. Security: encrypted, so that nobody who can write to the database alone makes an admin, or adds or removes a factor.
    /// </summary>
    public string Standing { get; private set; } = "";

    /// <summary>
    /// True when it may sign in and act. Security: not while its role, or the end of its disabling, was changed in the database alone.
    /// </summary>
    public bool MayEnter => DisabledAt is null && IsAsMade;

    public bool IsAsMade => Words.Contains(RoleWord + Role) && Words.Contains(DisabledWord) == DisabledAt is not null;

    /// <summary>True when the password alone is not sufficient to sign in.</summary>
    public bool HasFactor => Count(FactorKind.App) + Count(FactorKind.Passkey) > 0;

    private string[] Words => Standing.Split(' ');

    public int Count(FactorKind kind) => Words.Count(w => w.StartsWith(Print(kind, ""), StringComparison.Ordinal));

    public bool Has(FactorKind kind, string fingerprint) => Words.Contains(Print(kind, fingerprint));

    public void Add(FactorKind kind, string fingerprint)
    {
        Standing += " " + Print(kind, fingerprint);
        ConcurrencyStamp = OneTimeCode.New();
    }

    /// <summary>Removes one factor, or all of a kind.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(FactorKind kind, string? fingerprint = null)
    {
        if (fingerprint is null ? Count(kind) == 0 : !Has(kind, fingerprint))
        {
            return false;
        }

        Replace(Print(kind, fingerprint ?? ""));
        ConcurrencyStamp = OneTimeCode.New();
        return true;
    }

    public void RemoveFactors() => Array.ForEach(Enum.GetValues<FactorKind>(), kind => Replace(Print(kind, "")));

    /// <summary>Creates an account; the e-mail address is used only as its login name.</summary>
    public static Account Of(string email, string name, string latinName, Role role, string? language, DateTime now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            Name = name,
            LatinName = latinName,
            Role = role,
            Standing = RoleWord + role,
            Language = language,
            CreatedAt = now
        };

    public void SignedIn(DateOnly on) => LastSignInOn = on;

    public void Introduce(string name, string latinName, string? language)
    {
        (Name, LatinName, Language) = (name, latinName, language);
        ConcurrencyStamp = OneTimeCode.New();
    }

    /// <summary>Stores a stronger hash of the same password; sessions continue.</summary>
    public void Rehash(string hash) => PasswordHash = hash;

    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        EndSessions();
    }

    public void Become(Role role)
    {
        Role = role;
        Replace(RoleWord, RoleWord + role);
        EndSessions();
    }

    public void Disable(DateTime now)
    {
        DisabledAt = now;
        Replace(DisabledWord, DisabledWord);
        EndSessions();
    }

    public void Enable()
    {
        DisabledAt = null;
        Replace(DisabledWord);
        ConcurrencyStamp = OneTimeCode.New();
    }

    /// <summary>
    /// Removes the personal data. The id stays, so that content is still attributed to the account; nobody can sign in with it again. Every
    /// session ends.
    /// </summary>
    public void Forget(DateTime now)
    {
        (Name, LatinName, Language, LastSignInOn, PasswordHash) = (Forgotten, "", null, null, null);
        (Email, NormalizedEmail, UserName, NormalizedUserName) = (null, null, null, null);
        RemoveFactors();
        Disable(now);
    }

    /// <summary>
    /// Invalidates every session, including one that is being opened at this moment: each carries the security stamp of its sign-in.
    /// </summary>
    public void EndSessions() => (SecurityStamp, ConcurrencyStamp) = (OneTimeCode.New(), OneTimeCode.New());

    private static string Print(FactorKind kind, string fingerprint) => kind + ":" + fingerprint;

    private void Replace(string beginning, params string[] words) => Standing = string.Join(
        ' ', [.. Words.Where(w => !w.StartsWith(beginning, StringComparison.Ordinal)), .. words]);
}

/// <summary>
/// A valid sign-in. The cookie carries only a random key; deleting the row ends the session at once, also for a copied cookie.
/// </summary>
internal sealed class Session
{
    /// <summary>SHA-256 of the key in the cookie.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Identifies the session to its owner and in the log; grants no access.</summary>
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The browser that opened it, as a name from <see cref="DeviceName"/>.</summary>
    public string Browser { get; init; } = "";

    public string System { get; init; } = "";
    public DateTime ConfirmedAt { get; init; }

    /// <summary>The sign-in, encrypted for this row alone.</summary>
    public required byte[] Ticket { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Time of the last request, to the minute.</summary>
    public DateTime LastSeenAt { get; set; }
}

internal enum LinkPurpose
{
    SetUp,

    Invitation,

    Reset,
}

/// <summary>A link that works once: 256 random bits, of which only the hash is stored.</summary>
internal sealed class AccountLink : IAudited
{
    public Guid Id { get; init; }
    public LinkPurpose Purpose { get; init; }

    /// <summary>SHA-256 of the code in the link.</summary>
    public required string CodeHash { get; init; }

    public Role Role { get; init; }
    public Guid? AccountId { get; init; }

    /// <summary>The inviter's note on the intended person, for the list of open invitations.</summary>
    public string Note { get; init; } = "";

    /// <summary>The account that created it; null for the host.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? UsedAt { get; private set; }

    /// <summary>What it says, encrypted for this row. Security: a row that was changed in the database alone opens nothing.</summary>
    public string Made { get; private set; } = "";

    public bool IsAsMade => Made == Words;

    private string Words => string.Create(CultureInfo.InvariantCulture,
        $"{Purpose} {CodeHash} {Role} {AccountId:N} {CreatedBy:N} {CreatedAt:O} {ExpiresAt:O}");

    public AccountLink AsMade()
    {
        Made = Words;
        return this;
    }

    /// <summary>How long a link of a purpose is valid.</summary>
    public static TimeSpan LifeOf(LinkPurpose purpose) => purpose == LinkPurpose.Reset ? TimeSpan.FromHours(1) : TimeSpan.FromHours(72);
}
