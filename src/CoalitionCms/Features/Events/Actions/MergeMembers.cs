using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Merges two roster entries of one person. The kept entry retains its values and takes from the other what it lacks; attendances, consents
/// and certificates are moved to it. A merge never makes a name more public: hidden stays hidden, and of two consents the stricter one
/// applies.
/// </summary>
internal sealed class MergeMembers(CmsDbContext db, AuditLog audit, IMemberStatements statements, TimeProvider clock, CmsOptions options)
{
    /// <summary>The two entries to merge.</summary>
    /// <param name="KeptId">The entry that is kept.</param>
    /// <param name="GoneId">The entry that is removed.</param>
    /// <param name="KeptVersion">The version of the kept entry that was shown.</param>
    /// <param name="GoneVersion">The version of the removed entry that was shown.</param>
    public sealed record Input(Guid KeptId, Guid GoneId, long KeptVersion, long GoneVersion);

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.AloneAsync(() => MergeAsync(actor, input, cancellationToken), cancellationToken)
            : Result.Failed(MembersErrors.NotAllowed);

    private async Task<Result> MergeAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var kept = await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == input.KeptId, cancellationToken);
        var gone = await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == input.GoneId, cancellationToken);
        if (kept is null || gone is null)
        {
            return Result.Failed(MembersErrors.NoSuchMember);
        }

        if (MergedMember.Error(kept, gone) is { } error)
        {
            return Result.Failed(error);
        }

        if (kept.Version != input.KeptVersion || gone.Version != input.GoneVersion)
        {
            return Result.Failed(MembersErrors.PlanChanged);
        }

        var result = MergedMember.Of(kept, gone);
        var ledger = await ConsentLedger.OpenAsync(db, [kept.Id, gone.Id], cancellationToken);
        var today = clock.TodayIn(options.Zone);
        var (names, shown) = ((kept.RomanisedName, kept.NativeName, kept.Alias), ledger.ShownScopesOf(kept, today));
        var (moved, combined) = await JoinAsync(actor, kept, gone, result.Alias, ledger, cancellationToken);
        var isTheirAlias = gone.IsAliasOwn && result.Alias == gone.Alias;
        result.WriteTo(kept);
        kept.Remember([.. gone.EarlierNames.Split('\n'), .. new[] { gone.RomanisedName, gone.NativeName }
            .Where(n => n != kept.RomanisedName && n != kept.NativeName)]);
        var isRenamed = names != (kept.RomanisedName, kept.NativeName, kept.Alias);
        foreach (var eventId in ledger.ShownScopesOf(kept, today).Where(e => isRenamed || !shown.Contains(e)))
        {
            // Security: one of the two brought the name, the other one the consent to be named.
            if (await ledger.IsNameOfOtherAsync(kept, eventId, ledger.LimitOf(kept.Id, eventId, today), today, cancellationToken,
                new HashSet<Guid> { gone.Id }))
            {
                db.DiscardChanges();
                return Result.Failed(MembersErrors.NameOfOther());
            }
        }

        if (isTheirAlias)
        {
            // Security: otherwise staff could make another name of what the member agreed to be named by.
            kept.AgreeToAlias();
        }

        // By the names that the other entry brought, others may be known in public.
        foreach (var eventId in ledger.NarrowScopesOf(kept, today))
        {
            await ConsentLedger.AskAboutNamesakesAsync(db, audit, kept, eventId, ledger.LimitOf(kept.Id, eventId, today), today,
                clock.NowToMillisecond(), cancellationToken, new HashSet<Guid> { gone.Id });
        }

        await statements.MoveAsync(gone.Id, kept.Id, cancellationToken);

        // Security: what was asked about one of the two was not asked about both; staff can ask again.
        db.RemoveRange(await db.Set<ConsentQuestion>().Where(q => q.MemberId == gone.Id || q.MemberId == kept.Id)
            .ToListAsync(cancellationToken));
        db.Remove(gone);

        // Security: logs ids and counts, never a name.
        audit.Record(actor, AuditVerb.MembersMerged, nameof(Member), kept.Id,
            new { gone = gone.Id, moved, combined });
        db.Invalidate(CacheTag.Attendance);
        return await db.SaveOrStaleAsync(MembersErrors.PlanChanged, MembersErrors.PlanChanged, cancellationToken);
    }

    private async Task<(int Moved, int Combined)> JoinAsync(Actor actor, Member kept, Member gone, string alias, ConsentLedger ledger,
        CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var lines = await db.Set<Attendance>().Where(a => a.MemberId == kept.Id || a.MemberId == gone.Id).ToListAsync(cancellationToken);
        var (own, theirs) =
            (lines.Where(a => a.MemberId == kept.Id).ToDictionary(a => a.EventId), lines.Where(a => a.MemberId == gone.Id).ToList());

        // The most open naming allowed for each person, at each event that either attended or gave a consent for; read before the rows are
        // merged. Security: a person who was removed from a list left a row that would otherwise be the newest, and what somebody said for
        // all events holds where only the other entry was.
        var said = new[] { kept, gone }.ToDictionary(m => m.Id, m => ledger.EventsOf(m.Id).ToHashSet());
        var limits = theirs.Select(a => a.EventId).Concat(said[kept.Id]).Concat(said[gone.Id]).Distinct().ToDictionary(e => e, e =>
        {
            var isTheirs = theirs.Exists(a => a.EventId == e);
            Member[] bound =
                [.. new[] { (kept, own.ContainsKey(e) || said[kept.Id].Contains(e)), (gone, isTheirs || said[gone.Id].Contains(e)) }
                .Where(m => m.Item2 || ledger.Of(m.Item1.Id, null) != Consent.None).Select(m => m.Item1)];
            return Strictest(ledger, e, today, bound, alias);
        });
        var general = new[] { kept, gone }.Select(m => ledger.Of(m.Id, null)).Where(c => c != Consent.None).ToList();
        var everywhere = general.MinBy(c => c.On(today));
        ledger.Join(kept.Id, gone.Id);
        if (everywhere is not null && everywhere.On(today) < ledger.Of(kept.Id, null).On(today))
        {
            ledger.Add(actor, kept.Id, null, Hidden, isWithdrawal: false, clock.NowToMillisecond());
        }
        else if (everywhere?.On(today) > NameChoice.Hidden && ledger.Of(kept.Id, null) is var newest
            && ConsentLedger.Outlasts(newest, everywhere with { Until = general.Min(c => c.Until) }))
        {
            ledger.Add(Actor.System, kept.Id, null, newest with { Until = general.Min(c => c.Until) }, isWithdrawal: false,
                clock.NowToMillisecond());
        }

        foreach (var line in theirs)
        {
            if (own.TryGetValue(line.EventId, out var mine))
            {
                mine.Absorb(line);
                db.Remove(line);
            }
            else
            {
                line.MoveTo(kept.Id);
            }
        }

        foreach (var (eventId, limit) in limits)
        {
            // If the merged rows would allow more than one of the two did, or for longer, the limit is recorded again as the newest row.
            if (limit.On(today) < Loosest(ledger, kept.Id, eventId, today)
                || (limit.On(today) > NameChoice.Hidden && ConsentLedger.Outlasts(ledger.LimitOf(kept.Id, eventId, today), limit)))
            {
                ledger.Add(actor, kept.Id, eventId, limit, isWithdrawal: false, clock.NowToMillisecond());
            }
        }

        var combined = theirs.Count(a => own.ContainsKey(a.EventId));
        return (theirs.Count - combined, combined);
    }

    private static Consent Hidden { get; } = new(NameChoice.Hidden, ConsentMeans.None, null, "", null);

    private static NameChoice Loosest(ConsentLedger ledger, Guid memberId, Guid eventId, DateOnly today) =>
        (NameChoice)Math.Max((int)ledger.Of(memberId, eventId).On(today), (int)ledger.Of(memberId, null).On(today));

    /// <summary>
    /// Returns the strictest consent of these people for an event, and the earliest of their last days. An alias that is not kept counts
    /// as not naming the person.
    /// </summary>
    private static Consent Strictest(ConsentLedger ledger, Guid eventId, DateOnly today, Member[] people, string alias)
    {
        var all = people.Select(m => (Member: m, Here: ledger.Of(m.Id, eventId), Everywhere: ledger.Of(m.Id, null)))
            .Select(c =>
            (c.Member, Terms: c.Here == Consent.None
            ? c.Everywhere
            : c.Everywhere != Consent.None && c.Everywhere.On(today) < c.Here.On(today)
            ? c.Everywhere
            : c.Here))
            .Select(c => c.Terms.On(today) == NameChoice.Hidden || (c.Terms.Choice == NameChoice.Alias && c.Member.Alias != alias)
            ? Hidden
            : c.Terms).ToList();
        var strictest = all.MinBy(terms => terms.Choice)!;
        return strictest with { Until = strictest.Choice == NameChoice.Hidden ? null : all.Min(terms => terms.Until) };
    }
}
