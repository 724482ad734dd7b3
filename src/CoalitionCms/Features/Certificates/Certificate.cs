using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;

namespace CoalitionCms.Features.Certificates;

/// <summary>
/// A certificate of participation in events, as of the day of issue. It can be read only with its code: the code is the key to <see
/// cref="Sealed"/> and is not stored, so that neither staff nor anyone who steals the database learns who attended what.
/// </summary>
internal sealed class Certificate : IVerifiedRow
{
    private Certificate()
    {
    }

    public Certificate(Guid id, Guid memberId, string codeHash, byte[] content, int events, DateOnly issuedOn, DateTime issuedAt) =>
        (Id, MemberId, CodeHash, Sealed, Events, IssuedOn, IssuedAt) = (id, memberId, codeHash, content, events, issuedOn, issuedAt);

    /// <summary>Identifies it to its owner and in the log; does not decrypt anything.</summary>
    public Guid Id { get; private set; }

    public Guid MemberId { get; private set; }

    /// <summary>SHA-256 of the code.</summary>
    public string CodeHash { get; private set; } = "";

    public byte[] Sealed { get; private set; } = [];
    public int Events { get; private set; }
    public DateOnly IssuedOn { get; private set; }
    public DateTime IssuedAt { get; private set; }

    /// <summary>When it was revoked; null while it is valid.</summary>
    public DateTime? RevokedAt { get; private set; }

    public Guid? RevokedBy { get; private set; }

    /// <summary>Revokes the certificate, and deletes its content.</summary>
    public void Revoke(Guid? by, DateTime now) => (RevokedAt, RevokedBy, Sealed) = (now, by, []);

    /// <summary>Moves it to the member that a duplicate was merged into.</summary>
    internal void MoveTo(Guid memberId) => MemberId = memberId;
}

/// <summary>The content of a certificate, as of the day of issue.</summary>
/// <param name="RomanisedName">The name in Latin letters.</param>
/// <param name="IssuedOn">Day of issue.</param>
/// <param name="Events">The events, oldest first.</param>
internal sealed record CertificateContent(
    string RomanisedName, string NativeName, string NativeLanguage, string Language, DateOnly IssuedOn, IReadOnlyList<StatedEvent> Events)
{
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

/// <summary>An event of a certificate.</summary>
/// <param name="Title">Its title; empty if it was not public.</param>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day, if different.</param>
internal sealed record StatedEvent(string Title, string Language, EventType Type, DateOnly StartsOn, DateOnly? EndsOn);
