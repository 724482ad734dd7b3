using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

/// <summary>
/// A choice entered by staff that is less strict than the member's own. Names nobody until it is answered: by the member on their own pages
/// or, for a member without an account, by a second member of staff, or after a day by the one who asked.
/// </summary>
internal sealed class ConsentQuestion : IVerifiedRow
{
    /// <summary>How long the person who asked must wait before answering for a member without an account.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    private ConsentQuestion()
    {
    }

    public ConsentQuestion(Guid id, Guid memberId, Guid? eventId, Consent terms, Guid? askedBy, DateTime askedAt) =>
        (Id, MemberId, EventId, Terms, AskedBy, AskedAt) = (id, memberId, eventId, terms, askedBy, askedAt);

    public Guid Id { get; private set; }
    public Guid MemberId { get; private set; }

    /// <summary>The event; null for all events.</summary>
    public Guid? EventId { get; private set; }

    public Consent Terms { get; private set; } = Consent.None;

    /// <summary>Who asked; null while nobody did, because the program withheld what was on record.</summary>
    public Guid? AskedBy { get; private set; }

    public DateTime AskedAt { get; private set; }

    /// <summary>Removes the name of who gave the consent for the member.</summary>
    internal void TakeOut(Func<string, string> without) => Terms = Terms with { GivenBy = without(Terms.GivenBy) };

    public void AskBy(Guid accountId, DateTime now) => (AskedBy, AskedAt) = (accountId, now);
}
