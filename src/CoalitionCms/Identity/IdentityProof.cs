using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Asks somebody who is signed in once more who they are, before something that cannot be taken back.</summary>
public sealed class IdentityProof(CmsDbContext db, PasswordHashingQueue passwords, SignInThrottle throttle)
{
    /// <summary>Null when it is them; else the sentence to show.</summary>
    public async Task<Error?> ErrorAsync(Actor actor, string password, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { DisabledAt: null } account)
        {
            return AccountsErrors.NotAllowed;
        }

        // Security: whoever found an open session must not guess on; hence the same pauses as at sign-in.
        var guesser = account.Id.ToString("N");
        if (throttle.Refuses(guesser, SignInClient.OwnPage))
        {
            return AccountsErrors.CurrentPasswordWrong;
        }

        if (await passwords.VerifyAsync(account.PasswordHash, password, cancellationToken) == PasswordVerificationResult.Failed)
        {
            throttle.Failed(guesser, SignInClient.OwnPage);
            return AccountsErrors.CurrentPasswordWrong;
        }

        throttle.Succeeded(guesser, SignInClient.OwnPage);
        return null;
    }
}
