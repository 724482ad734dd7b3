using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The printed content of an event's list.</summary>
/// <param name="Titles">Its title in each language that has one.</param>
internal sealed record PrintedSheet(EventHead Head, IReadOnlyDictionary<string, string> Titles, IReadOnlyList<PrintedRow> Lines);

internal sealed record PrintedRow(DisplayName Name, AttendanceStatus Status, AttendanceRoles Roles);

internal sealed class SignInSheetQueries(CmsDbContext db, CheckInQueries door)
{
    /// <summary>Returns the list; null as for <see cref="CheckInQueries.HeadAsync"/>.</summary>
    /// <param name="attended">True for attendees, false for expected people.</param>
    /// <param name="reader">Language of the reader, which determines the order.</param>
    public async Task<PrintedSheet?> ReadAsync(Actor actor, Guid eventId, bool attended, Language reader,
        CancellationToken cancellationToken)
    {
        if (await door.HeadAsync(actor, eventId, reader, cancellationToken) is not { } head)
        {
            return null;
        }

        var lines = await db.Set<Attendance>().AsNoTracking()
            .Where(a => a.EventId == eventId && (attended ? a.Status == AttendanceStatus.Attended : a.Status != AttendanceStatus.Apologies))
            .Join(db.Set<Member>().AsNoTracking(), a => a.MemberId, m => m.Id, (a, m) =>
            new { m.RomanisedName, m.NativeName, m.NativeLanguage, a.Status, a.Roles }).ToListAsync(cancellationToken);
        var titles = await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == eventId && e.TrashedAt == null)
            .Select(e => new { e.Language, e.Title }).ToListAsync(cancellationToken);
        return new(head, titles.ToDictionary(t => t.Language, t => t.Title, StringComparer.Ordinal),
        [
            .. lines.Select(l => new PrintedRow(DisplayName.Of(l.RomanisedName, l.NativeName, l.NativeLanguage), l.Status, l.Roles))
                .OrderBy(l => l.Name.Plain(reader), StringComparer.Create(reader.Culture, ignoreCase: true)),
        ]);
    }
}
