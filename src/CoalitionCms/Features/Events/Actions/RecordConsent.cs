using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Records on a member's word how they agreed to be named at all events. For one event the attendance list does it.</summary>
public sealed class RecordConsent(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    /// <summary>Records it, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Guid memberId, Consent typed, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return Outcome.Refused(EventsRefusals.NotAllowed);
        }

        if (await db.Members.Where(m => m.Id == memberId).Select(m => m.Alias).SingleOrDefaultAsync(cancellationToken) is not { } alias)
        {
            return Outcome.Refused(EventsRefusals.NoMember);
        }

        var terms = typed with { GivenBy = CleanText.Line(typed.GivenBy) };
        var ledger = await ConsentLedger.OpenAsync(db, [memberId], cancellationToken);
        List<Refusal> refusals = [.. terms.Check("Consent", alias, clock.TodayIn(options.Zone)), .. ledger.CheckOnTheirWord("Consent", memberId, null, terms)];
        if (terms.Choice == NameChoice.NotSaid || !Enum.IsDefined(terms.Choice) || !Enum.IsDefined(terms.Means))
        {
            refusals.Add(EventsRefusals.ChoiceMissing("Consent"));
        }

        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        // One try: who chose something else in this moment is not overruled by what staff were told before.
        ledger.Add(actor, memberId, null, terms, isWithdrawal: false, clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.ConsentRecorded, nameof(Members.Member), memberId, new { forEvent = (Guid?)null, naming = terms.Choice, means = terms.Means, givenOn = terms.GivenOn, until = terms.Until });
        db.Changes(PageTag.Attendance);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateException)
        {
            db.Forget();
            return Outcome.Refused(EventsRefusals.ChangedMeanwhile);
        }
    }
}
