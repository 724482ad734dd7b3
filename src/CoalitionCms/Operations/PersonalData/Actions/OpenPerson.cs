using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.PersonalData.Actions;

/// <summary>
/// Shows what is stored about a person to staff, and logs who viewed whom: nothing is shown without that entry. Another view within ten
/// minutes is not logged again.
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
