using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Records the consent for all events that a member gave to staff. Consent for one event is recorded in the attendance list.
/// </summary>
internal sealed class RecordConsent(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    /// <returns>False when it became a question for the member to answer.</returns>
    public async Task<Result<bool>> RunAsync(Actor actor, Guid memberId, Consent typed, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.AloneAsync(() => RecordAsync(actor, memberId, typed, cancellationToken), cancellationToken)
            : EventsErrors.NotAllowed;

    private async Task<Result<bool>> RecordAsync(Actor actor, Guid memberId, Consent typed, CancellationToken cancellationToken)
    {
        if (await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is not { } member)
        {
            return EventsErrors.NoMember;
        }

        var terms = typed with { GivenBy = CleanText.Line(typed.GivenBy) };
        var today = clock.TodayIn(options.Zone);
        var ledger = await ConsentLedger.OpenAsync(db, [memberId], cancellationToken);
        List<Error> errors =
            [.. terms.Check("Consent", member.Alias, today), .. ledger.CheckOnTheirWord("Consent", memberId, null, terms)];
        if (terms.Choice == NameChoice.NotSaid || !Enum.IsDefined(terms.Choice) || !Enum.IsDefined(terms.Means))
        {
            errors.Add(EventsErrors.ChoiceMissing("Consent"));
        }

        if (errors.Count > 0)
        {
            return Result.Failed<bool>(errors);
        }

        if (!actor.IsProven && ledger.Loosens(memberId, null, terms, today))
        {
            return EventsErrors.ProofNeeded;
        }

        // A single attempt: a choice that the member makes at this moment is not overridden by what staff heard earlier.
        var isRecorded = await ledger.AddOnTheirWordAsync(
            audit, actor, member, null, terms, today, clock.NowToMillisecond(), cancellationToken);
        if (isRecorded)
        {
            audit.Record(actor, AuditVerb.ConsentRecorded, nameof(Features.Members.Member), memberId,
                new
                {
                    forEvent = (Guid?)null,
                    naming = terms.Choice,
                    means = terms.Means,
                    givenOn = terms.GivenOn,
                    until = terms.Until
                });
            db.Invalidate(CacheTag.Attendance);
        }

        return (await db.SaveOrStaleAsync(EventsErrors.ChangedMeanwhile, EventsErrors.ChangedMeanwhile, cancellationToken))
            .With(isRecorded);
    }
}
