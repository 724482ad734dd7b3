using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The attendance list of an event, for staff who take attendance.</summary>
/// <param name="EntryId">Its entry in the original language, for the link back to the editor.</param>
/// <param name="HasBegun">True from its first day on: people added from then on count as present.</param>
/// <param name="Lines">Everyone in the list, in the order recorded.</param>
internal sealed record AttendanceSheet(
    Guid EventId, Guid EntryId, string Title, string Language, bool HasBegun, IReadOnlyList<SheetRow> Lines,
    IReadOnlyList<RosterMember> Roster)
{
    private readonly Lazy<RosterMatch> match = new(() => new RosterMatch(Roster.Select(m => m.ToName())));
    private readonly Lazy<Dictionary<Guid, RosterMember>> members = new(() => Roster.ToDictionary(m => m.MemberId));

    private readonly Lazy<Dictionary<Guid, SheetRow>> rows = new(() => Lines.ToDictionary(l => l.AttendanceId));

    /// <summary>
    /// Rows that a form shows at a time: a row with all its fields costs milliseconds, and a long list must not cost much more than a short
    /// one.
    /// </summary>
    public const int PartSize = 20;

    /// <summary>The number of parts of the list, at least one.</summary>
    public int Parts => PartsOf(Lines.Count);

    /// <summary>Returns the part to show after one was saved: the last when people were added, since they are added at the end.</summary>
    public int PartAfter(int part, int added) => added > 0 ? PartsOf(Lines.Count + added) : part;

    private static int PartsOf(int lines) => Math.Max(1, (lines + PartSize - 1) / PartSize);

    /// <summary>Returns the rows of a part; the first part is 1.</summary>
    public IEnumerable<SheetRow> Part(int part) => Lines.Skip((part - 1) * PartSize).Take(PartSize);

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
    /// <summary>Returns a list; null when there is no such event or the actor may not see it.</summary>
    public async Task<AttendanceSheet?> OpenAsync(Actor actor, Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Set<Event>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == eventId, cancellationToken) is not { } held
            || await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == eventId)
                .OrderByDescending(e => e.Language == reader.Code).ThenByDescending(e => e.IsOriginal)
                .Select(e => new { e.Id, e.Title, e.Language }).FirstOrDefaultAsync(cancellationToken) is not { } entry)
        {
            return null;
        }

        var lines = await db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId).OrderBy(a => a.Position).ThenBy(a => a.Id)
            .ToListAsync(cancellationToken);
        var ledger = await ConsentLedger.OpenAsync(db, [.. lines.Select(l => l.MemberId)], cancellationToken);
        var names = await attendance.NamesAtAsync(eventId, cancellationToken);
        var roster = await db.Set<Member>().AsNoTracking()
            .Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere })
            .ToListAsync(cancellationToken);
        return new(
            eventId,
            entry.Id,
            entry.Title,
            entry.Language,
            held.StartsOn <= clock.TodayIn(options.Zone),
            [.. lines.Select(a => new SheetRow(
                a.Id, a.MemberId, a.Version, AttendanceValues.Of(a, ledger.Of(a.MemberId, eventId)), ledger.Count(a.MemberId, eventId),
                names.GetValueOrDefault(a.MemberId)))],
            [.. roster.OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.NativeName, StringComparer.Ordinal)
                .Select(m =>
                new RosterMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), m.Alias, m.HiddenEverywhere))]);
    }
}
