using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Identity;

/// <summary>An admin's wish that somebody becomes an admin too, or that a rule is loosened, waiting for a second admin. Gone once it is decided; the log keeps what became of it.</summary>
public sealed class AdminRequest : IAudited
{
    /// <summary>How long it waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>The account that is to become an admin; null for an invitation or a rule.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The rule to loosen; null for a new admin.</summary>
    public RelaxedSafeguard? Rule { get; init; }

    /// <summary>Of whom a second factor is then still demanded, when that is the rule.</summary>
    public SecondFactorDemand Demand { get; init; }

    /// <summary>For whom the invitation is to be.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who wishes it.</summary>
    public Guid RequestedBy { get; init; }

    /// <summary>Since when.</summary>
    public DateTime RequestedAt { get; init; }
}

/// <summary>A wish as admins see it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Whom">Name of the account, or the note of the invitation.</param>
/// <param name="IsInvitation">True for somebody who has no account yet.</param>
/// <param name="Rule">The rule that is to be loosened; null for a new admin.</param>
/// <param name="Demand">Of whom a second factor is then still demanded.</param>
/// <param name="By">Name of who wishes it.</param>
/// <param name="At">Since when.</param>
/// <param name="IsOwn">True for the reader's own, which somebody else decides.</param>
public sealed record AdminRequestRow(Guid Id, string Whom, bool IsInvitation, RelaxedSafeguard? Rule, SecondFactorDemand Demand, string By, DateTime At, bool IsOwn);
