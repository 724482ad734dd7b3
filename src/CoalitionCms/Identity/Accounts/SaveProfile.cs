using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class SaveProfile(CmsDbContext db, AccountSave save, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        var (name, latinName) = (CleanText.Line(input.Name), CleanText.Line(input.LatinName));
        var errors = AccountChecks.Names(name, latinName).ToList();
        if (!AccountChecks.TryLanguage(input.Language, out var language))
        {
            errors.Add(AccountsErrors.LanguageUnknown);
        }

        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        // The log records which fields changed; names are not logged.
        var changes = new { name = name != account.Name || latinName != account.LatinName, language };
        account.Introduce(name, latinName, language);
        audit.Record(actor, AuditVerb.AccountProfileChanged, AccountChecks.Kind, account.Id, changes);
        return await save.SaveAsync(cancellationToken);
    }

    public sealed record Input
    {
        public string? Name { get; init; }
        public string? LatinName { get; init; }

        /// <summary>Language of the admin area; empty for the browser's.</summary>
        public string? Language { get; init; }
    }
}
