using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The consents of some members, loaded for adding rows. Two concurrent additions conflict at the save, and the later one retries with
/// current data.
/// </summary>
internal sealed class ConsentLedger
{
    private readonly CmsDbContext db;
    private readonly Dictionary<Guid, List<GivenConsent>> rows;
    private IReadOnlyList<SpokenFor>? spoken;

    private ConsentLedger(CmsDbContext db, IEnumerable<GivenConsent> rows) =>
        (this.db, this.rows) = (db, rows.GroupBy(r => r.MemberId).ToDictionary(g => g.Key, g => g.ToList()));

    public static async Task<ConsentLedger> OpenAsync(CmsDbContext db, IReadOnlyCollection<Guid> memberIds,
        CancellationToken cancellationToken) =>
        new(db, await db.Set<GivenConsent>().Where(c => memberIds.Contains(c.MemberId)).OrderBy(c => c.MemberId).ThenBy(c => c.Number)
        .ToListAsync(cancellationToken));

    /// <summary>Returns the newest row for an event, or for all events; <see cref="Consent.None"/> if there is none.</summary>
    public Consent Of(Guid memberId, Guid? eventId) => RowsOf(memberId).LastOrDefault(r => r.EventId == eventId)?.Terms ?? Consent.None;

    /// <summary>Returns the number of rows that apply to an event. A decision that was based on fewer rows is outdated.</summary>
    public int Count(Guid memberId, Guid? eventId) => RowsOf(memberId).Count(r => r.EventId is null || r.EventId == eventId);

    /// <summary>Returns whether these terms differ from what is on record.</summary>
    public bool IsNews(Guid memberId, Guid? eventId, Consent terms) => terms != Consent.None && terms != Of(memberId, eventId);

    /// <summary>Returns the reasons why these terms may not be recorded by staff on a member's behalf.</summary>
    /// <param name="line">Name of the row in the form.</param>
    /// <param name="eventId">The event, or null for all.</param>
    public IEnumerable<Error> CheckOnTheirWord(string line, Guid memberId, Guid? eventId, Consent terms)
    {
        if (terms.Means == ConsentMeans.ByTheMember)
        {
            yield return EventsErrors.ByTheMemberAlone(line);
        }

        // Security: a form that was signed before the person changed their choice does not revert that change.
        if (RowsOf(memberId).LastOrDefault(r => (r.EventId is null || r.EventId == eventId) && r.Terms.Choice < terms.Choice)?.Terms.GivenOn
            is { } day && !(terms.GivenOn >= day))
        {
            yield return EventsErrors.OlderThanChoice(line, day);
        }
    }

    internal Consent LimitOf(Guid memberId, Guid? eventId, DateOnly today) => RecordedConsent.Deciding(
        [.. RowsOf(memberId).Select(r => new RecordedConsent(r.EventId, r.Number, r.Terms))], eventId, today);

    /// <summary>Returns whether these terms would show more of a name, or for longer, than the consents on record allow today.</summary>
    public bool Loosens(Guid memberId, Guid? eventId, Consent terms, DateOnly today)
    {
        var limit = LimitOf(memberId, eventId, today);
        return terms.Choice > NameChoice.Hidden
            && (terms.Choice > limit.On(today) || (limit.Until is { } last && !(terms.Until <= last)));
    }

    /// <summary>
    /// Security: the one rule for what staff record. After a row that the member recorded personally, a less strict choice entered by staff
    /// is not a consent but a question (<see cref="ConsentQuestion"/>). So it is on another entry of the roster with the same name: a
    /// second entry is no way around what somebody said.
    /// </summary>
    public async Task<bool> IsQuestionAsync(Member member, Guid? eventId, Consent terms, DateOnly today,
        CancellationToken cancellationToken) => Loosens(member.Id, eventId, terms, today)
        && (HasSpoken(member.Id, eventId)
            || await IsNameOfOtherAsync(member, eventId, terms, today, cancellationToken));

    /// <summary>
    /// Returns whether a public name of this entry is also that of another one who said personally, or of whom staff said, that the name
    /// is to be shown less, or not as long.
    /// </summary>
    /// <param name="same">Entries that are not another person: those of the same import or merge.</param>
    internal async Task<bool> IsNameOfOtherAsync(Member member, Guid? eventId, Consent terms, DateOnly today,
        CancellationToken cancellationToken, IReadOnlySet<Guid>? same = null)
    {
        spoken ??= await SpokenFor.AllAsync(db, cancellationToken);
        if (spoken.Count == 0)
        {
            return false;
        }

        var alias = terms.Choice == NameChoice.Alias ? member.Alias : "";
        var keys = KnownNames.Shown(member, alias);
        return spoken.Any(s => s.Member.Id != member.Id && same?.Contains(s.Member.Id) is not true
            && s.Names.In(keys, alias) is { } kind
            && (s.Member.HiddenEverywhere

            // A consent for all events would also show the name at the one where it is to be shown less.
            || ScopesOf(s.Consents.Select(c => c.EventId), eventId).Any(scope =>
                RecordedConsent.Deciding(s.Consents, scope, today) is var limit
                && (limit.On(today) < kind || Outlasts(terms, limit)))));
    }

    /// <summary>Returns whether terms let a name be shown for longer than the limit does.</summary>
    internal static bool Outlasts(Consent terms, Consent limit) => limit.Until is { } last && !(terms.Until <= last);

    /// <summary>
    /// Hides, at an event or at all of them, the other entries that show this member's name. What staff recorded for these becomes a
    /// question: whether they are other people is confirmed by them, or by a second member of staff. An entry whose holder made the choice
    /// personally is another person, and stays as it is.
    /// </summary>
    /// <param name="eventId">The event, or null for all.</param>
    /// <param name="same">Entries that are not other people: those of the same import or merge.</param>
    /// <param name="limit">What the member allows.</param>
    internal static async Task AskAboutNamesakesAsync(CmsDbContext db, AuditLog audit, Member member, Guid? eventId, Consent limit,
        DateOnly today, DateTime now, CancellationToken cancellationToken, IReadOnlySet<Guid>? same = null)
    {
        var names = new KnownNames(member);
        var namesakes = (await db.Set<Member>().AsNoTracking().Where(m => m.Id != member.Id
            && db.Set<GivenConsent>().Any(c => c.MemberId == m.Id)).ToListAsync(cancellationToken))
            .Where(m => same?.Contains(m.Id) is not true)
            .Select(m => (Member: m, Kind: names.In(KnownNames.Shown(m, m.Alias), m.Alias))).Where(m => m.Kind is not null).ToList();
        if (namesakes.Count == 0)
        {
            return;
        }

        // Only who has an account made a choice personally: what an import says of that, it says of another site.
        var ledger = await OpenAsync(db, namesakes.ConvertAll(m => m.Member.Id), cancellationToken);
        foreach (var (namesake, kind) in namesakes.Where(m => !ledger.RowsOf(m.Member.Id).Exists(r =>
            r.Terms.Means == ConsentMeans.ByTheMember && r.RecordedBy is not null && IsFor(r, eventId))))
        {
            if (member.HiddenEverywhere || limit.On(today) < kind)
            {
                await ledger.WithholdAsync(audit, namesake, eventId, null, today, now, cancellationToken);
            }
            else if (limit.Until is { } last)
            {
                await ledger.WithholdAsync(audit, namesake, eventId, last, today, now, cancellationToken);
            }
        }
    }

    /// <summary>Hides what shows a name at an event, or at all of them, and asks about it again.</summary>
    /// <param name="last">The last day on which it may be shown; null to hide it at once.</param>
    internal async Task WithholdAsync(AuditLog audit, Member member, Guid? eventId, DateOnly? last, DateOnly today, DateTime now,
        CancellationToken cancellationToken)
    {
        var shown = ScopesOf(member.Id, eventId).Select(scope => (EventId: scope, Terms: LimitOf(member.Id, scope, today)))
            .Where(at => at.Terms.On(today) > NameChoice.Hidden && (last is null || !(at.Terms.Until <= last))).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        // Nobody has asked yet: the first who says yes does.
        var asked = shown.ConvertAll(at => new ConsentQuestion(Guid.CreateVersion7(), member.Id, at.EventId, at.Terms, null, now));
        db.RemoveRange((await db.Set<ConsentQuestion>().Where(q => q.MemberId == member.Id).ToListAsync(cancellationToken))
            .Where(q => asked.Exists(a => a.EventId == q.EventId)));
        db.AddRange(asked);

        // Security: in the name of the program, so that the list of one member does not tell what another one did.
        // Where it ends later: for all events first, as a choice for one of them decides there when it is the newer one.
        foreach (var (scope, terms) in last is null ? [(eventId, Hidden)] : shown.OrderBy(at => at.EventId is not null).ToArray())
        {
            Add(Actor.System, member.Id, scope, last is null ? terms : terms with { Until = last }, isWithdrawal: false, now);
        }

        audit.Record(Actor.System, AuditVerb.ConsentAsked, member.AccountId is null ? nameof(Features.Members.Member) : "Account",
            member.AccountId ?? member.Id, new { member = member.Id, forEvent = eventId, naming = NameChoice.Hidden, until = last });
        db.Invalidate(CacheTag.Attendance);
    }

    private static Consent Hidden { get; } = new(NameChoice.Hidden, ConsentMeans.None, null, "", null);

    /// <summary>Returns the scopes that a choice for an event, or for all of them, bears on; null stands for events in general.</summary>
    private static IEnumerable<Guid?> ScopesOf(IEnumerable<Guid?> recorded, Guid? eventId) =>
        eventId is null ? recorded.Append(null).Distinct() : [eventId];

    private IEnumerable<Guid?> ScopesOf(Guid memberId, Guid? eventId) =>
        ScopesOf(EventsOf(memberId).Select(e => (Guid?)e), eventId);

    private static bool IsFor(GivenConsent row, Guid? eventId) => row.EventId is null || row.EventId == eventId;

    /// <summary>Whether the member said it: by their own choice, or as a withdrawal that staff were told.</summary>
    private static bool IsOwnWord(GivenConsent row) => row.IsWithdrawal || row.Terms.Means == ConsentMeans.ByTheMember;

    private bool HasSpoken(Guid memberId, Guid? eventId) => RowsOf(memberId).Exists(r => IsOwnWord(r) && IsFor(r, eventId));

    /// <summary>
    /// Returns whether what an entry is was changed too recently for a looser choice by the account that is linked with it. Security: staff
    /// could link an account of their own with the entry of somebody who asked to be shown less, merge that entry into their own, or give
    /// their own one that name. Then a day passes, as it does for what staff enter.
    /// </summary>
    public async Task<bool> IsChangedLatelyAsync(Member member, Guid? eventId, Consent terms, DateOnly today, DateTime now,
        CancellationToken cancellationToken)
    {
        var (about, since) = (member.Id.ToString("D"), now - ConsentQuestion.Wait);
        return await IsJoinedLatelyAsync(member, now, cancellationToken)
            || (await IsNameOfOtherAsync(member, eventId, terms, today, cancellationToken)
            && (await db.AuditEntries.AnyAsync(e => e.ObjectId == about && e.AtUtc > since
                    && (e.Verb == AuditVerb.MemberSaved || e.Verb == AuditVerb.MemberLinked || e.Verb == AuditVerb.MembersMerged),
                cancellationToken)
            || await db.AuditEntries.AnyAsync(
                e => e.AtUtc > since && e.Verb == AuditVerb.MembersImported && e.Details.Contains(about), cancellationToken)));
    }

    /// <summary>Returns whether an account, or another entry, was joined to what somebody else said less than a day ago.</summary>
    public async Task<bool> IsJoinedLatelyAsync(Member member, DateTime now, CancellationToken cancellationToken)
    {
        var (about, since) = (member.Id.ToString("D"), now - ConsentQuestion.Wait);
        return RowsOf(member.Id).Exists(r => IsOwnWord(r) && r.RecordedBy != member.AccountId)
            && await db.AuditEntries.AnyAsync(e => e.ObjectId == about && e.AtUtc > since
                && (e.Verb == AuditVerb.MemberLinked || e.Verb == AuditVerb.MembersMerged), cancellationToken);
    }

    /// <summary>Records a choice entered by staff: as a consent, or as a question if <see cref="IsQuestionAsync"/> says so.</summary>
    /// <param name="member">The member, whose account is notified of every less strict choice.</param>
    /// <returns>False when it became a question.</returns>
    internal async Task<bool> AddOnTheirWordAsync(
        AuditLog audit, Actor actor, Member member, Guid? eventId, Consent terms, DateOnly today, DateTime now,
        CancellationToken cancellationToken)
    {
        var (memberId, holder) = (member.Id, member.AccountId);
        var isLooser = Loosens(memberId, eventId, terms, today);
        var isQuestion = await IsQuestionAsync(member, eventId, terms, today, cancellationToken);

        // Security: nobody says yes to an earlier question after a stricter word; a new question replaces the one before.
        db.RemoveRange((await db.Set<ConsentQuestion>().Where(q => q.MemberId == memberId).ToListAsync(cancellationToken))
            .Where(q => q.EventId == eventId
                || (eventId is null && (q.Terms.Choice > terms.Choice || Outlasts(q.Terms, terms)))));
        if (isQuestion)
        {
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

    /// <summary>
    /// Adds the newest row of a member, even when other rows are added concurrently, and invalidates the pages that may name the member.
    /// </summary>
    /// <param name="check">Returns why these terms are refused, by the rows as they are when they are added.</param>
    internal static async Task<Result> AddNewestAsync(
        CmsDbContext db, AuditLog audit, Actor actor, Guid memberId, Guid? eventId, Consent terms, bool isWithdrawal, DateOnly today,
        DateTime now, Action record, CancellationToken cancellationToken, Func<ConsentLedger, Task<Error?>>? check = null)
    {
        // If another row is added at the same time, this one is numbered after it. Security: and nobody records a consent for a second
        // entry of the name meanwhile.
        return await db.RetryAsync(attempts: 5, () => db.AloneAsync(async () =>
        {
            var ledger = await OpenAsync(db, [memberId], cancellationToken);
            if (check is not null && await check(ledger) is { } error)
            {
                return Result.Failed(error);
            }

            var before = ledger.LimitOf(memberId, eventId, today);
            var isNarrower = (isWithdrawal || terms.Means == ConsentMeans.ByTheMember)
                && (terms.On(today) < NameChoice.PublicName
                    ? !ledger.ScopesOf(memberId, eventId).All(scope => ledger.IsHeldTo(memberId, scope, terms.Choice))
                    : Outlasts(before, terms));
            ledger.Add(actor, memberId, eventId, terms, isWithdrawal, now);

            // Answers any open question from staff.
            db.RemoveRange(await db.Set<ConsentQuestion>().Where(q => q.MemberId == memberId && (eventId == null || q.EventId == eventId))
                .ToListAsync(cancellationToken));
            var agreesToAlias = terms is { Choice: NameChoice.Alias, Means: ConsentMeans.ByTheMember };
            if ((agreesToAlias || isNarrower)
                && await db.Set<Member>().FindAsync([memberId], cancellationToken) is { } member)
            {
                if (agreesToAlias)
                {
                    member.AgreeToAlias();
                }

                if (isNarrower)
                {
                    await AskAboutNamesakesAsync(db, audit, member, eventId, terms, today, now, cancellationToken);
                }
            }

            record();
            db.Invalidate(CacheTag.Attendance);
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }, cancellationToken));
    }

    /// <summary>
    /// Returns whether the member asked for this or less already, and nothing allowed more since: then the namesakes have been asked about.
    /// </summary>
    private bool IsHeldTo(Guid memberId, Guid? eventId, NameChoice choice)
    {
        var rows = RowsOf(memberId).Where(r => IsFor(r, eventId)).ToList();
        return rows.FindLastIndex(IsOwnWord) is >= 0 and var own && rows.Skip(own).All(r => r.Terms.Choice <= choice);
    }

    /// <summary>Returns the events for which a member recorded a choice.</summary>
    internal IEnumerable<Guid> EventsOf(Guid memberId) => RowsOf(memberId).Select(r => r.EventId).OfType<Guid>().Distinct();

    /// <summary>Returns where consent lets a member be named today; null for events in general.</summary>
    internal IReadOnlyList<Guid?> ShownScopesOf(Member member, DateOnly today) => member.HiddenEverywhere ? []
        : [.. ScopesOf(member.Id, null).Where(scope => LimitOf(member.Id, scope, today).On(today) > NameChoice.Hidden)];

    /// <summary>
    /// Returns where a member's name is to be shown less, or only until a day: null for all events, which includes each of them.
    /// </summary>
    internal IReadOnlyList<Guid?> NarrowScopesOf(Member member, DateOnly today)
    {
        bool IsNarrow(Guid? eventId) =>
            HasSpoken(member.Id, eventId) && LimitOf(member.Id, eventId, today) is var limit
            && (limit.On(today) < NameChoice.PublicName || limit.Until is not null);
        return member.HiddenEverywhere || IsNarrow(null) ? [null]
            : [.. EventsOf(member.Id).Select(e => (Guid?)e).Where(IsNarrow)];
    }

    /// <summary>
    /// Moves the rows of a duplicate to the kept member. All rows keep the order in which they were recorded, so that the latest one stays
    /// the latest.
    /// </summary>
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

    private List<GivenConsent> RowsOf(Guid memberId) => rows.GetValueOrDefault(memberId) ?? [];

    /// <summary>A member who chose how to be named, withdrew a consent, or is hidden by staff.</summary>
    private sealed record SpokenFor(Member Member, IReadOnlyList<RecordedConsent> Consents, KnownNames Names)
    {
        public static async Task<IReadOnlyList<SpokenFor>> AllAsync(CmsDbContext db, CancellationToken cancellationToken)
        {
            var members = await db.Set<Member>().AsNoTracking()
                .Where(m => m.HiddenEverywhere
                    || db.Set<GivenConsent>().Any(c => c.MemberId == m.Id
                        && (c.IsWithdrawal || c.Terms.Means == ConsentMeans.ByTheMember)))
                .ToListAsync(cancellationToken);
            var ids = members.ConvertAll(m => m.Id);
            var consents = members.Count == 0 ? [] : await db.Set<GivenConsent>().AsNoTracking().Where(c => ids.Contains(c.MemberId))
                .ToListAsync(cancellationToken);
            var byMember = consents.ToLookup(c => c.MemberId, c => new RecordedConsent(c.EventId, c.Number, c.Terms));
            return [.. members.Select(m => new SpokenFor(m, [.. byMember[m.Id]], new(m)))];
        }
    }

    /// <summary>The names by which somebody may be known: those of the entry, now and before, and the alias.</summary>
    private sealed class KnownNames(Member member)
    {
        private readonly HashSet<string> names = [.. DuplicateMembers.KeysOf(member),
            .. member.EarlierNames.Split('\n').SelectMany(NameSpellings.Keys)];

        private readonly HashSet<string> aliases = [.. NameSpellings.Keys(member.Alias)];
        private readonly Lazy<NameMentions> mentions = new(() => NameMentions.Of(
            [.. member.EarlierNames.Split('\n').Append(member.RomanisedName).Append(member.NativeName).Select(n => (member.Id, n))]));

        /// <summary>The keys by which an entry may be known in public.</summary>
        public static HashSet<string> Shown(Member member, string alias) =>
            [.. DuplicateMembers.KeysOf(member), .. NameSpellings.Keys(alias)];

        /// <summary>
        /// Returns the choice that allows what these keys, or an alias that mentions a name, would show; null when they are no names of
        /// this member.
        /// </summary>
        public NameChoice? In(HashSet<string> keys, string alias) =>
            keys.Overlaps(names) || (alias.Length > 0 && mentions.Value.In(alias).Count > 0) ? NameChoice.PublicName
            : keys.Overlaps(aliases) ? NameChoice.Alias
            : null;
    }
}

/// <summary>Compares the names of roster entries with what people of the same name asked for.</summary>
internal sealed class NamesOfOthers(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options) : INamesOfOthers
{
    public async Task<bool> WouldShowAsync(Member changed, CancellationToken cancellationToken)
    {
        var ledger = await ConsentLedger.OpenAsync(db, [changed.Id], cancellationToken);
        var today = clock.TodayIn(options.Zone);
        foreach (var eventId in ledger.ShownScopesOf(changed, today))
        {
            if (await ledger.IsNameOfOtherAsync(changed, eventId, ledger.LimitOf(changed.Id, eventId, today), today, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    public async Task HideNamesakesAsync(Member changed, CancellationToken cancellationToken)
    {
        var (today, now) = (clock.TodayIn(options.Zone), clock.NowToMillisecond());
        var ledger = await ConsentLedger.OpenAsync(db, [changed.Id], cancellationToken);
        foreach (var eventId in ledger.NarrowScopesOf(changed, today))
        {
            await ConsentLedger.AskAboutNamesakesAsync(db, audit, changed, eventId, ledger.LimitOf(changed.Id, eventId, today), today, now,
                cancellationToken);
        }
    }

    public async Task<bool> IsShownAsync(Member member, CancellationToken cancellationToken) =>
        (await ConsentLedger.OpenAsync(db, [member.Id], cancellationToken)).ShownScopesOf(member, clock.TodayIn(options.Zone)).Count > 0;
}
