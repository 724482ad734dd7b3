using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>How a member is named, and the history of it.</summary>
/// <param name="HiddenEverywhere">True when staff hide the member regardless of consent.</param>
/// <param name="InPublic">The name at an event without a choice of its own, or null.</param>
/// <param name="Events">A page of the events whose list includes the member, newest first.</param>
/// <param name="Older">The event after which the next page begins, or null.</param>
/// <param name="History">The newest steps, newest first.</param>
internal sealed record Naming(
    Guid MemberId, DisplayName Name, string Alias, bool HiddenEverywhere, bool HasAccount, Consent ForAll, DisplayName? InPublic,
    IReadOnlyList<NamingAtEvent> Events, Guid? Older, IReadOnlyList<NamingStep> History, IReadOnlyList<NamingQuestion> Questions);

/// <summary>An open question: a choice entered by staff that is less strict than the member's own.</summary>
internal sealed record NamingQuestion(Guid QuestionId, Guid? EventId, LanguageText? Title, NameChoice Choice, DateOnly? Until,
    DateTime AskedAt);

internal sealed record NamingAtEvent(Guid EventId, LanguageText? Title, EventType Type, DateOnly On, Consent Consent, DisplayName? InPublic,
    bool HiddenByStaff);

/// <summary>An entry of the history.</summary>
/// <param name="EventId">The event, or null for all.</param>
/// <param name="IsWithdrawal">True when it withdrew earlier consents.</param>
/// <param name="RecordedBy">Name of the account that recorded it; only for staff.</param>
internal sealed record NamingStep(DateTime At, Guid? EventId, LanguageText? Title, Consent Terms, bool IsWithdrawal, string RecordedBy);

/// <summary>How members are named: members see their own record, staff those of all.</summary>
internal sealed class NameConsentQueries(CmsDbContext db, PublicAttendance attendance)
{
    private const int PageSize = 50;
    private const int MostSteps = 200;

    /// <summary>Returns the actor's own record; null when no member is linked with the account.</summary>
    public async Task<Naming?> OwnAsync(Actor actor, Guid? before, Language reader, CancellationToken cancellationToken) =>
        actor.AccountId is { } account && await db.Set<Member>().Where(m => m.AccountId == account).Select(m => (Guid?)m.Id)
        .SingleOrDefaultAsync(cancellationToken) is { } id
            ? await ReadAsync(id, before, reader, forStaff: false, cancellationToken)
            : null;

    /// <summary>Returns a member's record, for staff who take attendance; null for anyone else.</summary>
    public async Task<Naming?> OfAsync(Actor actor, Guid memberId, Guid? before, Language reader, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance) ? await ReadAsync(memberId, before, reader, forStaff: true, cancellationToken) : null;

    private async Task<Naming?> ReadAsync(Guid memberId, Guid? before, Language reader, bool forStaff, CancellationToken cancellationToken)
    {
        if (await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is not { } member)
        {
            return null;
        }

        var lines = await LinesAsync(memberId, before, cancellationToken);
        var page = lines.Take(PageSize).ToList();
        var ids = page.Select(l => l.EventId).ToList();
        var ledger = await ConsentLedger.OpenAsync(db, [memberId], cancellationToken);
        var (general, at) = await attendance.NamesOfAsync(memberId, ids, cancellationToken);
        var steps = await db.Set<GivenConsent>().AsNoTracking().Where(c => c.MemberId == memberId).OrderByDescending(c => c.Number)
            .Take(MostSteps)
            .ToListAsync(cancellationToken);
        var questions = await db.Set<ConsentQuestion>().AsNoTracking().Where(q => q.MemberId == memberId).OrderBy(q => q.AskedAt)
            .ToListAsync(cancellationToken);
        var titles =
            await EventTitles.OfAsync(db, [.. ids.Concat(steps.Select(s => s.EventId).Concat(questions.Select(q => q.EventId))
                .OfType<Guid>()).Distinct()], reader,
            cancellationToken);
        var by = steps.Select(s => s.RecordedBy).OfType<Guid>().Distinct().ToList();
        var names = forStaff
            ? await db.Set<Account>().AsNoTracking().Where(u => by.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken)
            : [];
        return new(
            memberId,
            member.Name,
            member.Alias,
            member.HiddenEverywhere,
            member.AccountId is not null,
            ledger.Of(memberId, null),
            general,
            [.. page.Select(l =>
            l with { Title = titles.GetValueOrDefault(l.EventId), Consent = ledger.Of(memberId, l.EventId),
            InPublic = at.GetValueOrDefault(l.EventId) })],
            lines.Count > PageSize ? page[^1].EventId : null,
            [.. steps.Select(s => new NamingStep(
                s.RecordedAt, s.EventId, s.EventId is { } id
                ? titles.GetValueOrDefault(id)
                : null, s.Terms, s.IsWithdrawal, s.RecordedBy is { } account
                ? names.GetValueOrDefault(account, "")
                : ""))],
            [.. questions.Select(q => new NamingQuestion(
                q.Id, q.EventId, q.EventId is { } id ? titles.GetValueOrDefault(id) : null, q.Terms.Choice, q.Terms.Until, q.AskedAt))]);
    }

    private async Task<List<NamingAtEvent>> LinesAsync(Guid memberId, Guid? before, CancellationToken cancellationToken)
    {
        var events = db.Set<Event>().AsNoTracking();
        if (before is { } last && await db.Set<Event>().Where(e => e.Id == last).Select(e => (DateOnly?)e.StartsOn)
            .SingleOrDefaultAsync(cancellationToken) is { } day)
        {
            events = events.Where(e => e.StartsOn < day || (e.StartsOn == day && e.Id.CompareTo(last) < 0));
        }

        return await db.Set<Attendance>().AsNoTracking().Where(a => a.MemberId == memberId)
            .Join(events, a => a.EventId, e => e.Id, (a, e) => new { a.HiddenByStaff, e.Id, e.Type, e.StartsOn })
            .OrderByDescending(l => l.StartsOn).ThenByDescending(l => l.Id).Take(PageSize + 1)
            .Select(l => new NamingAtEvent(l.Id, null, l.Type, l.StartsOn, Consent.None, null, l.HiddenByStaff))
            .ToListAsync(cancellationToken);
    }
}
