using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class CreateAccount(
    CmsDbContext db, UserManager<Account> users, PasswordHashingQueue passwords, UsableLinks links, AuditLog audit, TimeProvider clock)
{
    public async Task<Result<Account>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        return await MakeAsync(actor, input, link: null, cancellationToken);
    }

    /// <summary>The part that is shared with redeeming a link: the link replaces the permission, and is marked as used.</summary>
    internal async Task<Result<Account>> MakeAsync(Actor actor, Input input, AccountLink? link, CancellationToken cancellationToken)
    {
        var (email, name, latinName) = (CleanText.Line(input.Email), CleanText.Line(input.Name), CleanText.Line(input.LatinName));
        var errors = AccountChecks.Names(name, latinName).Concat(AccountChecks.Email(email)).ToList();
        if (PasswordRules.Check(input.Password, email, name, latinName) is { } weak)
        {
            errors.Add(weak);
        }

        if (!Enum.IsDefined(input.Role))
        {
            errors.Add(AccountsErrors.RoleUnknown);
        }

        if (errors.Count > 0)
        {
            return Result.Failed<Account>(errors);
        }

        var account = Account.Of(email, name, latinName, input.Role, input.Language?.Code, clock.NowToMillisecond());

        // Before the transaction: it may have to wait for a turn.
        account.SetPassword(await passwords.HashAsync(input.Password, cancellationToken));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (link is not null && !await links.TakeAsync(link.Id, cancellationToken))
        {
            return AccountsErrors.LinkUnusable;
        }

        audit.Record(actor, AuditVerb.AccountCreated, AccountChecks.Kind, account.Id,
            link is null ? new { role = input.Role } : new { role = input.Role, link = link.Id });
        if (await IsTakenAsync(account))
        {
            db.DiscardChanges();
            return AccountsErrors.EmailTaken;
        }

        await transaction.CommitAsync(cancellationToken);
        return Result.Of(account);
    }

    private async Task<bool> IsTakenAsync(Account account)
    {
        try
        {
            var made = await users.CreateAsync(account);
            return made.Succeeded || made.Errors.All(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                ? !made.Succeeded
                : throw new InvalidOperationException(
                "Identity refused what our rules let pass: " + string.Join(", ", made.Errors.Select(e => e.Code)));
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the unique index decides.
            if (await users.FindByEmailAsync(account.Email!) is not { } other || other.Id == account.Id)
            {
                throw;
            }

            return true;
        }
    }

    public sealed record Input
    {
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public string LatinName { get; init; } = "";
        public Role Role { get; init; }
        public string Password { get; init; } = "";

        /// <summary>Language of the admin area; null for the browser's.</summary>
        public Language? Language { get; init; }
    }
}
