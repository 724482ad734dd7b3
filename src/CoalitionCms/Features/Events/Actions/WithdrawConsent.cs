using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Withdraws the consent to be named for all events at once. Called by the member, or by staff at the member's request.</summary>
internal sealed class WithdrawConsent(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    /// <summary>What the member told staff.</summary>
    /// <param name="Means">How the request was made: in person or in writing.</param>
    /// <param name="On">The day of the request; null for today.</param>
    /// <param name="GivenBy">Who made the request, if not the member.</param>
    public sealed record Input(ConsentMeans Means, DateOnly? On, string GivenBy);

    public async Task<Result> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account
            || await db.Set<Member>().SingleOrDefaultAsync(m => m.AccountId == account, cancellationToken) is not { } member)
        {
            return Result.Failed(EventsErrors.NotLinked);
        }

        return await WithdrawAsync(actor, member.Id,
            new(NameChoice.Hidden, ConsentMeans.ByTheMember, clock.TodayIn(options.Zone), "", null), cancellationToken);
    }

    public async Task<Result> ForAsync(Actor actor, Guid memberId, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return Result.Failed(EventsErrors.NotAllowed);
        }

        if (!await db.Set<Member>().AnyAsync(m => m.Id == memberId, cancellationToken))
        {
            return Result.Failed(EventsErrors.NoMember);
        }

        var today = clock.TodayIn(options.Zone);
        var terms = new Consent(NameChoice.Hidden, input.Means, input.On ?? today, CleanText.Line(input.GivenBy), null);
        List<Error> errors = [.. terms.Check("Withdrawal", "", today)];
        if (input.Means is not (ConsentMeans.InPerson or ConsentMeans.InWriting))
        {
            errors.Add(EventsErrors.WithdrawnHow("Withdrawal"));
        }

        return errors.Count > 0 ? Result.Failed(errors) : await WithdrawAsync(actor, memberId, terms, cancellationToken);
    }

    private Task<Result> WithdrawAsync(Actor actor, Guid memberId, Consent terms, CancellationToken cancellationToken) =>
        ConsentLedger.AddNewestAsync(db, audit, actor, memberId, null, terms, isWithdrawal: true, clock.TodayIn(options.Zone),
            clock.NowToMillisecond(), () => audit.Record(
            actor, AuditVerb.ConsentWithdrawn, nameof(Features.Members.Member), memberId,
            new { means = terms.Means, on = terms.GivenOn }),
            cancellationToken);
}
