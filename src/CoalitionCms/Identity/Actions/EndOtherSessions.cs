using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Ends sessions of one's own account elsewhere; the one in use stays.</summary>
public sealed class EndOtherSessions(CmsDbContext db, AuditLog audit)
{
    /// <summary>Ends one.</summary>
    public Task<Result> RunAsync(Actor actor, Guid sessionId, CancellationToken cancellationToken) =>
        EndAsync(actor, db.Sessions.Where(s => s.Id == sessionId), new { id = sessionId }, cancellationToken);

    /// <summary>Ends all but one.</summary>
    public Task<Result> AllButAsync(Actor actor, Guid sessionId, CancellationToken cancellationToken) =>
        EndAsync(actor, db.Sessions.Where(s => s.Id != sessionId), new { others = true }, cancellationToken);

    private async Task<Result> EndAsync(Actor actor, IQueryable<Session> sessions, object details, CancellationToken cancellationToken)
    {
        // Security: whatever id was sent, only one's own.
        var accountId = actor.AccountId ?? Guid.Empty;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await sessions.Where(s => s.AccountId == accountId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return Result.Failed(AccountsErrors.NoSuchSession);
        }

        audit.Record(actor, AuditVerb.SessionEnded, AccountChecks.Kind, accountId, details);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result.Done;
    }
}
