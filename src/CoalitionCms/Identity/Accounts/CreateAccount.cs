using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class CreateAccount(CmsDbContext db, UserManager<Account> users, AuditLog audit, TimeProvider clock)
{
    public async Task<Result<Account>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        return await MakeAsync(actor, input, new { role = input.Role }, cancellationToken);
    }

    /// <summary>The part that is shared with redeeming a link: the link replaces the permission.</summary>
    internal async Task<Result<Account>> MakeAsync(Actor actor, Input input, object details, CancellationToken cancellationToken)
    {
        var (email, name, nativeName) = (CleanText.Line(input.Email), CleanText.Line(input.Name), CleanText.Line(input.NativeName));
        var errors = AccountChecks.Names(name, nativeName).Concat(AccountChecks.Email(email)).ToList();
        if (PasswordRules.Check(input.Password, email, name, nativeName) is { } weak)
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

        var account = Account.Of(email, name, nativeName, input.Role, clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.AccountCreated, AccountChecks.Kind, account.Id, details);
        if (await IsTakenAsync(account, input.Password))
        {
            db.DiscardChanges();
            return AccountsErrors.EmailTaken;
        }

        return Result.Of(account);
    }

    private async Task<bool> IsTakenAsync(Account account, string password)
    {
        try
        {
            var made = await users.CreateAsync(account, password);
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
        public string NativeName { get; init; } = "";
        public Role Role { get; init; }
        public string Password { get; init; } = "";
    }
}
