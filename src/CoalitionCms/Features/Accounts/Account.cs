using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Features.Accounts;

/// <summary>A login. Disabled, never deleted: what the person wrote stays theirs.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>Name in Latin letters, as staff see it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Name in the native script; may be empty.</summary>
    public string NativeName { get; set; } = "";

    /// <summary>What the account may do.</summary>
    public Role Role { get; set; }

    /// <summary>Language of the admin area, or null for the browser's choice.</summary>
    public string? Language { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Day of the last sign-in.</summary>
    public DateOnly? LastSignInOn { get; set; }

    /// <summary>When it was disabled; null while it may sign in.</summary>
    public DateTime? DisabledAt { get; set; }
}

/// <summary>A sign-in that is still good. The cookie carries only a random key; deleting the row ends it at once, also for a copied cookie.</summary>
public sealed class Session
{
    /// <summary>SHA-256 of the key in the cookie.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Whose.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The authentication ticket, protected by the site's keys.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>Since when.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Last request, to the minute.</summary>
    public DateTime LastSeenAt { get; set; }
}

/// <summary>What a one-time link is for.</summary>
public enum LinkPurpose
{
    /// <summary>Makes the first admin.</summary>
    SetUp,

    /// <summary>Makes an account with the role it carries.</summary>
    Invitation,

    /// <summary>Sets a new password.</summary>
    Reset,
}

/// <summary>A link that works once: 256 random bits, of which only the hash is kept.</summary>
public sealed class AccountLink
{
    /// <summary>Id, for lists and the audit log.</summary>
    public Guid Id { get; init; }

    /// <summary>What for.</summary>
    public LinkPurpose Purpose { get; init; }

    /// <summary>SHA-256 of the code in the link.</summary>
    public required string CodeHash { get; init; }

    /// <summary>Role of the account to be made.</summary>
    public Role Role { get; init; }

    /// <summary>Account whose password is reset.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Whom the inviter meant, for the list of open invitations.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who made it; null for the host.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Good until.</summary>
    public DateTime ExpiresAt { get; init; }

    /// <summary>When it was used.</summary>
    public DateTime? UsedAt { get; set; }
}
