using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Makes an account with a password.</summary>
public sealed class CreateAccount(CmsDbContext db, UserManager<Account> users, AuditLog audit, TimeProvider clock)
{
    /// <summary>Makes it, or says what stands in the way.</summary>
    public async Task<Outcome<Account>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsRefusals.NotAllowed;
        }

        return await MakeAsync(actor, input, new { role = input.Role }, cancellationToken);
    }

    /// <summary>The part that a redeemed link shares: the link stands for the permission.</summary>
    internal async Task<Outcome<Account>> MakeAsync(Actor actor, Input input, object details, CancellationToken cancellationToken)
    {
        var (email, name, nativeName) = (CleanText.Line(input.Email), CleanText.Line(input.Name), CleanText.Line(input.NativeName));
        var refusals = AccountChecks.Names(name, nativeName).Concat(AccountChecks.Email(email)).ToList();
        if (PasswordRules.Check(input.Password, email, name, nativeName) is { } weak)
        {
            refusals.Add(weak);
        }

        if (!Enum.IsDefined(input.Role))
        {
            refusals.Add(AccountsRefusals.RoleUnknown);
        }

        if (refusals.Count > 0)
        {
            return Outcome.Refused<Account>(refusals);
        }

        var account = Account.Of(email, name, nativeName, input.Role, clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.AccountCreated, AccountChecks.Kind, account.Id, details);
        if (await IsTakenAsync(account, input.Password))
        {
            db.Forget();
            return AccountsRefusals.EmailTaken;
        }

        return Outcome.Of(account);
    }

    private async Task<bool> IsTakenAsync(Account account, string password)
    {
        try
        {
            var made = await users.CreateAsync(account, password);
            return made.Succeeded || made.Errors.All(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                ? !made.Succeeded
                : throw new InvalidOperationException("Identity refused what our rules let pass: " + string.Join(", ", made.Errors.Select(e => e.Code)));
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

    /// <summary>What to make. The password is as typed.</summary>
    public sealed record Input
    {
        /// <summary>Login name.</summary>
        public string Email { get; init; } = "";

        /// <summary>Name in Latin letters.</summary>
        public string Name { get; init; } = "";

        /// <summary>Name in the native script; may be empty.</summary>
        public string NativeName { get; init; } = "";

        /// <summary>What the account may do.</summary>
        public Role Role { get; init; }

        /// <summary>The password.</summary>
        public string Password { get; init; } = "";
    }
}
