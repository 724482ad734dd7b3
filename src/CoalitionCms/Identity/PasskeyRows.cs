using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>The passkeys in the database.</summary>
public sealed class PasskeyRows(CmsDbContext db, TimeProvider clock)
{
    /// <summary>A passkey of this account; null when there is none with this id, or it is somebody else's.</summary>
    public Task<IdentityUserPasskey<Guid>?> FindAsync(Guid accountId, byte[] id, CancellationToken cancellationToken) =>
        db.UserPasskeys.SingleOrDefaultAsync(p => p.CredentialId == id && p.UserId == accountId, cancellationToken);

    /// <summary>Uses an answer up, in the caller's transaction, and notes what the passkey said of itself.</summary>
    /// <returns>False when the answer was used before.</returns>
    public async Task<bool> SpendAsync(ProvenPasskey proven, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        await db.SpentAnswers.Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        if (await FindAsync(proven.AccountId, proven.Passkey.CredentialId, cancellationToken) is not { } row
            || await db.SpentAnswers.AnyAsync(a => a.Hash == proven.QuestionHash, cancellationToken))
        {
            return false;
        }

        (row.Data.SignCount, row.Data.IsBackedUp, row.Data.IsUserVerified) = (proven.Passkey.SignCount, proven.Passkey.IsBackedUp, proven.Passkey.IsUserVerified);

        // Security: of two that bring the same answer at once, the key of the table lets one through.
        db.Add(new SpentAnswer { Hash = proven.QuestionHash, ExpiresAt = now + ProtectedPayloads.Patience });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            db.DiscardChanges();
            return false;
        }
    }
}
