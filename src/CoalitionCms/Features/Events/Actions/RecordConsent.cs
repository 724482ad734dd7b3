using CoalitionCms.Data.Audit;
using CoalitionCms.Features.Members;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Records on a member's word how they agreed to be named at all events. For one event the attendance list does it.</summary>
public sealed class RecordConsent(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    public async Task<Result> RunAsync(Actor actor, Guid memberId, Consent typed, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return Result.Failed(EventsErrors.NotAllowed);
        }

        if (await db.Set<Member>().Where(m => m.Id == memberId).Select(m => m.Alias).SingleOrDefaultAsync(cancellationToken)
            is not { } alias)
        {
            return Result.Failed(EventsErrors.NoMember);
        }

        var terms = typed with { GivenBy = CleanText.Line(typed.GivenBy) };
        var ledger = await ConsentLedger.OpenAsync(db, [memberId], cancellationToken);
        List<Error> errors =
            [.. terms.Check("Consent", alias, clock.TodayIn(options.Zone)), .. ledger.CheckOnTheirWord("Consent", memberId, null, terms)];
        if (terms.Choice == NameChoice.NotSaid || !Enum.IsDefined(terms.Choice) || !Enum.IsDefined(terms.Means))
        {
            errors.Add(EventsErrors.ChoiceMissing("Consent"));
        }

        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        // One try: who chose something else in this moment is not overruled by what staff were told before.
        ledger.Add(actor, memberId, null, terms, isWithdrawal: false, clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.ConsentRecorded, nameof(Features.Members.Member), memberId,
            new { forEvent = (Guid?)null, naming = terms.Choice, means = terms.Means, givenOn = terms.GivenOn, until = terms.Until });
        db.Invalidate(CacheTag.Attendance);
        return await db.SaveOrStaleAsync(EventsErrors.ChangedMeanwhile, EventsErrors.ChangedMeanwhile, cancellationToken);
    }
}
