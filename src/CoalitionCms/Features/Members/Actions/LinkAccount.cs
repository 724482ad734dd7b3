using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>
/// Says which account is a member's: from then on the account decides over the member's name and sees their record. Hence it is for who manages accounts.
/// </summary>
public sealed class LinkAccount(CmsDbContext db, AuditLog audit)
{
    /// <summary>The choice.</summary>
    /// <param name="MemberId">The member.</param>
    /// <param name="AccountId">The account; null for none.</param>
    /// <param name="Version">Version that the form was opened on.</param>
    public sealed record Input(Guid MemberId, Guid? AccountId, long Version);

    /// <summary>Links or unlinks, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Outcome.Refused(MembersRefusals.NotAllowed);
        }

        if (await db.Members.SingleOrDefaultAsync(m => m.Id == input.MemberId, cancellationToken) is not { } member)
        {
            return Outcome.Refused(MembersRefusals.NoSuchMember);
        }

        if (member.Version != input.Version)
        {
            return Outcome.Refused(MembersRefusals.Stale);
        }

        if (input.AccountId is { } account)
        {
            if (!await db.Users.AnyAsync(u => u.Id == account, cancellationToken))
            {
                return Outcome.Refused(MembersRefusals.NoSuchAccount);
            }

            if (await db.Members.AnyAsync(m => m.AccountId == account && m.Id != member.Id, cancellationToken))
            {
                return Outcome.Refused(MembersRefusals.AccountTaken);
            }
        }

        if (member.AccountId == input.AccountId)
        {
            return Outcome.Done;
        }

        audit.Record(actor, input.AccountId is null ? AuditVerb.MemberUnlinked : AuditVerb.MemberLinked, nameof(Member), member.Id, new { before = member.AccountId, now = input.AccountId });
        member.LinkTo(input.AccountId);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateException problem)
        {
            // The member was saved, or the account linked elsewhere, in this very moment.
            db.Forget();
            return Outcome.Refused(problem is DbUpdateConcurrencyException ? MembersRefusals.Stale : MembersRefusals.AccountTaken);
        }
    }
}
