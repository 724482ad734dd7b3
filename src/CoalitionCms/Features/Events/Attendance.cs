using CoalitionCms.Features.Audit;

namespace CoalitionCms.Features.Events;

/// <summary>Whether somebody came.</summary>
public enum AttendanceStatus
{
    /// <summary>Was asked to come.</summary>
    Invited,

    /// <summary>Means to come.</summary>
    Going,

    /// <summary>Came.</summary>
    Attended,

    /// <summary>Sent apologies.</summary>
    Apologies,
}

/// <summary>What somebody did there; several at once.</summary>
[Flags]
public enum AttendanceRoles
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Held it.</summary>
    Host = 1,

    /// <summary>Spoke.</summary>
    Speaker = 2,

    /// <summary>Guest.</summary>
    Guest = 4,

    /// <summary>As a member.</summary>
    Member = 8,
}

/// <summary>One person at one event.</summary>
public sealed class Attendance : IAudited
{
    private Attendance()
    {
    }

    /// <summary>A person noted at an event; hidden until they consent.</summary>
    public Attendance(Guid id, Guid eventId, Guid memberId) => (Id, EventId, MemberId) = (id, eventId, memberId);

    /// <summary>Id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The event.</summary>
    public Guid EventId { get; private set; }

    /// <summary>The person, on the roster.</summary>
    public Guid MemberId { get; private set; }

    /// <summary>Whether they came.</summary>
    public AttendanceStatus Status { get; private set; }

    /// <summary>What they did there.</summary>
    public AttendanceRoles Roles { get; private set; }

    /// <summary>Order in the list as recorded.</summary>
    public int Position { get; private set; }

    /// <summary>Set by staff to hide this line whatever was agreed to; it can only hide.</summary>
    public bool HiddenByStaff { get; private set; }

    /// <summary>Counts changes, so that two people at the door do not overwrite each other.</summary>
    public long Version { get; private set; }

    /// <summary>Records who came. What they agreed to stands in <see cref="GivenConsent"/>.</summary>
    public void Record(AttendanceStatus status, AttendanceRoles roles, int position, bool hiddenByStaff)
    {
        (Status, Roles, Position, HiddenByStaff) = (status, roles, position, hiddenByStaff);
        Version++;
    }
}
