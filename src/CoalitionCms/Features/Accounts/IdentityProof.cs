using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts;

/// <summary>Asks somebody who is signed in once more who they are, before something that cannot be taken back.</summary>
public sealed class IdentityProof(CmsDbContext db, PasswordWork passwords, SignInThrottle throttle)
{
    /// <summary>Null when it is them; else the sentence to show.</summary>
    public async Task<Refusal?> RefusalAsync(Actor actor, string password, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { DisabledAt: null } account)
        {
            return AccountsRefusals.NotAllowed;
        }

        // Security: whoever found an open session must not guess on; hence the same pauses as at sign-in.
        var guesser = account.Id.ToString("N");
        if (throttle.Refuses(guesser, SignInClient.OwnPage))
        {
            return AccountsRefusals.CurrentPasswordWrong;
        }

        if (await passwords.VerifyAsync(account.PasswordHash, password, cancellationToken) == PasswordVerificationResult.Failed)
        {
            throttle.Failed(guesser, SignInClient.OwnPage);
            return AccountsRefusals.CurrentPasswordWrong;
        }

        throttle.Succeeded(guesser, SignInClient.OwnPage);
        return null;
    }
}
