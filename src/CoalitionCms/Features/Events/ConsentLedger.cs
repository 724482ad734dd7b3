using CoalitionCms.Features.Members;
using CoalitionCms.Data.Audit;
using System.Globalization;
using CoalitionCms.Integrity;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The consents of some members, opened to be added to. Two who add at one moment
/// collide at the save, and the later one looks again.</summary>
public sealed class ConsentLedger
{
    private readonly CmsDbContext db;
    private readonly Dictionary<Guid, List<GivenConsent>> rows;

    private ConsentLedger(CmsDbContext db, IEnumerable<GivenConsent> rows) =>
        (this.db, this.rows) = (db, rows.GroupBy(r => r.MemberId).ToDictionary(g => g.Key, g => g.ToList()));

    public static async Task<ConsentLedger> OpenAsync(CmsDbContext db, IReadOnlyCollection<Guid> memberIds,
        CancellationToken cancellationToken) =>
        new(db, await db.Set<GivenConsent>().Where(c => memberIds.Contains(c.MemberId)).OrderBy(c => c.MemberId).ThenBy(c => c.Number)
        .ToListAsync(cancellationToken));

    /// <summary>The newest row about an event, or about all; <see cref="Consent.None"/> where there is none.</summary>
    public Consent Of(Guid memberId, Guid? eventId) => RowsOf(memberId).LastOrDefault(r => r.EventId == eventId)?.Terms ?? Consent.None;

    /// <summary>How many rows bear on an event: whoever decided on fewer has not seen all.</summary>
    public int Count(Guid memberId, Guid? eventId) => RowsOf(memberId).Count(r => r.EventId is null || r.EventId == eventId);

    /// <summary>Whether these terms say something that is not on record yet.</summary>
    public bool IsNews(Guid memberId, Guid? eventId, Consent terms) => terms != Consent.None && terms != Of(memberId, eventId);

    /// <summary>What stands against adding these terms on the word of staff.</summary>
    /// <param name="line">Name of the line in the form.</param>
    /// <param name="eventId">The event, or null for all.</param>
    public IEnumerable<Error> CheckOnTheirWord(string line, Guid memberId, Guid? eventId, Consent terms)
    {
        if (terms.Means == ConsentMeans.ByTheMember)
        {
            yield return EventsErrors.ByTheMemberAlone(line);
        }

        // Security: a form that was signed before somebody changed their mind does not change it back.
        if (RowsOf(memberId).LastOrDefault(r => (r.EventId is null || r.EventId == eventId) && r.Terms.Choice < terms.Choice)?.Terms.GivenOn
            is { } day && !(terms.GivenOn >= day))
        {
            yield return EventsErrors.OlderThanChoice(line, day);
        }
    }

    /// <summary>Whether these terms would show more of a name, or for longer, than what is on record allows today.</summary>
    public bool Loosens(Guid memberId, Guid? eventId, Consent terms, DateOnly today)
    {
        var limit = RecordedConsent.Deciding(
            [.. RowsOf(memberId).Select(r => new RecordedConsent(r.EventId, r.Number, r.Terms))], eventId, today);
        return terms.Choice > NameChoice.Hidden
            && (terms.Choice > limit.On(today) || (limit.Until is { } last && !(terms.Until <= last)));
    }

    /// <summary>
    /// Security: the one rule for what staff record. After a row by the member's own hand a looser word of staff is no consent but a
    /// question (<see cref="ConsentQuestion"/>).
    /// </summary>
    public bool IsQuestion(Guid memberId, Guid? eventId, Consent terms, DateOnly today) =>
        RowsOf(memberId).Exists(r => r.Terms.Means == ConsentMeans.ByTheMember && (r.EventId is null || r.EventId == eventId))
        && Loosens(memberId, eventId, terms, today);

    /// <summary>Records what staff were told: as a consent, or as a question where <see cref="IsQuestion"/> says so.</summary>
    /// <param name="holder">The member's account, which is told of everything looser; null for none.</param>
    /// <returns>False when it became a question.</returns>
    internal async Task<bool> AddOnTheirWordAsync(
        AuditLog audit, Actor actor, Guid memberId, Guid? holder, Guid? eventId, Consent terms, DateOnly today, DateTime now,
        CancellationToken cancellationToken)
    {
        var (isLooser, isQuestion) = (Loosens(memberId, eventId, terms, today), IsQuestion(memberId, eventId, terms, today));
        if (isQuestion)
        {
            // Asked again, the newer words count.
            db.RemoveRange(await db.Set<ConsentQuestion>().Where(q => q.MemberId == memberId && q.EventId == eventId)
                .ToListAsync(cancellationToken));
            db.Add(new ConsentQuestion(Guid.CreateVersion7(), memberId, eventId, terms, actor.AccountId, now));
        }
        else
        {
            Add(actor, memberId, eventId, terms, isWithdrawal: false, now);
        }

        if (isQuestion || (isLooser && holder is not null))
        {
            audit.Record(actor, isQuestion ? AuditVerb.ConsentAsked : AuditVerb.ConsentLoosened,
                holder is null ? nameof(Features.Members.Member) : "Account", holder ?? memberId,
                new { member = memberId, forEvent = eventId, naming = terms.Choice, until = terms.Until });
        }

        return !isQuestion;
    }

    public void Add(Actor actor, Guid memberId, Guid? eventId, Consent terms, bool isWithdrawal, DateTime now)
    {
        if (!rows.TryGetValue(memberId, out var own))
        {
            rows[memberId] = own = [];
        }

        own.Add(new(Guid.CreateVersion7(), memberId, own.Count > 0 ? own[^1].Number + 1 : 1, eventId, terms, isWithdrawal, actor.AccountId,
            now));
        db.Add(own[^1]);
    }

    /// <summary>Adds the newest row of a member whatever else is added at that moment, and drops the pages that may name them.</summary>
    internal static async Task<Result> AddNewestAsync(
        CmsDbContext db, Actor actor, Guid memberId, Guid? eventId, Consent terms, bool isWithdrawal, DateTime now, Action<string> audit,
        CancellationToken cancellationToken)
    {
        // When somebody else adds a row at the same moment, this one comes after it.
        return await db.RetryAsync(attempts: 5, async () =>
        {
            var ledger = await OpenAsync(db, [memberId], cancellationToken);
            ledger.Add(actor, memberId, eventId, terms, isWithdrawal, now);

            // Whatever staff asked before, this is the answer.
            db.RemoveRange(await db.Set<ConsentQuestion>().Where(q => q.MemberId == memberId && (eventId == null || q.EventId == eventId))
                .ToListAsync(cancellationToken));
            if (terms is { Choice: NameChoice.Alias, Means: ConsentMeans.ByTheMember })
            {
                (await db.Set<Member>().SingleAsync(m => m.Id == memberId, cancellationToken)).AgreeToAlias();
            }

            audit(ledger.DigestOf(memberId));
            db.Invalidate(CacheTag.Attendance);
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        });
    }

    /// <summary>What the log notes of a member's newest rows, so that <see cref="ConsentVerification"/> can compare.</summary>
    internal string DigestOf(Guid memberId) => ContentHash.Of(
    [
        .. RowsOf(memberId).GroupBy(r => r.EventId).Select(g => g.MaxBy(r => r.Number)!).OrderBy(r => r.Number).Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Number}|{r.EventId:D}|{r.Terms.Choice}|{r.Terms.Means}|{r.Terms.GivenOn:yyyy-MM-dd}|{r.Terms.Until:yyyy-MM-dd}|"
            + $"{r.IsWithdrawal}")),
    ]);

    /// <summary>The events that somebody said something about.</summary>
    internal IEnumerable<Guid> EventsOf(Guid memberId) => RowsOf(memberId).Select(r => r.EventId).OfType<Guid>().Distinct();

    /// <summary>Gives the rows of a double to the member that stays; all keep the order in which
    /// they were recorded, so that a later error stays the later one.</summary>
    public void Join(Guid kept, Guid gone)
    {
        var all = RowsOf(kept).Concat(RowsOf(gone)).OrderBy(r => r.RecordedAt).ThenBy(r => r.Number).ToList();
        var last = all.Select(r => r.Number).DefaultIfEmpty(0).Max();
        foreach (var row in all)
        {
            row.MoveTo(kept, ++last);
        }

        rows.Remove(gone);
        rows[kept] = all;
    }

    internal bool HasAny(Guid memberId) => RowsOf(memberId).Count > 0;

    private List<GivenConsent> RowsOf(Guid memberId) => rows.GetValueOrDefault(memberId) ?? [];
}
