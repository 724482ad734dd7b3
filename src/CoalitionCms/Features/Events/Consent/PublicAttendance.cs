using System.Linq.Expressions;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The attendees, as far as visitors may know.</summary>
/// <param name="Named">Those who consented to be named, in reading order.</param>
/// <param name="Unnamed">The number of further attendees; 0 also if the event does not show it.</param>
internal sealed record AttendanceView(IReadOnlyList<Attendee> Named, int Unnamed)
{
    public static AttendanceView Nobody { get; } = new([], 0);

    public bool IsEmpty => Named.Count == 0 && Unnamed == 0;
}

/// <summary>An attendee who may be named.</summary>
/// <param name="Name">The name to show: a full name or an alias; both look alike.</param>
internal sealed record Attendee(DisplayName Name, AttendanceRoles Roles);

/// <summary>The only query that returns attendees' names to visitors. Pages, articles, feeds, search and snapshots use it.</summary>
internal sealed class PublicAttendance(CmsDbContext db, PageCacheTags shown, ConsentDay day)
{
    /// <summary>How many rows of attendance a search reads.</summary>
    private const int MostLines = 2_000;

    /// <summary>Returns the attendees of a public event; none if it is not public or has not begun.</summary>
    public async Task<AttendanceView> OfEventAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);

        // Tags are added also when the list is empty, because the page changes when someone is added.
        shown.Add(CacheTag.Attendance, CacheTag.Item(eventId));

        // Security: an article may report on an event that is a draft or was withdrawn; its list is then not shown either.
        return await db.Set<Publication>().AnyAsync(p => p.ItemId == eventId, cancellationToken)
            ? await ReadAsync(eventId, reader, cancellationToken)
            : AttendanceView.Nobody;
    }

    /// <summary>Returns the list for the event's own page or its preview; the same rule applies to every name.</summary>
    internal Task<AttendanceView> OfOwnPageAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Attendance, CacheTag.Item(eventId));
        return ReadAsync(eventId, reader, cancellationToken);
    }

    /// <summary>
    /// Returns which of these people may be named in full today: for events in general, or at one of the events that they attended.
    /// </summary>
    internal async Task<IReadOnlySet<Guid>> NamedSomewhereAsync(IReadOnlyCollection<Guid> memberIds, CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var people = await db.Set<Member>().AsNoTracking().Where(m => memberIds.Contains(m.Id)).Select(ToNameable)
            .ToListAsync(cancellationToken);
        var lines = await db.Set<Attendance>().AsNoTracking().Where(a => memberIds.Contains(a.MemberId))
            .Select(a => new { a.MemberId, a.EventId, a.HiddenByStaff }).ToListAsync(cancellationToken);
        var consents = await ConsentsAsync(db.Set<GivenConsent>().Where(c => memberIds.Contains(c.MemberId)), cancellationToken);
        var places = lines.ToLookup(l => l.MemberId, l => ((Guid?)l.EventId, l.HiddenByStaff));
        return people.Where(p =>
            places[p.MemberId].Append((null, false))
            .Any(at => ConsentedName.Of(p, consents[p.MemberId], at.Item1, at.Item2, today) == p.Name))
            .Select(p => p.MemberId).ToHashSet();
    }

    /// <summary>Returns how these people in an event's list may be named today, whether they attended or not; for staff.</summary>
    internal async Task<IReadOnlyDictionary<Guid, DisplayName?>> NamesAtAsync(Guid eventId, IReadOnlyCollection<Guid> memberIds,
        CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var list = db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId && memberIds.Contains(a.MemberId));
        var lines =
            await list.Select(a =>
                new { a.HiddenByStaff, Person = db.Set<Member>().Where(m => m.Id == a.MemberId).Select(ToNameable).Single() })
            .ToListAsync(cancellationToken);
        var consents = await ConsentsAsync(BearingOn(eventId, list), cancellationToken);
        return lines.ToDictionary(l => l.Person.MemberId, l =>
            ConsentedName.Of(l.Person, consents[l.Person.MemberId], eventId, l.HiddenByStaff, today));
    }

    /// <summary>
    /// Returns how a member may be named today: at an event without a choice of its own, and at these events; for the member and for staff.
    /// </summary>
    internal async Task<(DisplayName? General, IReadOnlyDictionary<Guid, DisplayName?> At)> NamesOfAsync(Guid memberId,
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var person = await db.Set<Member>().AsNoTracking().Where(m => m.Id == memberId).Select(ToNameable).SingleAsync(cancellationToken);
        var consents = (await ConsentsAsync(db.Set<GivenConsent>().Where(c => c.MemberId == memberId), cancellationToken))[memberId]
            .ToList();
        var lines = await db.Set<Attendance>().AsNoTracking().Where(a => a.MemberId == memberId && eventIds.Contains(a.EventId))
            .Select(a => new { a.EventId, a.HiddenByStaff }).ToListAsync(cancellationToken);
        return (ConsentedName.Of(person, consents, null, hiddenByStaff: false, today),
            lines.ToDictionary(l => l.EventId, l => ConsentedName.Of(person, consents, l.EventId, l.HiddenByStaff, today)));
    }

    /// <summary>
    /// Returns the names under which consent lets somebody be shown today, at events in general or at one of them. Whether an event shows
    /// them is decided for that event.
    /// </summary>
    internal async Task<IReadOnlyList<(Guid MemberId, DisplayName Name)>> NamesAllowedAsync(CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var people = await db.Set<Member>().AsNoTracking().Where(m => db.Set<GivenConsent>().Any(c => c.MemberId == m.Id))
            .Select(ToNameable).ToListAsync(cancellationToken);
        var consents = await ConsentsAsync(db.Set<GivenConsent>(), cancellationToken);
        return [.. from person in people
                   from name in consents[person.MemberId].Select(c => c.EventId).Append(null).Distinct()
                       .Select(at => ConsentedName.Of(person, consents[person.MemberId], at, hiddenByStaff: false, today))
                       .OfType<DisplayName>().Distinct()
                   select (person.MemberId, name)];
    }

    /// <summary>
    /// Returns the names, earlier ones too, of people who could once be named in full and whom nothing may name today. Of others it returns
    /// nothing: who misses in the search a name that stands on a page would know by that who is in the roster.
    /// </summary>
    /// <param name="memberIds">The people to look at; null for all.</param>
    internal async Task<IReadOnlyList<string>> NamesTakenBackAsync(IReadOnlyCollection<Guid>? memberIds,
        CancellationToken cancellationToken)
    {
        var members = db.Set<Member>().AsNoTracking()
            .Where(m => db.Set<GivenConsent>().Any(c => c.MemberId == m.Id && c.Terms.Choice == NameChoice.PublicName));
        var people = await (memberIds is null ? members : members.Where(m => memberIds.Contains(m.Id)))
            .Select(m => new
            {
                Person = new Nameable(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere),
                m.EarlierNames,
            }).ToListAsync(cancellationToken);
        if (people.Count == 0)
        {
            return [];
        }

        var (today, ids) = (await day.TodayAsync(db, cancellationToken), people.ConvertAll(p => p.Person.MemberId));
        var consents = await ConsentsAsync(db.Set<GivenConsent>().Where(c => ids.Contains(c.MemberId)), cancellationToken);
        var hidden = (await db.Set<Attendance>().Where(a => a.HiddenByStaff && ids.Contains(a.MemberId))
            .Select(a => new { a.MemberId, a.EventId }).ToListAsync(cancellationToken)).Select(a =>
            (a.MemberId, (Guid?)a.EventId)).ToHashSet();
        return
        [
            .. people.Where(p => !consents[p.Person.MemberId].Select(c => c.EventId).Append(null).Any(at =>
                    ConsentedName.Of(p.Person, consents[p.Person.MemberId], at, hidden.Contains((p.Person.MemberId, at)), today)
                        == p.Person.Name))
                .SelectMany(p => p.EarlierNames.Split('\n').Append(p.Person.RomanisedName).Append(p.Person.NativeName))
                .Where(n => n.Length > 0).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Returns the public events that have begun and whose list today shows a name of these people that fits, newest first.
    /// </summary>
    internal async Task<IReadOnlyList<Guid>> EventsNamingAsync(IReadOnlyCollection<Guid> memberIds, Func<DisplayName, bool> fits,
        CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var lines = await (from attendance in db.Set<Attendance>().AsNoTracking()
                           join happening in db.Set<Event>() on attendance.EventId equals happening.Id
                           where memberIds.Contains(attendance.MemberId) && attendance.Status == AttendanceStatus.Attended
                               && happening.StartsOn <= today && db.Set<Publication>().Any(p => p.ItemId == happening.Id)
                           orderby happening.StartsOn descending, happening.Id
                           select new { attendance.MemberId, attendance.EventId, attendance.HiddenByStaff })
            .Take(MostLines).ToListAsync(cancellationToken);
        var people = await db.Set<Member>().AsNoTracking().Where(m => memberIds.Contains(m.Id)).Select(ToNameable)
            .ToDictionaryAsync(p => p.MemberId, cancellationToken);
        var consents = await ConsentsAsync(db.Set<GivenConsent>().Where(c => memberIds.Contains(c.MemberId)), cancellationToken);
        return [.. lines.Where(l =>
            ConsentedName.Of(people[l.MemberId], consents[l.MemberId], l.EventId, l.HiddenByStaff, today) is { } name
            && fits(name)).Select(l => l.EventId).Distinct()];
    }

    private async Task<AttendanceView> ReadAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        var list = db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId && a.Status == AttendanceStatus.Attended);
        var lines = await (from attendance in list
                           join happening in db.Set<Event>() on attendance.EventId equals happening.Id
                           join m in db.Set<Member>() on attendance.MemberId equals m.Id
                           where happening.StartsOn <= today
                           select new
                           {
                               attendance.Roles,
                               attendance.HiddenByStaff,
                               happening.ShowsUnnamedCount,
                               Person = new Nameable(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere),
                           }).ToListAsync(cancellationToken);
        if (lines.Count == 0)
        {
            return AttendanceView.Nobody;
        }

        var consents = await ConsentsAsync(BearingOn(eventId, list), cancellationToken);
        if (consents.SelectMany(c => c).Select(c => c.Terms.Until).Where(until => until >= today).Min() is { } lastDay)
        {
            shown.ExpireAfter(lastDay);
        }

        var named = lines
            .Select(l => (Name: ConsentedName.Of(l.Person, consents[l.Person.MemberId], eventId, l.HiddenByStaff, today), l.Roles))
            .Where(l => l.Name is not null)
            .Select(l => new Attendee(l.Name!, l.Roles))
            .OrderBy(a => SortName(a.Name, reader), StringComparer.Create(reader.Culture, ignoreCase: true))

            // Security: the list's own order is not revealed where two names are equal.
            .ThenBy(a => SortName(a.Name, reader), StringComparer.Ordinal).ThenBy(a => a.Roles)
            .ToList();
        return new(named, lines[0].ShowsUnnamedCount ? lines.Count - named.Count : 0);
    }

    private static Expression<Func<Member, Nameable>> ToNameable { get; } = m =>
        new Nameable(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.HiddenEverywhere);

    // Two joins of a list: by "where list.Any", SQLite would read the consents of everybody that are for all events; by "or", those of the
    // attendees for whatever event.
    private IQueryable<GivenConsent> BearingOn(Guid eventId, IQueryable<Attendance> list)
    {
        var given = list.Join(db.Set<GivenConsent>(), a => a.MemberId, c => c.MemberId, (_, c) => c);
        return given.Where(c => c.EventId == null).Concat(given.Where(c => c.EventId == eventId));
    }

    private static async Task<ILookup<Guid,
        RecordedConsent>> ConsentsAsync(IQueryable<GivenConsent> consents, CancellationToken cancellationToken) =>
        (await consents.AsNoTracking().Select(c => new { c.MemberId, c.EventId, c.Number, c.Terms }).ToListAsync(cancellationToken))
        .ToLookup(c => c.MemberId, c => new RecordedConsent(c.EventId, c.Number, c.Terms));

    private static string SortName(DisplayName name, Language reader) =>
        (reader.IsNativeFirst && name.Native.Length > 0) || name.Romanised.Length == 0 ? name.Native : name.Romanised;
}
