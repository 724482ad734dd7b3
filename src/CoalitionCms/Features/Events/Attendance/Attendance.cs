using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

internal enum AttendanceStatus
{
    Invited,

    Going,

    Attended,

    Apologies,
}

/// <summary>What a person did at the event; can be combined.</summary>
[Flags]
internal enum AttendanceRoles
{
    None = 0,

    Host = 1,

    Speaker = 2,

    Guest = 4,

    Member = 8,
}

internal sealed class Attendance : IVerifiedRow
{
    private Attendance()
    {
    }

    /// <summary>Creates an attendance, hidden until the person consents.</summary>
    public Attendance(Guid id, Guid eventId, Guid memberId) => (Id, EventId, MemberId) = (id, eventId, memberId);

    public Guid Id { get; private set; }
    public Guid EventId { get; private set; }
    public Guid MemberId { get; private set; }
    public AttendanceStatus Status { get; private set; }
    public AttendanceRoles Roles { get; private set; }

    /// <summary>The position in the list as recorded.</summary>
    public int Position { get; private set; }

    /// <summary>Set by staff to hide this row regardless of consent; it can only hide.</summary>
    public bool HiddenByStaff { get; private set; }

    /// <summary>Counts changes, so that two people who edit the list do not overwrite each other.</summary>
    public long Version { get; private set; }

    /// <summary>The account that marked the person as present at the door; null when not marked.</summary>
    public Guid? MarkedBy { get; private set; }

    /// <summary>When the person was marked, UTC.</summary>
    public DateTime? MarkedAt { get; private set; }

    /// <summary>The status before the mark, for undoing it.</summary>
    public AttendanceStatus? StatusBefore { get; private set; }

    /// <summary>Adds a person who was on no list, at this position.</summary>
    public void Begin(AttendanceRoles roles, int position) => (Roles, Position) = (roles, position);

    /// <summary>Records the status and roles, and leaves the consent unchanged.</summary>
    public void Note(AttendanceStatus status, AttendanceRoles roles)
    {
        (Status, Roles) = (status, roles);
        (StatusBefore, MarkedBy, MarkedAt) = status == AttendanceStatus.Attended ? (StatusBefore, MarkedBy, MarkedAt) : (null, null, null);
        Version++;
    }

    /// <summary>Marks the person as present at the door. Leaves the consent unchanged.</summary>
    public void Mark(Guid? by, DateTime nowUtc)
    {
        (StatusBefore, Status, MarkedBy, MarkedAt) = (Status, AttendanceStatus.Attended, by, nowUtc);
        Version++;
    }

    /// <summary>True if the row exists only because of a mark at the door, so that undoing the mark removes the row.</summary>
    public bool IsByMarkAlone => MarkedAt is not null && StatusBefore is null && Version == 1;

    /// <summary>Marks a person who was on no list, so that there is no earlier status.</summary>
    public void MarkArrival(Guid? by, DateTime nowUtc)
    {
        Mark(by, nowUtc);
        StatusBefore = null;
    }

    /// <summary>Undoes the mark and restores the earlier status.</summary>
    public void Unmark()
    {
        (Status, StatusBefore, MarkedBy, MarkedAt) =
            (StatusBefore is null or AttendanceStatus.Attended ? AttendanceStatus.Invited : StatusBefore.Value, null, null, null);
        Version++;
    }

    /// <summary>
    /// Merges the row of a duplicate of the same person at the same event into this one. The person attended if either row says so, and is
    /// hidden if either row is.
    /// </summary>
    internal void Absorb(Attendance other)
    {
        if (other.Status == AttendanceStatus.Attended || Status == AttendanceStatus.Invited)
        {
            (Status, MarkedBy, MarkedAt, StatusBefore) =
                (other.Status, other.MarkedBy ?? MarkedBy, other.MarkedAt ?? MarkedAt, other.StatusBefore ?? StatusBefore);
        }

        (Roles, HiddenByStaff) = (Roles | other.Roles, HiddenByStaff || other.HiddenByStaff);
        Version++;
    }

    /// <summary>Moves the row to the member that a duplicate was merged into.</summary>
    internal void MoveTo(Guid memberId)
    {
        MemberId = memberId;
        Version++;
    }

    /// <summary>Records the attendance. Consent is recorded in <see cref="GivenConsent"/>.</summary>
    public void Record(AttendanceStatus status, AttendanceRoles roles, int position, bool hiddenByStaff)
    {
        (Status, Roles, Position, HiddenByStaff) = (status, roles, position, hiddenByStaff);
        Version++;
    }
}
