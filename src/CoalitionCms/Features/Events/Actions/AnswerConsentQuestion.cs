using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Records whether a name may be shown more openly than the member allowed. The member answers.</summary>
internal sealed class AnswerConsentQuestion(
    CmsDbContext db, AuditLog audit, ApproverStanding standing, TimeProvider clock, CmsOptions options)
{
    /// <summary>Records the member's own answer.</summary>
    public Task<Result> OwnAsync(Actor actor, Guid questionId, bool isYes, CancellationToken cancellationToken) =>
        db.AloneAsync(() => AnswerOwnAsync(actor, questionId, isYes, cancellationToken), cancellationToken);

    private async Task<Result> AnswerOwnAsync(Actor actor, Guid questionId, bool isYes, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account || await db.Set<ConsentQuestion>().SingleOrDefaultAsync(
            q => q.Id == questionId && db.Set<Member>().Any(m => m.Id == q.MemberId && m.AccountId == account), cancellationToken)
            is not { } question)
        {
            return Result.Failed(EventsErrors.NoQuestion);
        }

        var member = await db.Set<Member>().AsNoTracking().SingleAsync(m => m.Id == question.MemberId, cancellationToken);
        if (isYes && await (await ConsentLedger.OpenAsync(db, [member.Id], cancellationToken)).IsChangedLatelyAsync(
            member, question.EventId, question.Terms, clock.TodayIn(options.Zone), clock.NowToMillisecond(), cancellationToken))
        {
            return Result.Failed(EventsErrors.LinkedLately);
        }

        if (isYes && !actor.IsProven)
        {
            return Result.Failed(EventsErrors.ProofNeeded);
        }

        var terms = new Consent(question.Terms.Choice, ConsentMeans.ByTheMember, clock.TodayIn(options.Zone), "", question.Terms.Until);
        return await AnswerAsync(actor, question, isYes ? terms : null, cancellationToken);
    }

    /// <summary>
    /// Records an answer for a member without an account. Anyone may answer no; yes needs a second person, or a one-day wait.
    /// </summary>
    /// <returns>False when a second person must say yes too.</returns>
    public async Task<Result<bool>> ForAsync(Actor actor, Guid memberId, Guid questionId, bool isYes,
        CancellationToken cancellationToken) => actor.May(Permission.TakeAttendance)
            ? await db.AloneAsync(() => AnswerForAsync(actor, memberId, questionId, isYes, cancellationToken), cancellationToken)
            : EventsErrors.NotAllowed;

    private async Task<Result<bool>> AnswerForAsync(Actor actor, Guid memberId, Guid questionId, bool isYes,
        CancellationToken cancellationToken)
    {
        if (await db.Set<ConsentQuestion>().SingleOrDefaultAsync(q => q.Id == questionId && q.MemberId == memberId, cancellationToken)
            is not { } question)
        {
            return EventsErrors.NoQuestion;
        }

        if (isYes && await db.Set<Member>().AnyAsync(m => m.Id == memberId && m.AccountId != null, cancellationToken))
        {
            return EventsErrors.AnswerIsTheirs;
        }

        if (isYes && !actor.IsProven)
        {
            return EventsErrors.ProofNeeded;
        }

        if (isYes && question.AskedBy is null && actor.AccountId is { } first)
        {
            // Security: nobody has vouched for it yet, and one person alone never does.
            question.AskBy(first, clock.NowToMillisecond());
            audit.Record(actor, AuditVerb.ConsentAsked, nameof(Features.Members.Member), memberId,
                new { member = memberId, forEvent = question.EventId, naming = question.Terms.Choice, until = question.Terms.Until });
            return (await db.SaveOrStaleAsync(EventsErrors.NoQuestion, EventsErrors.NoQuestion, cancellationToken)).With(false);
        }

        if (isYes && await IsSamePersonAsync(actor, question, cancellationToken))
        {
            return EventsErrors.AnswerByAnother;
        }

        return (await AnswerAsync(actor, question, isYes ? question.Terms : null, cancellationToken)).With(true);
    }

    /// <summary>
    /// Returns whether the one who asked may be answering on the same day. Security: also by an account that they admitted, reset or gave a
    /// role, or that is new, as for the approval of texts.
    /// </summary>
    private async Task<bool> IsSamePersonAsync(Actor actor, ConsentQuestion question, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        return now - question.AskedAt < ConsentQuestion.Wait
            && (question.AskedBy == actor.AccountId
                || (question.AskedBy is { } asker && actor.AccountId is { } answering
                    && await standing.IsTiedAsync(answering, new HashSet<Guid> { asker }, now, cancellationToken)));
    }

    private async Task<Result> AnswerAsync(Actor actor, ConsentQuestion question, Consent? terms, CancellationToken cancellationToken)
    {
        var ledger = await ConsentLedger.OpenAsync(db, [question.MemberId], cancellationToken);
        db.Remove(question);
        if (terms is not null)
        {
            ledger.Add(actor, question.MemberId, question.EventId, terms, isWithdrawal: false, clock.NowToMillisecond());
            if (terms is { Choice: NameChoice.Alias, Means: ConsentMeans.ByTheMember })
            {
                (await db.Set<Member>().SingleAsync(m => m.Id == question.MemberId, cancellationToken)).AgreeToAlias();
            }

            db.Invalidate(CacheTag.Attendance);
        }

        audit.Record(actor, AuditVerb.ConsentAnswered, nameof(Features.Members.Member), question.MemberId,
            new
            {
                forEvent = question.EventId,
                naming = question.Terms.Choice,
                agreed = terms is not null,
                until = terms?.Until
            });
        return await db.SaveOrStaleAsync(EventsErrors.NoQuestion, EventsErrors.NoQuestion, cancellationToken);
    }
}
