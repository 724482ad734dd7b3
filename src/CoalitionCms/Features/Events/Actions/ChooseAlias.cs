using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Sets or removes the alias under which a member may be named. The real name of another member is refused. Because that refusal reveals
/// that such a person is on the roster, attempts per day are limited, and each is logged without the alias.
/// </summary>
internal sealed class ChooseAlias(CmsDbContext db, AuditLog audit, INamesOfOthers others, TimeProvider clock)
{
    /// <summary>The maximum number of attempts a day, both refused and accepted.</summary>
    public const int MostTries = 5;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Tries = [AuditVerb.MemberAliasChosen, AuditVerb.MemberAliasRefused];

    public Task<Result> RunAsync(Actor actor, string? typed, CancellationToken cancellationToken) =>
        db.AloneAsync(() => ChooseAsync(actor, typed, cancellationToken), cancellationToken);

    private async Task<Result> ChooseAsync(Actor actor, string? typed, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account
            || await db.Set<Member>().SingleOrDefaultAsync(m => m.AccountId == account, cancellationToken)
            is not { } member)
        {
            return Result.Failed(EventsErrors.NotLinked);
        }

        var alias = CleanText.Line(typed);
        if (alias.Length > SaveMember.MaxName || (alias.Length > 0 && RosterMatch.Fold(alias).Length == 0))
        {
            return Result.Failed(alias.Length > SaveMember.MaxName ? EventsErrors.AliasTooLong : EventsErrors.AliasUnusable);
        }

        if (alias == member.Alias)
        {
            return Result.Done;
        }

        // Security: the alias was chosen in place of the name.
        if (alias.Length > 0 && MentionsOf([member]).In(alias).Count > 0)
        {
            return Result.Failed(EventsErrors.AliasIsName);
        }

        if (alias.Length > 0 && await others.IsShownAsync(member, cancellationToken))
        {
            if (await (await ConsentLedger.OpenAsync(db, [member.Id], cancellationToken))
                .IsJoinedLatelyAsync(member, clock.NowToMillisecond(), cancellationToken))
            {
                return Result.Failed(EventsErrors.LinkedLately with { Field = "Alias" });
            }

            if (!actor.IsProven)
            {
                return Result.Failed(EventsErrors.ProofNeeded);
            }
        }

        // Security: counted before the roster is queried, so that nobody can probe it name by name. Removing one's own alias reveals
        // nothing and is always allowed.
        var since = clock.NowToMillisecond() - Day;
        if (alias.Length > 0 && await db.AuditEntries.CountAsync(e => e.Actor == actor.Id && Tries.Contains(e.Verb) && e.AtUtc > since,
            cancellationToken) >= MostTries)
        {
            return Result.Failed(EventsErrors.AliasTooOften);
        }

        if (alias.Length > 0 && await IsAnothersAsync(alias, member.Id, cancellationToken))
        {
            audit.Record(actor, AuditVerb.MemberAliasRefused, nameof(Member), member.Id);
            await db.SaveChangesAsync(cancellationToken);
            return Result.Failed(EventsErrors.AliasUnusable);
        }

        member.CallThemselves(alias);
        audit.Record(actor, AuditVerb.MemberAliasChosen, nameof(Member), member.Id, new { isNone = alias.Length == 0 });
        db.Invalidate(CacheTag.Attendance);
        return await db.SaveOrStaleAsync(EventsErrors.AliasMeanwhile, cancellationToken);
    }

    /// <summary>Compares names as check-in does: ignoring case, accents, spaces and word order, in either script or both.</summary>
    private async Task<bool> IsAnothersAsync(string alias, Guid memberId, CancellationToken cancellationToken)
    {
        var roster = await db.Set<Member>().AsNoTracking().Where(m => m.Id != memberId).ToListAsync(cancellationToken);
        var keys = NameSpellings.Keys(alias).ToHashSet(StringComparer.Ordinal);
        return !new RosterMatch(roster.Select(m => new RosterName(m.Id, m.RomanisedName, m.NativeName)))
                .Understand(new(alias, alias, alias, "und")).IsNew

            // What somebody else is called may be hidden with them.
            || roster.Exists(m => keys.Overlaps(NameSpellings.Keys(m.Alias)))

            // Also with other words around it.
            || MentionsOf(roster).In(alias).Count > 0;
    }

    private static NameMentions MentionsOf(IEnumerable<Member> roster) => NameMentions.Of(roster.SelectMany(m =>
        m.EarlierNames.Split('\n').Append(m.RomanisedName).Append(m.NativeName).Select(n => (m.Id, n))));
}
