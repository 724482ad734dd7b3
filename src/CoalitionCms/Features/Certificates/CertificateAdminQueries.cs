using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates;

/// <param name="Events">A page of events, newest first.</param>
/// <param name="Older">The event after which the next page begins, or null.</param>
/// <param name="Totals">Attendances by year and type of event.</param>
/// <param name="Certificates">Issued certificates, newest first.</param>
internal sealed record AttendanceRecord(
    Guid MemberId, DisplayName Name, IReadOnlyList<RecordedEvent> Events, Guid? Older, IReadOnlyList<YearTotals> Totals,
        IReadOnlyList<CertificateRow> Certificates);

internal sealed record RecordedEvent(Guid EventId, LanguageText? Title, EventType Type, DateOnly On, AttendanceRoles Roles);

/// <summary>Attendances of a person in a year, by type of event.</summary>
internal sealed record YearTotals(int Year, IReadOnlyDictionary<EventType, int> ByType)
{
    public int All => ByType.Values.Sum();
}

/// <summary>A certificate in a list. Its content is not available here.</summary>
internal sealed record CertificateRow(Guid CertificateId, DateTime IssuedAt, int Events, DateTime? RevokedAt);

/// <summary>Records of attendance and certificates: members see their own, staff the list of every member.</summary>
internal sealed class CertificateAdminQueries(CmsDbContext db, TimeProvider clock, CmsOptions options)
{
    private const int PageSize = 100;
    private const int MostStatements = 200;

    /// <summary>Returns the actor's own record; null when no member is linked with the account.</summary>
    public async Task<AttendanceRecord?> OwnAsync(Actor actor, Guid? before, Language reader, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account || await db.Set<Member>().AsNoTracking()
            .SingleOrDefaultAsync(m => m.AccountId == account, cancellationToken) is not { } member)
        {
            return null;
        }

        var today = clock.TodayIn(options.Zone);
        var attended = await db.Set<Attendance>().AsNoTracking()
            .Where(a => a.MemberId == member.Id && a.Status == AttendanceStatus.Attended)
            .Join(db.Set<Event>().Where(e => e.StartsOn <= today), a => a.EventId, e => e.Id, (a, e) =>
            new RecordedEvent(e.Id, null, e.Type, e.StartsOn, a.Roles)).ToListAsync(cancellationToken);
        var ordered = attended.OrderByDescending(e => e.On).ThenByDescending(e => e.EventId).ToList();
        var page = ordered.Skip(before is { } last ? ordered.FindIndex(e => e.EventId == last) + 1 : 0).Take(PageSize + 1).ToList();
        var titles = await EventTitles.OfAsync(db, [.. page.Select(e => e.EventId)], reader, cancellationToken);
        return new(
            member.Id,
            member.Name,
            [.. page.Take(PageSize).Select(e => e with { Title = titles.GetValueOrDefault(e.EventId) })],
            page.Count > PageSize ? page[PageSize - 1].EventId : null,
            [.. ordered.GroupBy(e => e.On.Year).Select(year => new YearTotals(year.Key, year.CountBy(e => e.Type).ToDictionary()))],
            await RowsAsync(member.Id, cancellationToken));
    }

    /// <summary>Returns the certificates of a member, for staff; null for anyone else.</summary>
    public async Task<(DisplayName Name, IReadOnlyList<CertificateRow> Rows)?> OfAsync(
        Actor actor, Guid memberId, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance) && await db.Set<Member>().AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is { } member
            ? (member.Name, await RowsAsync(memberId, cancellationToken))
            : null;

    /// <summary>Returns one of the actor's own certificates; null if it is not theirs.</summary>
    public async Task<CertificateRow?> FindOwnAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken) =>
        actor.AccountId is { } account
        ? await Rows(db.Set<Certificate>().Where(
        s => s.Id == certificateId && db.Set<Member>().Any(m => m.Id == s.MemberId && m.AccountId == account)))
        .SingleOrDefaultAsync(cancellationToken)
        : null;

    private async Task<IReadOnlyList<CertificateRow>> RowsAsync(Guid memberId, CancellationToken cancellationToken) =>
        await Rows(db.Set<Certificate>().Where(s => s.MemberId == memberId).OrderByDescending(s => s.IssuedAt).Take(MostStatements))
            .ToListAsync(cancellationToken);

    private static IQueryable<CertificateRow> Rows(IQueryable<Certificate> statements) =>
        statements.AsNoTracking().Select(s => new CertificateRow(s.Id, s.IssuedAt, s.Events, s.RevokedAt));
}
