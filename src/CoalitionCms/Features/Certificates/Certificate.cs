using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Features.Certificates;

/// <summary>
/// A statement that a member took part in events, as it was on the day of issue. Only who holds its code can read it: the code is the key to
/// <see cref="Sealed"/> and is kept nowhere, so that neither staff nor a thief of the database learns from it who was where.
/// </summary>
public sealed class Certificate : IAudited
{
    private Certificate()
    {
    }

    /// <summary>A statement just issued.</summary>
    public Certificate(Guid id, Guid memberId, string codeHash, byte[] content, int events, DateOnly issuedOn, DateTime issuedAt) =>
        (Id, MemberId, CodeHash, Sealed, Events, IssuedOn, IssuedAt) = (id, memberId, codeHash, content, events, issuedOn, issuedAt);

    /// <summary>Names it to its owner and in the log; opens nothing.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whom it is about.</summary>
    public Guid MemberId { get; private set; }

    /// <summary>SHA-256 of the code.</summary>
    public string CodeHash { get; private set; } = "";

    /// <summary>What it says, encrypted with the code.</summary>
    public byte[] Sealed { get; private set; } = [];

    /// <summary>How many events it names.</summary>
    public int Events { get; private set; }

    /// <summary>Day of issue in the site's zone.</summary>
    public DateOnly IssuedOn { get; private set; }

    /// <summary>Instant of issue.</summary>
    public DateTime IssuedAt { get; private set; }

    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTime? RevokedAt { get; private set; }

    /// <summary>Account that revoked it.</summary>
    public Guid? RevokedBy { get; private set; }

    /// <summary>Lets it hold no longer, and forgets what it said.</summary>
    public void Revoke(Guid? by, DateTime now) => (RevokedAt, RevokedBy, Sealed) = (now, by, []);

    /// <summary>Gives it to the member that a double was merged into.</summary>
    internal void MoveTo(Guid memberId) => MemberId = memberId;
}
