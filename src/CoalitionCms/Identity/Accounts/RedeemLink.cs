using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity.Actions;

/// <summary>Creates an account from a set-up or invitation link. Each link works once.</summary>
internal sealed class RedeemLink(CmsDbContext db, UsableLinks links, CreateAccount create)
{
    /// <summary>The role that a code would give, or null when the code is not valid.</summary>
    public async Task<Role?> FindAsync(string? code, CancellationToken cancellationToken) =>
        (await links.FindAsync(code, forReset: false, cancellationToken))?.Role;

    /// <summary>Creates the account and marks the link as used, in one transaction.</summary>
    public async Task<Result<Account>> RunAsync(Input input, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await links.FindAsync(input.Code, forReset: false, cancellationToken) is not { } link
            || !await links.TakeAsync(link.Id, cancellationToken))
        {
            return AccountsErrors.LinkUnusable;
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
        var result = await create.MakeAsync(Actor.Visitor, account, new { role = link.Role, link = link.Id }, cancellationToken);
        if (result.IsDone)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }

    public sealed record Input
    {
        public string Code { get; init; } = "";
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public string NativeName { get; init; } = "";
        public string Password { get; init; } = "";
    }
}
