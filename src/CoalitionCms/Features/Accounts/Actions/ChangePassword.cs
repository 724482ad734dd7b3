using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Sets another password for somebody who knows the present one. Every session ends, the one in use too.</summary>
public sealed class ChangePassword(CmsDbContext db, AccountSave save, PasswordWork passwords, SignInThrottle throttle, AuditLog audit)
{
    private const string OwnPage = "own-page";

    /// <summary>Changes one's own password.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { DisabledAt: null } account)
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        // Security: whoever found an open session must not guess on; hence the same pauses as at sign-in.
        var guesser = account.Id.ToString("N");
        if (throttle.Refuses(guesser, OwnPage))
        {
            return Outcome.Refused(AccountsRefusals.CurrentPasswordWrong);
        }

        if (await passwords.VerifyAsync(account.PasswordHash, input.CurrentPassword, cancellationToken) == PasswordVerificationResult.Failed)
        {
            throttle.Failed(guesser, OwnPage);
            return Outcome.Refused(AccountsRefusals.CurrentPasswordWrong);
        }

        if (PasswordRules.Check(input.Password, account.Email, account.Name, account.NativeName) is { } weak)
        {
            return Outcome.Refused(weak);
        }

        throttle.Succeeded(guesser, OwnPage);
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
