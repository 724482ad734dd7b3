using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class EndSession(CmsDbContext db, AccountSave save, AuditLog audit, ILogger<EndSession> log)
{
    /// <summary>Records a sign-out; the session store removes the session.</summary>
    public async Task SignOutAsync(Actor actor, CancellationToken cancellationToken)
    {
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, actor.Id);
        try
        {
            await save.SaveAsync(cancellationToken);
        }
        catch (Exception trouble) when (DatabaseTrouble.Of(trouble) is not null)
        {
            // Security: nobody stays signed in because the disk is full.
            log.LogWarning("A sign-out could not be recorded. {Type}", trouble.GetType().Name);
        }
    }

    /// <summary>Ends every session, and the links that may have been made in one that was stolen.</summary>
    public async Task<Result> EverywhereAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { } account)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        account.EndSessions();
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, account.Id, new { everywhere = true });
        return await save.EndingSessionsAsync(account, cancellationToken);
    }

    public Task<Result> OneAsync(Actor actor, Guid sessionId, CancellationToken cancellationToken) =>
        EndAsync(actor, db.Set<Session>().Where(s => s.Id == sessionId), new { id = sessionId }, cancellationToken);

    public Task<Result> OthersAsync(Actor actor, Guid current, CancellationToken cancellationToken) =>
        EndAsync(actor, db.Set<Session>().Where(s => s.Id != current), new { others = true }, cancellationToken);

    private async Task<Result> EndAsync(Actor actor, IQueryable<Session> sessions, object details, CancellationToken cancellationToken)
    {
        // Security: whatever id was sent, only the user's own sessions.
        var accountId = actor.AccountId ?? Guid.Empty;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = sessions.Where(s => s.AccountId == accountId);
        if (await ended.MinAsync(s => (DateTime?)s.CreatedAt, cancellationToken) is not { } since
            || await ended.ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return Result.Failed(AccountsErrors.NoSuchSession);
        }

        // Security: somebody else who had the session may have made links in it, for later use.
        await save.EndLinksAsync(accountId, since, cancellationToken);

        audit.Record(actor, AuditVerb.SessionEnded, AccountChecks.Kind, accountId, details);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result.Done;
    }
}
