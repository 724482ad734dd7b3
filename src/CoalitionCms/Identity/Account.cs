using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity;

/// <summary>A login. Disabled, never deleted: what the person wrote stays theirs.</summary>
public sealed class Account : IdentityUser<Guid>, IAudited
{
    public const int MaxName = 200;

    public const string Forgotten = "Former member";

    public string Name { get; private set; } = "";
    public string NativeName { get; private set; } = "";
    public Role Role { get; private set; }

    /// <summary>Language of the admin area, or null for the browser's choice.</summary>
    public string? Language { get; private set; }

    public DateTime CreatedAt { get; private init; }
    public DateOnly? LastSignInOn { get; private set; }

    /// <summary>When it was disabled; null while it may sign in.</summary>
    public DateTime? DisabledAt { get; private set; }

    /// <summary>A new account; the e-mail is its login name and nothing more.</summary>
    public static Account Of(string email, string name, string nativeName, Role role, DateTime now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            Name = name,
            NativeName = nativeName,
            Role = role,
            CreatedAt = now
        };

    /// <summary>Notes the day of a sign-in.</summary>
    public void SignedIn(DateOnly on) => LastSignInOn = on;

    /// <summary>Changes how the person is called, and the language of the admin area.</summary>
    public void Introduce(string name, string nativeName, string? language)
    {
        (Name, NativeName, Language) = (name, nativeName, language);
        ConcurrencyStamp = OneTimeCode.New();
    }

    /// <summary>Keeps the same password under a costlier hash; sessions stay.</summary>
    public void Rehash(string hash) => PasswordHash = hash;

    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        EndSessions();
    }

    public void Become(Role role)
    {
        Role = role;
        EndSessions();
    }

    /// <summary>Lets nobody in any more. Every session ends.</summary>
    public void Disable(DateTime now)
    {
        DisabledAt = now;
        EndSessions();
    }

    /// <summary>Lets in again, with the password it had.</summary>
    public void Enable()
    {
        DisabledAt = null;
        ConcurrencyStamp = OneTimeCode.New();
    }

    /// <summary>
    /// Takes away whose it was. The id stays, by which what the person wrote is theirs; nobody signs in with it again. Every session ends.
    /// </summary>
    public void Forget(DateTime now)
    {
        (Name, NativeName, Language, LastSignInOn, PasswordHash) = (Forgotten, "", null, null, null);
        (Email, NormalizedEmail, UserName, NormalizedUserName) = (null, null, null, null);
        Disable(now);
    }

    /// <summary>
    /// Makes every session void, also one that is being opened at this very moment: each carries the stamp of its sign-in.
    /// </summary>
    public void EndSessions() => (SecurityStamp, ConcurrencyStamp) = (OneTimeCode.New(), OneTimeCode.New());
}

/// <summary>
/// A sign-in that is still good. The cookie carries only a random key; deleting the row ends it at once, also for a copied cookie.
/// </summary>
public sealed class Session
{
    /// <summary>SHA-256 of the key in the cookie.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Names it to its owner and in the log; opens nothing.</summary>
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>Which browser opened it, as a word of <see cref="DeviceName"/>.</summary>
    public string Browser { get; init; } = "";

    public string System { get; init; } = "";
    public DateTime ConfirmedAt { get; init; }
    public required byte[] Ticket { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Last request, to the minute.</summary>
    public DateTime LastSeenAt { get; set; }
}

public enum LinkPurpose
{
    SetUp,

    Invitation,

    Reset,
}

/// <summary>A link that works once: 256 random bits, of which only the hash is kept.</summary>
public sealed class AccountLink : IAudited
{
    public Guid Id { get; init; }
    public LinkPurpose Purpose { get; init; }

    /// <summary>SHA-256 of the code in the link.</summary>
    public required string CodeHash { get; init; }

    public Role Role { get; init; }
    public Guid? AccountId { get; init; }

    /// <summary>Whom the inviter meant, for the list of open invitations.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who made it; null for the host.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? UsedAt { get; private set; }

    /// <summary>How long a link of a purpose is good for.</summary>
    public static TimeSpan LifeOf(LinkPurpose purpose) => purpose == LinkPurpose.Reset ? TimeSpan.FromHours(1) : TimeSpan.FromHours(72);
}
