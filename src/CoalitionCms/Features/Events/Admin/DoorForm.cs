using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events.Admin;

internal sealed class DoorForm
{
    /// <summary>The maximum number of names shown at once.</summary>
    public const int MaxPicks = 100;

    public string? Names { get; set; }
    public List<DoorPick> Picks { get; set; } = [];

    /// <summary>True when a part of the text was no name. It stays in the field.</summary>
    internal bool HasUnread { get; private set; }

    /// <summary>Takes the typed names; text that could not be parsed yet stays in the field.</summary>
    internal IReadOnlyList<TypedName> TakeNames()
    {
        var read = AttendeeLine.Read(Names, MaxPicks);
        (Names, HasUnread) = (read.Kept, read.Unread.Length > 0);
        return read.Names;
    }

    /// <summary>
    /// True for a single name that either matches one member with certainty or matches none, and so needs no confirmation.
    /// </summary>
    internal bool IsPlain => Picks is [{ Pick: not "" }] && string.IsNullOrEmpty(Names);

    internal IReadOnlyList<CheckIn.Arrival> ToArrivals() =>
        [.. Picks.Index().Where(p => p.Item.Pick != AttendanceRow.LeaveOut)
        .Select(p => new CheckIn.Arrival($"Picks[{p.Index}]", p.Item.MemberId, p.Item.ToPerson()))];
}

internal sealed class DoorPick
{
    public string? Typed { get; set; }

    /// <summary>A member's id, <see cref="AttendanceRow.New"/>, <see cref="AttendanceRow.LeaveOut"/>, or empty while undecided.</summary>
    public string? Pick { get; set; }

    /// <summary>Member or guest, for a new person. People who are not on the roster are usually guests.</summary>
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
