using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

/// <summary>
/// One choice of a member about being named, as a row whose choice is never changed: a new one adds a row, and the newest applies (see <see
/// cref="ConsentedName"/>). The history therefore shows what was allowed when, and by whom.
/// </summary>
internal sealed class GivenConsent : IVerifiedRow
{
    private GivenConsent()
    {
    }

    /// <summary>Creates a consent, or the withdrawal of all earlier ones.</summary>
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

    /// <summary>Numbers the member's rows: two written at the same time cannot both be the newest.</summary>
    public long Number { get; private set; }

    /// <summary>The event; null for all events.</summary>
    public Guid? EventId { get; private set; }

    public Consent Terms { get; private set; } = Consent.None;

    /// <summary>True when it withdraws earlier consents.</summary>
    public bool IsWithdrawal { get; private set; }

    /// <summary>The account that recorded it; null for the program and the command line.</summary>
    public Guid? RecordedBy { get; private set; }

    public DateTime RecordedAt { get; private set; }

    /// <summary>Moves the row to the member that a duplicate was merged into.</summary>
    internal void MoveTo(Guid memberId, long number) => (MemberId, Number) = (memberId, number);

    /// <summary>Removes the name of who gave it for the member.</summary>
    internal void TakeOut(Func<string, string> without) => Terms = Terms with { GivenBy = without(Terms.GivenBy) };
}
