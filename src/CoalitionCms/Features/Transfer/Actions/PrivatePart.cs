using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Operations.Backup;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer.Actions;

/// <summary>
/// The sealed part of an export: the roster, who attended what, and what they agreed to. Security: it never loosens what somebody said
/// here.
/// </summary>
internal sealed class PrivatePart
{
    private const long MostNumber = 1_000_000;

    private readonly ExportedPrivate content;
    private readonly CmsOptions options;
    private readonly TimeProvider clock;

    // The members that this import added.
    private readonly HashSet<Guid> added = [];

    private PrivatePart(ExportedPrivate content, CmsOptions options, TimeProvider clock) =>
        (this.content, this.options, this.clock) = (content, options, clock);

    public IReadOnlyList<ExportedItem> People => content.People;

    /// <exception cref="SourceException">The passphrase is another one, or the part is not whole.</exception>
    public static PrivatePart Open(byte[] sealedBytes, string passphrase, CmsOptions options, TimeProvider clock)
    {
        try
        {
            var content = ExportFormat.Read<ExportedPrivate>(BackupSeal.OpenAll(sealedBytes, passphrase), ExportFormat.Private);

            // Read whole before anything is saved.
            _ = content.Consents.Select(ConsentOf).Count();
            return new(content, options, clock);
        }
        catch (SetupException)
        {
            throw new SourceException("Import.Export.Passphrase");
        }
        catch (InvalidDataException)
        {
            throw new SourceException("Import.Export.Unreadable", 0, ExportFormat.Private);
        }
    }

    /// <summary>Puts the roster back, with what its members agreed to for all events; who is there already stays as they are.</summary>
    public async Task AddRosterAsync(IServiceProvider services, Actor actor, ImportReport report, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        var known = (await db.Set<Member>().Select(m => m.Id).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = content.Members.Where(m => known.Add(m.Id)).ToList();
        foreach (var one in fresh)
        {
            if (CleanText.Line(one.Romanised).Length + CleanText.Line(one.Native).Length == 0 || !NativeLanguages.Has(one.NativeLanguage))
            {
                throw new SourceException("Import.Export.Unreadable", 0, ExportFormat.Private);
            }

            var member = new Member(one.Id);
            member.Describe(CleanText.Line(one.Romanised), CleanText.Line(one.Native), one.NativeLanguage, CleanText.Line(one.Alias),
                one.Standing, CleanText.Block(one.Note), one.HiddenEverywhere);
            member.Belong(one.Since, one.Until);
            member.Remember([.. one.EarlierNames.Split('\n').Select(CleanText.Line)]);
            if (one.IsAliasOwn)
            {
                member.AgreeToAlias();
            }

            db.Add(member);
        }

        added.UnionWith(fresh.Select(m => m.Id));
        db.AddRange(content.Consents.Where(c => c.Event is null && added.Contains(c.Member)).Select(ConsentOf));
        if (fresh.Count > 0)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var audit = services.GetRequiredService<AuditLog>();
            audit.Record(actor, AuditVerb.SiteImported, "site", "roster",
                new { format = report.Format, file = report.Sha256, members = fresh.Count });
            db.Invalidate(Caching.CacheTag.Attendance);
            await db.SaveChangesAsync(cancellationToken);
            await MeetRosterAsync(db, audit, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.DiscardChanges();
        }
    }

    /// <summary>
    /// Security: what people here asked for holds for entries of the same name that come in, and the other way round; the import is no way
    /// around it. What allowed more becomes a question.
    /// </summary>
    private async Task MeetRosterAsync(CmsDbContext db, AuditLog audit, CancellationToken cancellationToken)
    {
        var (today, now) = (clock.TodayIn(options.Zone), clock.NowToMillisecond());
        var members = await db.Set<Member>().Where(m => added.Contains(m.Id)).ToListAsync(cancellationToken);
        var ledger = await ConsentLedger.OpenAsync(db, added, cancellationToken);
        var isFirst = !await db.Set<Member>().AnyAsync(m => !added.Contains(m.Id), cancellationToken);
        foreach (var member in isFirst ? [] : members)
        {
            var limit = ledger.LimitOf(member.Id, null, today);
            if (limit.On(today) > NameChoice.Hidden
                && await ledger.IsNameOfOtherAsync(member, null, limit, today, cancellationToken, added))
            {
                await ledger.WithholdAsync(audit, member, null, null, today, now, cancellationToken);
            }

            foreach (var eventId in ledger.NarrowScopesOf(member, today))
            {
                await ConsentLedger.AskAboutNamesakesAsync(db, audit, member, eventId, ledger.LimitOf(member.Id, eventId, today), today,
                    now, cancellationToken, added);
            }
        }
    }

    /// <summary>Records everybody who was at an event as there, with what they agreed to for it.</summary>
    public async Task AddEverybodyAsync(IServiceProvider services, Actor actor, Guid eventId, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();

        // Security: nobody hides while it is decided who is named.
        await db.AloneAsync(() => AddEverybodyAsync(db, services, actor, eventId, cancellationToken), cancellationToken);
    }

    /// <returns>The number of people.</returns>
    private async Task<int> AddEverybodyAsync(CmsDbContext db, IServiceProvider services, Actor actor, Guid eventId,
        CancellationToken cancellationToken)
    {
        if (await db.Set<Attendance>().AnyAsync(a => a.EventId == eventId, cancellationToken))
        {
            return 0;
        }

        var members = await db.Set<Member>().AsNoTracking().ToDictionaryAsync(m => m.Id, cancellationToken);
        var present = content.Attendance.Where(a => a.Event == eventId && members.ContainsKey(a.Member)).DistinctBy(a => a.Member)
            .ToList();
        foreach (var one in present)
        {
            var attendance = new Attendance(Guid.CreateVersion7(), eventId, one.Member);
            attendance.Record(one.Status, one.Roles, one.Position, one.HiddenByStaff);
            db.Add(attendance);
        }

        var numbered = (await db.Set<GivenConsent>().Select(c => new { c.MemberId, c.Number }).ToListAsync(cancellationToken))
            .Select(c => (c.MemberId, c.Number)).ToHashSet();
        var consents = content.Consents.Where(c => c.Event == eventId && members.ContainsKey(c.Member)
            && numbered.Add((c.Member, c.Number))).OrderBy(c => c.Number).ToList();
        var (today, now) = (clock.TodayIn(options.Zone), clock.NowToMillisecond());
        var ledger = await ConsentLedger.OpenAsync(db, consents.Select(c => c.Member).ToHashSet(), cancellationToken);
        foreach (var consent in consents)
        {
            // Security: an older word from elsewhere loosens nothing that was said here.
            var (member, given) = (members[consent.Member], ConsentOf(consent));
            var isQuestion = given.Terms.On(today) > NameChoice.Hidden && (added.Contains(member.Id)
                ? await ledger.IsNameOfOtherAsync(member, eventId, given.Terms, today, cancellationToken, added)
                : ledger.Loosens(member.Id, eventId, given.Terms, today)
                    && (await ledger.IsQuestionAsync(member, eventId, given.Terms, today, cancellationToken)
                        || ledger.CheckOnTheirWord("", member.Id, eventId, given.Terms).Any()));
            if (isQuestion)
            {
                db.Add(new ConsentQuestion(Guid.CreateVersion7(), member.Id, eventId, given.Terms, null, now));
            }
            else
            {
                db.Add(given);
            }
        }

        if (present.Count + consents.Count > 0)
        {
            services.GetRequiredService<AuditLog>()
                .Record(actor, AuditVerb.AttendanceRecorded, nameof(EntryKind.Event), eventId, new { imported = present.Count });
            db.Invalidate(Caching.CacheTag.Attendance, Caching.CacheTag.Item(eventId));
            await db.SaveChangesAsync(cancellationToken);
        }

        return present.Count;
    }

    private static GivenConsent ConsentOf(ExportedConsent consent) =>
        // Security: the highest number decides, so that one beyond all others would outlast every choice that follows.
        consent is { Terms: { Choice: not NameChoice.NotSaid } terms, Number: > 0 and < MostNumber } && !(terms.Until < terms.GivenOn)
        && (!consent.IsWithdrawal || terms.Choice == NameChoice.Hidden)
            ? new(Guid.CreateVersion7(), consent.Member, consent.Number, consent.Event, terms, consent.IsWithdrawal, null,
                DateTime.SpecifyKind(consent.RecordedAt, DateTimeKind.Utc))
            : throw new SourceException("Import.Export.Unreadable", 0, ExportFormat.Private);
}
