using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Sets how a member is named, for all events or for one they attended. Takes effect immediately, everywhere.</summary>
internal sealed class ChooseNameDisplay(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    /// <summary>The member's choice.</summary>
    /// <param name="EventId">The event, or null for all.</param>
    /// <param name="Until">The last day, or null until withdrawn.</param>
    public sealed record Input(Guid? EventId, NameChoice Choice, DateOnly? Until);

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account
            || await db.Set<Member>().AsNoTracking().Where(m => m.AccountId == account).Select(m => new { m.Id, m.Alias })
            .SingleOrDefaultAsync(cancellationToken) is not { } member)
        {
            return Result.Failed(EventsErrors.NotLinked);
        }

        // Security: an event whose list does not include the member is treated as nonexistent, whether it exists or not.
        if (input.EventId is { } eventId
            && !await db.Set<Attendance>().AnyAsync(a => a.EventId == eventId && a.MemberId == member.Id, cancellationToken))
        {
            return Result.Failed(EventsErrors.NoSuchEvent);
        }

        var today = clock.TodayIn(options.Zone);
        var errors = Check(input, member.Alias, today).ToList();
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        var terms =
            new Consent(input.Choice, ConsentMeans.ByTheMember, today, GivenBy: "", input.Choice == NameChoice.Hidden ? null : input.Until);
        return await ConsentLedger.AddNewestAsync(db, audit, actor, member.Id, input.EventId, terms, isWithdrawal: false, today,
            clock.NowToMillisecond(), () => audit.Record(
            actor, AuditVerb.ConsentRecorded, nameof(Features.Members.Member), member.Id,
            new { forEvent = input.EventId, naming = terms.Choice, means = terms.Means, until = terms.Until }),
            cancellationToken, CheckAsync);

        // Security: by what is on record in the moment of saving. What repeats an earlier choice loosens one that was made meanwhile.
        async Task<Error?> CheckAsync(ConsentLedger ledger) =>
            !ledger.Loosens(member.Id, input.EventId, terms, today) ? null
            : await ledger.IsChangedLatelyAsync(
                await db.Set<Member>().AsNoTracking().SingleAsync(m => m.Id == member.Id, cancellationToken), input.EventId, terms, today,
                clock.NowToMillisecond(), cancellationToken) ? EventsErrors.LinkedLately
            : actor.IsProven ? null : EventsErrors.ProofNeeded;
    }

    private static IEnumerable<Error> Check(Input input, string alias, DateOnly today)
    {
        if (!Enum.IsDefined(input.Choice) || input.Choice == NameChoice.NotSaid)
        {
            yield return EventsErrors.ChoiceMissing("Own");
        }

        if (input.Choice == NameChoice.Alias && alias.Length == 0)
        {
            yield return EventsErrors.OwnAliasMissing;
        }

        if (input.Until < today && input.Choice != NameChoice.Hidden)
        {
            yield return EventsErrors.UntilOver("Own");
        }
    }
}
