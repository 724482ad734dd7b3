using CoalitionCms.Data;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Who came, as far as visitors may know.</summary>
/// <param name="Named">Those who agreed to be named, in reading order.</param>
/// <param name="Unnamed">How many more came; 0 also where the event does not tell.</param>
public sealed record AttendanceView(IReadOnlyList<Attendee> Named, int Unnamed)
{
    /// <summary>Nobody to list.</summary>
    public static AttendanceView Nobody { get; } = new([], 0);

    /// <summary>True when there is nothing to show.</summary>
    public bool IsEmpty => Named.Count == 0 && Unnamed == 0;
}

/// <summary>Somebody who may be named.</summary>
/// <param name="Name">The name to show: a full name or an alias, which look alike.</param>
/// <param name="Roles">What they did there.</param>
public sealed record Attendee(DisplayName Name, AttendanceRoles Roles);

/// <summary>The only query that yields names of attendees to visitors: pages, articles, feeds, search and snapshots use it.</summary>
public sealed class PublicAttendance(CmsDbContext db, ShownTags shown, TimeProvider clock, CmsOptions options)
{
    /// <summary>Who came to an event that is public; nobody for one that is not, or has not begun.</summary>
    public async Task<AttendanceView> OfEventAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);

        // Also when there is nobody yet: the page changes as soon as there is.
        shown.Add(PageTag.Attendance, PageTag.Subject(eventId));

        // Security: an article may report an event that is still a draft or was withdrawn; its list stays closed with it.
        return await db.Publications.AnyAsync(p => p.SubjectId == eventId && p.Kind == EntryKind.Event, cancellationToken)
            ? await ReadAsync(eventId, reader, cancellationToken)
            : AttendanceView.Nobody;
    }

    /// <summary>The list on the event's own page, which is public or the preview of what will be; by the same rule for every name.</summary>
    internal Task<AttendanceView> OfOwnPageAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        shown.Add(PageTag.Attendance, PageTag.Subject(eventId));
        return ReadAsync(eventId, reader, cancellationToken);
    }

    /// <summary>Which of these people may be named in full somewhere today.</summary>
    internal async Task<IReadOnlySet<Guid>> NamedSomewhereAsync(IReadOnlyCollection<Guid> memberIds, CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var lines = await db.Attendances.AsNoTracking().Where(a => memberIds.Contains(a.MemberId))
            .Join(db.Members.AsNoTracking(), a => a.MemberId, m => m.Id, (attendance, member) => new { attendance, member }).ToListAsync(cancellationToken);
        return lines.Where(l => ConsentedName.Of(l.attendance.Consent, l.attendance.HiddenByStaff, l.member, today) == l.member.Name).Select(l => l.member.Id).ToHashSet();
    }

    private async Task<AttendanceView> ReadAsync(Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var happening = await db.Events.AsNoTracking().Where(e => e.Id == eventId && e.StartsOn <= today)
            .Select(e => new { e.ShowsUnnamedCount }).SingleOrDefaultAsync(cancellationToken);
        if (happening is null)
        {
            return AttendanceView.Nobody;
        }

        var lines = await db.Attendances.AsNoTracking().Where(a => a.EventId == eventId && a.Status == AttendanceStatus.Attended)
            .Join(db.Members.AsNoTracking(), a => a.MemberId, m => m.Id, (attendance, member) => new { attendance, member })
            .ToListAsync(cancellationToken);
        if (lines.Select(l => l.attendance.Consent.Until).Where(until => until >= today).Min() is { } lastDay)
        {
            shown.NotAfter(lastDay);
        }

        var named = lines
            .Select(l => (Name: ConsentedName.Of(l.attendance.Consent, l.attendance.HiddenByStaff, l.member, today), l.attendance.Roles))
            .Where(l => l.Name is not null)
            .Select(l => new Attendee(l.Name!, l.Roles))
            .OrderBy(a => SortName(a.Name, reader), StringComparer.Create(reader.Culture, ignoreCase: true))
            .ToList();
        return new(named, happening.ShowsUnnamedCount ? lines.Count - named.Count : 0);
    }

    private static string SortName(DisplayName name, Language reader) =>
        (reader.IsNativeFirst && name.Native.Length > 0) || name.Romanised.Length == 0 ? name.Native : name.Romanised;
}
