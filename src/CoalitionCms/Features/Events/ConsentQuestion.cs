using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

/// <summary>
/// A looser word than the member's own, as staff heard it. It names nobody: the member answers it at their own pages; for a member
/// without an account a second person of the staff does, or after a day whoever asked.
/// </summary>
public sealed class ConsentQuestion : IAudited
{
    /// <summary>How long the one who asked waits before answering for a member without an account.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    private ConsentQuestion()
    {
    }

    public ConsentQuestion(Guid id, Guid memberId, Guid? eventId, Consent terms, Guid? askedBy, DateTime askedAt) =>
        (Id, MemberId, EventId, Terms, AskedBy, AskedAt) = (id, memberId, eventId, terms, askedBy, askedAt);

    public Guid Id { get; private set; }
    public Guid MemberId { get; private set; }

    /// <summary>The event that it is about; null for all events.</summary>
    public Guid? EventId { get; private set; }

    public Consent Terms { get; private set; } = Consent.None;
    public Guid? AskedBy { get; private set; }
    public DateTime AskedAt { get; private set; }
}
