using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events.Admin;

public sealed class DoorForm
{
    /// <summary>Most names that are shown at once.</summary>
    public const int MaxPicks = 100;

    public string? Names { get; set; }
    public List<DoorPick> Picks { get; set; } = [];

    /// <summary>The names that were typed; what could not be read yet stays in the field.</summary>
    internal IReadOnlyList<TypedName> TakeNames()
    {
        var read = AttendeeLine.Read(Names, MaxPicks);
        Names = read.Rest.Trim();
        return read.Names;
    }

    /// <summary>One name that is somebody for certain, or nobody anybody knows, needs no second look.</summary>
    internal bool IsPlain => Picks is [{ Pick: not "" }] && string.IsNullOrEmpty(Names);

    internal IReadOnlyList<CheckIn.Arrival> ToArrivals() =>
        [.. Picks.Index().Where(p => p.Item.Pick != AttendanceRow.LeaveOut)
        .Select(p => new CheckIn.Arrival($"Picks[{p.Index}]", p.Item.MemberId, p.Item.ToPerson()))];
}

public sealed class DoorPick
{
    public string? Typed { get; set; }

    /// <summary>A member's id, <see cref="AttendanceRow.New"/>, <see
    /// cref="AttendanceRow.LeaveOut"/>, or empty while that is not certain.</summary>
    public string? Pick { get; set; }

    /// <summary>Member or guest, for somebody new. Who is on no roster mostly came along.</summary>
    public Standing Standing { get; set; } = Standing.Guest;

    internal Guid? MemberId => Guid.TryParse(Pick, out var id) ? id : null;

    internal static DoorPick Of(UnderstoodName understood) => new()
    {
        Typed = understood.Name.Typed,
        Pick = understood.Member?.MemberId.ToString("D") ?? (understood.IsNew ? AttendanceRow.New : ""),
    };

    internal TypedName? Name => AttendeeLine.Parse(Typed) is [var name, ..] ? name : null;

    internal NewPerson? ToPerson() =>
        Pick == AttendanceRow.New && Name is { } name ? new(name.Romanised, name.Native, name.NativeLanguage, Standing) : null;
}
