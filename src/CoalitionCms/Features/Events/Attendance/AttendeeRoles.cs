namespace CoalitionCms.Features.Events;

/// <summary>The roles shown next to a name, and their order.</summary>
internal static class AttendeeRoles
{
    public static IReadOnlyList<AttendanceRoles> All { get; } =
        [AttendanceRoles.Host, AttendanceRoles.Speaker, AttendanceRoles.Guest, AttendanceRoles.Member];
    public static AttendanceRoles Every { get; } = All.Aggregate((one, other) => one | other);

    /// <summary>Returns the roles shown to visitors. "Member" is omitted because it is the default.</summary>
    public static IEnumerable<AttendanceRoles> Shown(AttendanceRoles roles) =>
        All.Where(role => role != AttendanceRoles.Member && roles.HasFlag(role));
}
