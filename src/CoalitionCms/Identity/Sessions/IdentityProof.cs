using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Checks the identity of a signed-in user again before an action that cannot be undone.</summary>
internal sealed class IdentityProof(CmsDbContext db, PasswordHashingQueue passwords, SignInThrottle throttle)
{
    /// <summary>Null when the password is correct; otherwise the error to show.</summary>
    public async Task<Error?> ErrorAsync(Actor actor, string password, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { MayEnter: true } account)
        {
            return AccountsErrors.NotAllowed;
        }

        // Security: somebody who found an open session must not be able to guess the password: the delays are those of the sign-in.
        var guesser = account.Id.ToString("N");
        if (!await throttle.TakeAsync(guesser, SignInClient.OwnPage, cancellationToken))
        {
            return AccountsErrors.CurrentPasswordWrong;
        }

        using (var turn = await passwords.EnterAsync(isKnown: true, cancellationToken))
        {
            if (await turn!.VerifyAsync(account.PasswordHash, password, cancellationToken) == PasswordVerificationResult.Failed)
            {
                return AccountsErrors.CurrentPasswordWrong;
            }
        }

        await throttle.SucceededAsync(guesser, SignInClient.OwnPage, cancellationToken);
        return null;
    }
}
