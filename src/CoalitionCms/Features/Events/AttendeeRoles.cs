namespace CoalitionCms.Features.Events;

/// <summary>Which roles stand beside a name, in which order.</summary>
public static class AttendeeRoles
{
    public static IReadOnlyList<AttendanceRoles> All { get; } =
        [AttendanceRoles.Host, AttendanceRoles.Speaker, AttendanceRoles.Guest, AttendanceRoles.Member];
    public static AttendanceRoles Every { get; } = All.Aggregate((one, other) => one | other);

    /// <summary>The roles to print for visitors: being a member is what the list is about and goes without saying.</summary>
    public static IEnumerable<AttendanceRoles> Shown(AttendanceRoles roles) =>
        All.Where(role => role != AttendanceRoles.Member && roles.HasFlag(role));
}
