using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates.Actions;

/// <summary>Issues a certificate to a member about attended events. Its code is only in the response and is not stored.</summary>
internal sealed class IssueCertificate(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    public const int MostEvents = 100;

    /// <summary>The maximum number of valid certificates of a member.</summary>
    public const int MostStanding = 100;

    public sealed record Input(IReadOnlyCollection<Guid> EventIds, string Language);

    public sealed record Issued(Guid CertificateId, string Code);

    public async Task<Result<Issued>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account || await db.Set<Member>().AsNoTracking()
            .SingleOrDefaultAsync(m => m.AccountId == account, cancellationToken) is not { } member)
        {
            return CertificatesErrors.NotLinked;
        }

        // Security: who found the screen unlocked, or has the session, gets no proof of who attended what.
        if (!actor.IsProven)
        {
            return CertificatesErrors.ProofNeeded;
        }

        if (Language.Find(input.Language) is not { } language)
        {
            return CertificatesErrors.LanguageUnknown;
        }

        var ids = input.EventIds.Distinct().ToList();
        if (ids.Count is 0 or > MostEvents)
        {
            return ids.Count == 0 ? CertificatesErrors.NothingChosen : CertificatesErrors.TooMany(MostEvents);
        }

        if (await db.Set<Certificate>().CountAsync(s => s.MemberId == member.Id && s.RevokedAt == null, cancellationToken) >= MostStanding)
        {
            return CertificatesErrors.TooMany(MostStanding);
        }

        // Security: only events of the member's own record; an id of another member's attendance is refused like a nonexistent one.
        var attended = await db.Set<Attendance>().AsNoTracking()
            .Where(a => a.MemberId == member.Id && a.Status == AttendanceStatus.Attended && ids.Contains(a.EventId))
            .Join(db.Set<Event>(), a => a.EventId, e => e.Id, (a, e) => new { e.Id, e.Type, e.StartsOn, e.EndsOn }).OrderBy(e => e.StartsOn)
            .ThenBy(e => e.Id).ToListAsync(cancellationToken);
        if (attended.Count != ids.Count || attended.Any(e => e.StartsOn > clock.TodayIn(options.Zone)))
        {
            return CertificatesErrors.NotAttended;
        }

        var titles = await EventTitles.OfAsync(db, ids, language, cancellationToken);
        var events = attended.Select(e => titles.TryGetValue(e.Id, out var title)
            ? new StatedEvent(title.Text, title.Language, e.Type, e.StartsOn, e.EndsOn)
            : new StatedEvent("", "", e.Type, e.StartsOn, e.EndsOn)).ToList();
        var content = new CertificateContent(
            member.RomanisedName, member.NativeName, member.NativeLanguage, language.Code, clock.TodayIn(options.Zone), events);
        var (id, code) = (Guid.CreateVersion7(), CertificateCode.New());
        db.Add(new Certificate(id, member.Id, code.Hash, code.Seal(id, content), events.Count, content.IssuedOn, clock.NowToMillisecond()));
        audit.Record(actor, AuditVerb.CertificateIssued, nameof(Certificate), id, new { events = events.Count, language = language.Code });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of(new Issued(id, code.Text));
    }
}
