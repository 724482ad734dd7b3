using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Sets another password for somebody who knows the present one. Every session ends, the one in use too.</summary>
public sealed class ChangePassword(CmsDbContext db, AccountSave save, PasswordWork passwords, IdentityProof proof, AuditLog audit)
{
    /// <summary>Changes one's own password.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { DisabledAt: null } account)
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        if (await proof.RefusalAsync(actor, input.CurrentPassword, cancellationToken) is { } unproven)
        {
            return Outcome.Refused(unproven);
        }

        if (PasswordRules.Check(input.Password, account.Email, account.Name, account.NativeName) is { } weak)
        {
            return Outcome.Refused(weak);
        }

        account.SetPassword(await passwords.HashAsync(input.Password, cancellationToken));
        audit.Record(actor, AuditVerb.AccountPasswordChanged, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAsync(account, needsAdminLeft: false, cancellationToken);
    }

    /// <summary>What is typed.</summary>
    public sealed record Input
    {
        /// <summary>The present password.</summary>
        public string CurrentPassword { get; init; } = "";

        /// <summary>The new password.</summary>
        public string Password { get; init; } = "";
    }
}
