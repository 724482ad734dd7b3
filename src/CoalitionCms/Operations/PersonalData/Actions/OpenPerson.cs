using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Features.Members;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.PersonalData.Actions;

/// <summary>
/// Opens what is held about a person for staff, and says in the log who looked at whom: nobody sees it without that line. Looking again
/// within ten minutes
/// writes no other.
/// </summary>
internal sealed class OpenPerson(CmsDbContext db, PersonalDataQueries queries, AuditLog audit, TimeProvider clock)
{
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(10);

    public async Task<Result<PersonalRecord>> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return PersonalDataErrors.NotAllowed;
        }

        if (await queries.OpenAsync(actor, id, cancellationToken) is not { } person)
        {
            return PersonalDataErrors.Nobody;
        }

        var (now, about) = (clock.NowToMillisecond(), (person.Member?.MemberId ?? person.Id).ToString("D"));
        var since = now - SameLook;
        if (!await db.AuditEntries.AnyAsync(
            e => e.ObjectId == about && e.Verb == AuditVerb.PersonOpened && e.Actor == actor.Id && e.AtUtc > since, cancellationToken))
        {
            audit.Record(actor, AuditVerb.PersonOpened, person.Member is null ? "account" : nameof(Member), about);
            await db.SaveChangesAsync(cancellationToken);
        }

        return Result.Of(person);
    }
}
