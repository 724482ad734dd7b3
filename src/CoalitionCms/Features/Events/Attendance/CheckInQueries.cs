using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The list of an event as used at the door.</summary>
/// <param name="Lines">Everyone in the list who matches the search, by name.</param>
/// <param name="Others">Matching members who are not in the list; at most twenty, and none without a search.</param>
internal sealed record DoorList(EventHead Head, IReadOnlyList<CheckInRow> Lines, IReadOnlyList<RosterMember> Others, int Here, int Listed)
{
    /// <summary>Changes with every mark and every row; a client that holds a different stamp reloads the list.</summary>
    public string Stamp { get; init; } = "";
}

/// <summary>A person in the list at the door.</summary>
/// <param name="Alias">The alias, if the person has one.</param>
/// <param name="By">Who marked the person; empty when nobody did at the door.</param>
/// <param name="At">When, in the time zone of the event; empty when nobody did.</param>
internal sealed record CheckInRow(Guid AttendanceId, DisplayName Name, string Alias, bool IsHere, string By, string At)
{
    /// <summary>All spellings of the names without blanks, which the script of the page filters by.</summary>
    public string Joined => string.Join(' ', NameFilter.Joined(Name.Romanised, Name.Native, Alias));
}

/// <summary>The heading of an event's lists.</summary>
/// <param name="EntryId">Its entry in the language of the reader, or the original.</param>
internal sealed record EventHead(Guid EventId, Guid EntryId, string Title, string Language, EventFacts Facts);

/// <summary>
/// Lists of an event for staff who take attendance. They are read with few columns because they are opened on phones, at a busy entrance.
/// </summary>
internal sealed class CheckInQueries(CmsDbContext db)
{
    private const int MostOthers = 20;

    /// <summary>Returns the event; null when it does not exist or the actor may not take attendance.</summary>
    public async Task<EventHead?> HeadAsync(Actor actor, Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Set<Event>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == eventId, cancellationToken) is not { } held)
        {
            return null;
        }

        var code = reader.Code;
        var entry = await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == eventId).OrderByDescending(e => e.Language == code)
            .ThenByDescending(e => e.IsOriginal)
            .Select(e => new { e.Id, e.Title, e.Language }).FirstOrDefaultAsync(cancellationToken);
        return entry is null ? null : new(eventId, entry.Id, entry.Title, entry.Language, held.ToFacts());
    }

    /// <summary>Returns the list and the other matching members of the roster; null as for <see cref="HeadAsync"/>.</summary>
    public async Task<DoorList?> OpenAsync(Actor actor, Guid eventId, string? search, Language reader, CancellationToken cancellationToken)
    {
        if (await HeadAsync(actor, eventId, reader, cancellationToken) is not { } head)
        {
            return null;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(head.Facts.TimeZone);
        var rows = await db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId)
            .Join(db.Set<Member>().AsNoTracking(), a => a.MemberId, m => m.Id, (a, m) =>
            new { a.Id, a.MemberId, a.Status, a.MarkedBy, a.MarkedAt, a.Version, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias })
            .ToListAsync(cancellationToken);
        var by = await NamesAsync([.. rows.Select(r => r.MarkedBy).OfType<Guid>().Distinct()], cancellationToken);
        var lines = rows.Select(r => new CheckInRow(
            r.Id, DisplayName.Of(r.RomanisedName, r.NativeName, r.NativeLanguage), r.Alias, r.Status == AttendanceStatus.Attended,
            r.MarkedBy is { } account ? by.GetValueOrDefault(account, "") : "", r.MarkedAt is { } at ? ClockOf(at, zone) : ""));
        var filter = new NameFilter(search);
        var ordered = lines.Where(l => filter.Fits(l.Name.Romanised, l.Name.Native, l.Alias))
            .OrderBy(l => l.Name.Plain(reader), StringComparer.Create(reader.Culture, ignoreCase: true)).ToList();
        var others = filter.IsEmpty ? [] : await OthersAsync(filter, [.. rows.Select(r => r.MemberId)], cancellationToken);
        var here = rows.Count(r => r.Status == AttendanceStatus.Attended);
        return new(head, ordered, others, here, rows.Count) { Stamp = StampOf(rows.Count, rows.Sum(r => r.Version), here) };
    }

    /// <summary>Returns only the stamp of the list, for clients that poll for changes; null as for <see cref="HeadAsync"/>.</summary>
    public async Task<string?> StampAsync(Actor actor, Guid eventId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance) || !await db.Set<Event>().AnyAsync(e => e.Id == eventId, cancellationToken))
        {
            return null;
        }

        var now = await db.Set<Attendance>().Where(a => a.EventId == eventId).GroupBy(a => a.EventId)
            .Select(g => new { Count = g.Count(), Sum = g.Sum(a => a.Version), Here = g.Count(a => a.Status == AttendanceStatus.Attended) })
            .SingleOrDefaultAsync(cancellationToken);
        return StampOf(now?.Count ?? 0, now?.Sum ?? 0, now?.Here ?? 0);
    }

    private static string StampOf(int listed, long versions, int here) => FormattableString.Invariant($"{listed}-{versions}-{here}");

    private async Task<IReadOnlyList<RosterMember>> OthersAsync(NameFilter filter, HashSet<Guid> listed,
        CancellationToken cancellationToken)
    {
        var roster = await db.Set<Member>().AsNoTracking()
            .Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere })
            .ToListAsync(cancellationToken);
        return [.. roster.Where(m =>
            !listed.Contains(m.Id) && filter.Fits(m.RomanisedName, m.NativeName, m.Alias))
            .OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.NativeName, StringComparer.Ordinal)
            .Take(MostOthers)
            .Select(m =>
            new RosterMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), m.Alias, m.HiddenEverywhere))];
    }

    public async Task<IReadOnlyList<UnderstoodName>> UnderstandAsync(Actor actor, IReadOnlyList<TypedName> names,
        CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance) || names.Count == 0)
        {
            return [];
        }

        var roster = await db.Set<Member>().AsNoTracking().Select(m => new RosterName(m.Id, m.RomanisedName, m.NativeName))
            .ToListAsync(cancellationToken);
        return RosterMatch.Of(names, roster);
    }

    internal Task<Dictionary<Guid, string>> NamesAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken) =>
        db.Set<Account>().AsNoTracking().Where(u => accounts.Contains(u.Id)).Select(u => new { u.Id, u.Name })
        .ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);

    /// <summary>Returns an instant as local time of the event.</summary>
    internal static string ClockOf(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
