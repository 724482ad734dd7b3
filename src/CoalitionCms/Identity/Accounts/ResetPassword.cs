using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class ResetPassword(CmsDbContext db, UsableLinks links, AccountSave save, PasswordHashingQueue passwords, AuditLog audit)
{
    public async Task<bool> IsUsableAsync(string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, forReset: true, cancellationToken) is not null;

    /// <summary>Sets the password and marks the link as used, in one transaction.</summary>
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(input.Code, forReset: true, cancellationToken) is not { } link
            || await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == link.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return Result.Failed(AccountsErrors.LinkUnusable);
        }

        if (PasswordRules.Check(input.Password, account.Email, account.Name, account.LatinName) is { } weak)
        {
            return Result.Failed(weak);
        }

        account.SetPassword(await passwords.HashAsync(input.Password, cancellationToken));
        audit.Record(Actor.Visitor, AuditVerb.AccountPasswordChanged, AccountChecks.Kind, account.Id, new { link = link.Id });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await links.TakeAsync(link.Id, cancellationToken))
        {
            db.DiscardChanges();
            return Result.Failed(AccountsErrors.LinkUnusable);
        }

        var result = await save.EndingSessionsAsync(account, cancellationToken);
        if (result.IsDone)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }

    public sealed record Input
    {
        public string Code { get; init; } = "";
        public string Password { get; init; } = "";
    }
}
