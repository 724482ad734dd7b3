using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Turns a set-up or invitation link into an account. Each link does so once.</summary>
public sealed class RedeemLink(CmsDbContext db, CreateAccount create, TimeProvider clock)
{
    /// <summary>The role that a code would give, or null when the code is good for nothing. Looking uses nothing up.</summary>
    public async Task<Role?> FindAsync(string? code, CancellationToken cancellationToken) =>
        (await UsableAsync(code, cancellationToken))?.Role;

    /// <summary>Makes the account and uses the link up, both or neither.</summary>
    public async Task<Outcome<Account>> RunAsync(Input input, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await UsableAsync(input.Code, cancellationToken) is not { } link || !await TakeAsync(link.Id, cancellationToken))
        {
            return AccountsRefusals.LinkUnusable;
        }

        var account = new CreateAccount.Input
        {
            Email = input.Email,
            Name = input.Name,
            NativeName = input.NativeName,
            Password = input.Password,

            // Security: the role comes from the link, never from the form.
            Role = link.Role,
        };
        var outcome = await create.MakeAsync(Actor.Visitor, account, new { role = link.Role, link = link.Id }, cancellationToken);
        if (outcome.IsDone)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    private async Task<AccountLink?> UsableAsync(string? code, CancellationToken cancellationToken)
    {
        var (hash, now) = (OneTimeCode.HashOf(code ?? ""), clock.NowToMillisecond());
        var link = await db.AccountLinks.AsNoTracking().SingleOrDefaultAsync(
            l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now && l.Purpose != LinkPurpose.Reset, cancellationToken);

        // Security: the set-up link makes the first account and no other.
        return link?.Purpose == LinkPurpose.SetUp && await db.Users.AnyAsync(cancellationToken) ? null : link;
    }

    // Security: the database decides between two who come at once; the second finds no row to take.
    private async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        return await db.AccountLinks.Where(l => l.Id == id && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>What the person says of themselves.</summary>
    public sealed record Input
    {
        /// <summary>Code of the link.</summary>
        public string Code { get; init; } = "";

        /// <summary>Login name.</summary>
        public string Email { get; init; } = "";

        /// <summary>Name in Latin letters.</summary>
        public string Name { get; init; } = "";

        /// <summary>Name in the native script; may be empty.</summary>
        public string NativeName { get; init; } = "";

        /// <summary>The password.</summary>
        public string Password { get; init; } = "";
    }
}
