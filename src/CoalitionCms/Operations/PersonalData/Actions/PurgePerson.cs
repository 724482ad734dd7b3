using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.PersonalData.Actions;

/// <summary>
/// Erases a person: the roster entry, attendances, consents, and the identity of the account. Texts by the person remain, by a former
/// member. Refused while readers still see the name, so that afterwards it is nowhere in the database.
/// </summary>
internal sealed class PurgePerson(
    CmsDbContext db, PersonalDataQueries queries, NameTraces traces, AccountSave save, AuditLog audit, TimeProvider clock)
{
    public async Task<Result<Purged>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return PersonalDataErrors.NotAllowed;
        }

        if (await queries.OpenAsync(actor, input.Id, cancellationToken) is not { } person)
        {
            return PersonalDataErrors.Nobody;
        }

        if (person.Account?.AccountId is { } own && own == actor.AccountId)
        {
            return PersonalDataErrors.Oneself;
        }

        if (CleanText.Line(input.Confirmation) != person.Name.Plain(Language.English))
        {
            return PersonalDataErrors.NotConfirmed;
        }

        var found = await traces.FindAsync(person.Names, person.Member?.MemberId, cancellationToken);
        if (found.Count(TraceKind.MustBeEdited) is > 0 and var shown)
        {
            return PersonalDataErrors.StillShown(shown);
        }

        if (!input.TakeOut && found.Count(TraceKind.CanBeTakenOut) is > 0 and var kept)
        {
            return PersonalDataErrors.StillKept(kept);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await traces.TakeOutAsync(found.Hits, person.Names, person.Member?.MemberId, cancellationToken);
        await ForgetMemberAsync(person.Member?.MemberId, cancellationToken);
        var counts = new
        {
            attendances = person.Attendances.Count,
            consents = person.Consents.Count,
            account = person.Account is not null,
            texts = found.Count(TraceKind.CanBeTakenOut)
        };
        audit.Record(actor, AuditVerb.PersonPurged, person.Member is null ? "account" : nameof(Member), person.Member?.MemberId
            ?? person.Id, counts);
        db.Invalidate(CacheTag.Everything);
        if (await ForgetAccountAsync(person.Account?.AccountId, cancellationToken) is { IsDone: false } refused)
        {
            return Result.Failed<Purged>(refused.Errors);
        }

        // Security: searched again inside the transaction, for changes saved meanwhile and for the rows erased here.
        if ((await traces.FindAsync(person.Names, person.Member?.MemberId, cancellationToken)).Traces.Where(t => t.Kind != TraceKind.Stays)
            .Sum(t => t.Count) is > 0 and var left)
        {
            db.DiscardChanges();
            return PersonalDataErrors.StillShown(left);
        }

        await transaction.CommitAsync(cancellationToken);
        return Result.Of(new Purged(await db.OverwriteRemovedAsync(Tables, cancellationToken), found.Count(TraceKind.Stays)));
    }

    private async Task ForgetMemberAsync(Guid? memberId, CancellationToken cancellationToken)
    {
        db.RemoveRange(await db.Set<Certificate>().Where(s => s.MemberId == memberId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<GivenConsent>().Where(c => c.MemberId == memberId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<ConsentQuestion>().Where(q => q.MemberId == memberId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<Attendance>().Where(a => a.MemberId == memberId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<Member>().Where(m => m.Id == memberId).ToListAsync(cancellationToken));
    }

    private async Task<Result> ForgetAccountAsync(Guid? accountId, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return await save.SaveAsync(cancellationToken);
        }

        var wasAdmin = account is { Role: Role.Admin, DisabledAt: null };
        account.Forget(clock.NowToMillisecond());
        db.RemoveRange(await db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == accountId).ToListAsync(cancellationToken));

        // What it made itself ends with its sessions.
        await save.EndLinksAsync(account.Id, DateTime.UnixEpoch, cancellationToken);
        db.RemoveRange(await db.Set<AccountLink>().Where(l => l.AccountId == accountId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<AdminRequest>().Where(r => r.AccountId == accountId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<EditPresence>().Where(p => p.AccountId == accountId).ToListAsync(cancellationToken));
        return await save.EndingSessionsAsync(account, cancellationToken, needsAdminLeft: wasAdmin);
    }

    private static readonly string[] Tables =
        ["Members", "Consents", "ConsentQuestions", "Certificates", "Attendances", "Accounts", "AccountLinks", "AuthenticatorApps",
        "Passkeys", "Sessions", "TextRevisions", "FactsRevisions", "Entries", "ReviewSteps", "Remarks", "DraftLinks",
        "OldPaths", "Media"];

    /// <summary>The person, and the submitted confirmation.</summary>
    /// <param name="Id">The member or account.</param>
    /// <param name="TakeOut">True when the name may be removed from older revisions and drafts.</param>
    public sealed record Input(Guid Id, string? Confirmation, bool TakeOut);

    /// <param name="IsOverwritten">False when the write-ahead log keeps old bytes until the next start.</param>
    /// <param name="InLog">The number of log entries with the name; they remain.</param>
    public sealed record Purged(bool IsOverwritten, int InLog);
}
