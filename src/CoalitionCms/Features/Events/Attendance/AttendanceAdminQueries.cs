using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The attendance list of an event, for staff who take attendance.</summary>
/// <param name="EntryId">Its entry in the original language, for the link back to the editor.</param>
/// <param name="HasBegun">True from its first day on: people added from then on count as present.</param>
/// <param name="Listed">The members in the list.</param>
/// <param name="Part">The part that is shown; the first is 1.</param>
/// <param name="Lines">The rows of that part and those asked for besides, in the order recorded.</param>
/// <param name="Roster">The members in these rows and those who are not in the list; all of them where names are to be matched.</param>
internal sealed record AttendanceSheet(
    Guid EventId, Guid EntryId, string Title, string Language, bool HasBegun, IReadOnlySet<Guid> Listed, int Part,
    IReadOnlyList<SheetRow> Lines, IReadOnlyList<RosterMember> Roster)
{
    private readonly Lazy<RosterMatch> match = new(() => new RosterMatch(Roster.Select(m => m.ToName())));
    private readonly Lazy<Dictionary<Guid, RosterMember>> members = new(() => Roster.ToDictionary(m => m.MemberId));

    private readonly Lazy<Dictionary<Guid, SheetRow>> rows = new(() => Lines.ToDictionary(l => l.AttendanceId));

    /// <summary>Rows that a form shows at a time: a long list must not cost much more than a short one.</summary>
    public const int PartSize = 20;

    /// <summary>The number of parts of the list, at least one.</summary>
    public int Parts => PartsOf(Listed.Count);

    /// <summary>Returns the number of parts of a list of so many people.</summary>
    public static int PartsOf(int listed) => Math.Max(1, (listed + PartSize - 1) / PartSize);

    internal RosterMatch Match => match.Value;

    internal SheetRow? RowOf(Guid attendanceId) => rows.Value.GetValueOrDefault(attendanceId);

    internal RosterMember? Find(Guid memberId) => members.Value.GetValueOrDefault(memberId);
}

/// <summary>A person in the list.</summary>
/// <param name="ConsentsSeen">The number of consents that apply.</param>
/// <param name="InPublic">The name that visitors may see today, or null.</param>
internal sealed record SheetRow(Guid AttendanceId, Guid MemberId, long Version, AttendanceValues Values, int ConsentsSeen,
    DisplayName? InPublic);

internal sealed record RosterMember(Guid MemberId, DisplayName Name, string Alias, bool HiddenEverywhere)
{
    public RosterName ToName() => new(MemberId, Name.Romanised, Name.Native);
}

/// <summary>Attendance lists with all names, only for staff who take attendance.</summary>
internal sealed class AttendanceAdminQueries(CmsDbContext db, PublicAttendance attendance, TimeProvider clock, CmsOptions options)
{
    /// <summary>Returns a part of a list; null when there is no such event or the actor may not see it.</summary>
    /// <param name="besides">Rows that a form shows although they may stand in another part by now.</param>
    /// <param name="wholeRoster">True where names are to be matched with all members.</param>
    public async Task<AttendanceSheet?> OpenAsync(Actor actor, Guid eventId, Language reader, int part, IReadOnlyCollection<Guid> besides,
        bool wholeRoster, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Set<Event>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == eventId, cancellationToken) is not { } held
            || await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == eventId)
                .OrderByDescending(e => e.Language == reader.Code).ThenByDescending(e => e.IsOriginal)
                .Select(e => new { e.Id, e.Title, e.Language }).FirstOrDefaultAsync(cancellationToken) is not { } entry)
        {
            return null;
        }

        var list = db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId);
        var order = await list.OrderBy(a => a.Position).ThenBy(a => a.Id).Select(a => new { a.Id, a.MemberId })
            .ToListAsync(cancellationToken);
        part = Math.Clamp(part, 1, AttendanceSheet.PartsOf(order.Count));
        Guid[] ids = [.. order.Skip((part - 1) * AttendanceSheet.PartSize).Take(AttendanceSheet.PartSize).Select(o => o.Id)
            .Union(besides)];
        var lines = await list.Where(a => ids.Contains(a.Id)).OrderBy(a => a.Position).ThenBy(a => a.Id).ToListAsync(cancellationToken);
        Guid[] shown = [.. lines.Select(l => l.MemberId)];
        var ledger = await ConsentLedger.OpenAsync(db, shown, cancellationToken);
        var names = await attendance.NamesAtAsync(eventId, shown, cancellationToken);
        var roster = await db.Set<Member>().AsNoTracking()
            .Where(m => wholeRoster || shown.Contains(m.Id) || !list.Any(a => a.MemberId == m.Id))
            .Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere })
            .ToListAsync(cancellationToken);
        return new(
            eventId,
            entry.Id,
            entry.Title,
            entry.Language,
            held.StartsOn <= clock.TodayIn(options.Zone),
            order.Select(o => o.MemberId).ToHashSet(),
            part,
            [.. lines.Select(a => new SheetRow(
                a.Id, a.MemberId, a.Version, AttendanceValues.Of(a, ledger.Of(a.MemberId, eventId)), ledger.Count(a.MemberId, eventId),
                names.GetValueOrDefault(a.MemberId)))],
            [.. roster.OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.NativeName, StringComparer.Ordinal)
                .Select(m =>
                new RosterMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), m.Alias, m.HiddenEverywhere))]);
    }
}
