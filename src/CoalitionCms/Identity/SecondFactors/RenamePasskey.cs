using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity.Actions;

internal sealed class RenamePasskey(PasskeyRows rows, AccountSave save, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, byte[] id, string name, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } accountId || await rows.FindAsync(accountId, id, cancellationToken) is not { } passkey)
        {
            return Result.Failed(AccountsErrors.NoSuchPasskey);
        }

        var called = CleanText.Line(name);
        if (called.Length is 0 or > AddPasskey.MaxName)
        {
            return Result.Failed(AccountsErrors.PasskeyNameUnusable);
        }

        passkey.Data.Name = called;
        audit.Record(actor, AuditVerb.AccountPasskeyRenamed, AccountChecks.Kind, accountId, new { id = AddPasskey.AuditIdOf(id) });
        return await save.SaveAsync(cancellationToken);
    }
}
