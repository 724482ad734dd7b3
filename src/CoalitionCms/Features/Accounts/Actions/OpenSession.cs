using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>
/// The only way in. Says the same, and takes as long, for an unknown address, a wrong password, a disabled account and a client that must wait.
/// </summary>
public sealed class OpenSession(
    CmsDbContext db, UserManager<Account> users, PasswordWork passwords, SignInThrottle throttle, RefusedSignIns refused, AuditLog audit, CmsOptions options, TimeProvider clock)
{
    private const int LongestTyped = 1_024;

    /// <summary>Checks who it is.</summary>
    /// <param name="input">What was typed.</param>
    /// <param name="client">Where from, as a word that says nothing tomorrow.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome<Account>> RunAsync(Input input, string client, CancellationToken cancellationToken)
    {
        var email = CleanText.Line(input.Email[..Math.Min(input.Email.Length, LongestTyped)]);
        var password = input.Password.Length <= LongestTyped ? input.Password : "";
        var account = await users.FindByEmailAsync(email);
        var mustWait = throttle.Refuses(email, client);
        var check = await passwords.VerifyAsync(account?.PasswordHash, password, cancellationToken);
        var why = (mustWait, account, check) switch
        {
            (true, _, _) => "must-wait",
            (_, null, _) => "unknown",
            (_, _, PasswordVerificationResult.Failed) => "password",
            (_, { DisabledAt: not null }, _) => "disabled",
            _ => null,
        };
        if (why is not null)
        {
            if (!mustWait)
            {
                throttle.Failed(email, client);
            }

            await refused.RecordAsync(account?.Id, why, cancellationToken);
            return AccountsRefusals.SignInRefused;
        }

        throttle.Succeeded(email, client);
        account!.SignedIn(clock.TodayIn(options.Zone));
        if (check == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.Rehash(await passwords.HashAsync(password, cancellationToken));
        }

        audit.Record(Actor.Account(account.Id, account.Role), AuditVerb.SignedIn, AccountChecks.Kind, account.Id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Disabled, or given another password, while this ran: what was checked is no longer true.
            db.Forget();
            return AccountsRefusals.SignInRefused;
        }

        return Outcome.Of(account);
    }

    /// <summary>What was typed.</summary>
    public sealed record Input
    {
        /// <summary>Login name.</summary>
        public string Email { get; init; } = "";

        /// <summary>Password.</summary>
        public string Password { get; init; } = "";
    }
}
