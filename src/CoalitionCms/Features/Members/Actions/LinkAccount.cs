using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>
/// Links an account to a member: from then on the account decides how the member is named and sees the member's record. Requires the
/// permission to manage accounts.
/// </summary>
internal sealed class LinkAccount(CmsDbContext db, AuditLog audit)
{
    /// <param name="AccountId">The account; null for none.</param>
    /// <param name="Version">Version that the form was opened on.</param>
    public sealed record Input(Guid MemberId, Guid? AccountId, long Version);

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(MembersErrors.NotAllowed);
        }

        if (await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == input.MemberId, cancellationToken) is not { } member)
        {
            return Result.Failed(MembersErrors.NoSuchMember);
        }

        if (member.Version != input.Version)
        {
            return Result.Failed(MembersErrors.Stale);
        }

        if (input.AccountId is { } account)
        {
            if (!await db.Set<Account>().AnyAsync(u => u.Id == account, cancellationToken))
            {
                return Result.Failed(MembersErrors.NoSuchAccount);
            }

            if (await db.Set<Member>().AnyAsync(m => m.AccountId == account && m.Id != member.Id, cancellationToken))
            {
                return Result.Failed(MembersErrors.AccountTaken);
            }
        }

        if (member.AccountId == input.AccountId)
        {
            return Result.Done;
        }

        audit.Record(actor, input.AccountId is null ? AuditVerb.MemberUnlinked : AuditVerb.MemberLinked, nameof(Member), member.Id,
            new { before = member.AccountId, now = input.AccountId });
        member.LinkTo(input.AccountId);
        return await db.SaveOrStaleAsync(MembersErrors.Stale, MembersErrors.AccountTaken, cancellationToken);
    }
}
