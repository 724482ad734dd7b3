using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Sets a new password for a user who knows the current one. Every session ends, including the current one.</summary>
internal sealed class ChangePassword(CmsDbContext db, AccountSave save, PasswordHashingQueue passwords, IdentityProof proof, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (await proof.ErrorAsync(actor, input.CurrentPassword, cancellationToken) is { } unproven)
        {
            return Result.Failed(unproven);
        }

        if (PasswordRules.Check(input.Password, account.Email, account.Name, account.LatinName) is { } weak)
        {
            return Result.Failed(weak);
        }

        account.SetPassword(await passwords.HashAsync(input.Password, cancellationToken));
        audit.Record(actor, AuditVerb.AccountPasswordChanged, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAsync(account, cancellationToken);
    }

    public sealed record Input
    {
        public string CurrentPassword { get; init; } = "";
        public string Password { get; init; } = "";
    }
}
