using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

/// <summary>
/// One thing that a member said about being named, as a row that is never changed:
/// who changes their mind adds another, and the newest counts
/// (<see cref="ConsentedName"/> says how). So the history shows what was allowed when, and by whom.
/// </summary>
public sealed class GivenConsent : IAudited
{
    private GivenConsent()
    {
    }

    /// <summary>A consent, or the withdrawal of all before it.</summary>
    public GivenConsent(Guid id, Guid memberId, long number, Guid? eventId, Consent terms, bool isWithdrawal, Guid? recordedBy,
        DateTime recordedAt)
    {
        if (terms.Choice == NameChoice.NotSaid || (isWithdrawal && terms.Choice != NameChoice.Hidden) || terms.Until < terms.GivenOn)
        {
            throw new ArgumentException("A row says how somebody is named; a withdrawal names nobody; nothing ends before it begins.",
                nameof(terms));
        }

        (Id, MemberId, Number, EventId, Terms, IsWithdrawal, RecordedBy, RecordedAt) =
            (id, memberId, number, eventId, terms, isWithdrawal, recordedBy, recordedAt);
    }

    public Guid Id { get; private set; }
    public Guid MemberId { get; private set; }

    /// <summary>Counts the member's rows: two that are written at one moment cannot both be the newest.</summary>
    public long Number { get; private set; }

    /// <summary>The event that it is about; null for all events.</summary>
    public Guid? EventId { get; private set; }

    public Consent Terms { get; private set; } = Consent.None;

    /// <summary>True when it takes back what was agreed to before.</summary>
    public bool IsWithdrawal { get; private set; }

    /// <summary>Account that recorded it; null for the program and the command line.</summary>
    public Guid? RecordedBy { get; private set; }

    public DateTime RecordedAt { get; private set; }

    /// <summary>Gives the row to the member that a double was merged into.</summary>
    internal void MoveTo(Guid memberId, long number) => (MemberId, Number) = (memberId, number);
}
