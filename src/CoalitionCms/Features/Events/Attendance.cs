using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

public enum AttendanceStatus
{
    Invited,

    Going,

    Attended,

    Apologies,
}

/// <summary>What somebody did there; several at once.</summary>
[Flags]
public enum AttendanceRoles
{
    None = 0,

    Host = 1,

    Speaker = 2,

    Guest = 4,

    Member = 8,
}

public sealed class Attendance : IAudited
{
    private Attendance()
    {
    }

    /// <summary>A person noted at an event; hidden until they consent.</summary>
    public Attendance(Guid id, Guid eventId, Guid memberId) => (Id, EventId, MemberId) = (id, eventId, memberId);

    public Guid Id { get; private set; }
    public Guid EventId { get; private set; }
    public Guid MemberId { get; private set; }
    public AttendanceStatus Status { get; private set; }
    public AttendanceRoles Roles { get; private set; }

    /// <summary>Order in the list as recorded.</summary>
    public int Position { get; private set; }

    /// <summary>Set by staff to hide this line whatever was agreed to; it can only hide.</summary>
    public bool HiddenByStaff { get; private set; }

    /// <summary>Counts changes, so that two people at the door do not overwrite each other.</summary>
    public long Version { get; private set; }

    /// <summary>Who marked at the door that they are here, while they are marked.</summary>
    public Guid? MarkedBy { get; private set; }

    /// <summary>When that was, UTC.</summary>
    public DateTime? MarkedAt { get; private set; }

    /// <summary>What stood here before the mark, for taking it back.</summary>
    public AttendanceStatus? StatusBefore { get; private set; }

    /// <summary>Notes somebody who was on no list, in this place of it.</summary>
    public void Begin(AttendanceRoles roles, int position) => (Roles, Position) = (roles, position);

    /// <summary>Notes whether they came and what they did, and nothing of what they agreed to.</summary>
    public void Note(AttendanceStatus status, AttendanceRoles roles)
    {
        (Status, Roles) = (status, roles);
        (StatusBefore, MarkedBy, MarkedAt) = status == AttendanceStatus.Attended ? (StatusBefore, MarkedBy, MarkedAt) : (null, null, null);
        Version++;
    }

    /// <summary>Marks at the door that they are here. Nothing of what they agreed to changes.</summary>
    public void Mark(Guid? by, DateTime nowUtc)
    {
        (StatusBefore, Status, MarkedBy, MarkedAt) = (Status, AttendanceStatus.Attended, by, nowUtc);
        Version++;
    }

    /// <summary>True while nothing but a mark at the door ever said that they belong to this
    /// event, so that nothing is left when it is taken back.</summary>
    public bool IsByMarkAlone => MarkedAt is not null && StatusBefore is null && Version == 1;

    /// <summary>Marks somebody who was on no list: there is nothing that stood here before.</summary>
    public void MarkArrival(Guid? by, DateTime nowUtc)
    {
        Mark(by, nowUtc);
        StatusBefore = null;
    }

    /// <summary>Takes the mark back: what stood here before stands here again.</summary>
    public void Unmark()
    {
        (Status, StatusBefore, MarkedBy, MarkedAt) =
            (StatusBefore is null or AttendanceStatus.Attended ? AttendanceStatus.Invited : StatusBefore.Value, null, null, null);
        Version++;
    }

    /// <summary>Takes the line of a double of the same person at the same event into this one.
    /// Who came by either came; hidden by either is hidden.</summary>
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

    /// <summary>Gives the line to the member that a double was merged into.</summary>
    internal void MoveTo(Guid memberId)
    {
        MemberId = memberId;
        Version++;
    }

    /// <summary>Records who came. What they agreed to stands in <see cref="GivenConsent"/>.</summary>
    public void Record(AttendanceStatus status, AttendanceRoles roles, int position, bool hiddenByStaff)
    {
        (Status, Roles, Position, HiddenByStaff) = (status, roles, position, hiddenByStaff);
        Version++;
    }
}
