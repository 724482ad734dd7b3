using CoalitionCms.Domain;

namespace CoalitionCms.Identity.Actions;

/// <summary>Creates an account from a set-up or invitation link. Each link works once.</summary>
internal sealed class RedeemLink(UsableLinks links, CreateAccount create)
{
    /// <summary>The role that a code would give, or null when the code is not valid.</summary>
    public async Task<Role?> FindAsync(string? code, CancellationToken cancellationToken) =>
        (await links.FindAsync(code, forReset: false, cancellationToken))?.Role;

    /// <summary>Creates the account and marks the link as used, in one transaction.</summary>
    /// <param name="language">The language that the person, or the link, chose.</param>
    public async Task<Result<Account>> RunAsync(Input input, Language? language, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(input.Code, forReset: false, cancellationToken) is not { } link)
        {
            return AccountsErrors.LinkUnusable;
        }

        var account = new CreateAccount.Input
        {
            Email = input.Email,
            Name = input.Name,
            LatinName = input.LatinName,
            Password = input.Password,
            Language = language,

            // Security: the role comes from the link, never from the form.
            Role = link.Role,
        };
        return await create.MakeAsync(Actor.Visitor, account, link, cancellationToken);
    }

    public sealed record Input
    {
        public string Code { get; init; } = "";
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public string LatinName { get; init; } = "";
        public string Password { get; init; } = "";
    }
}
