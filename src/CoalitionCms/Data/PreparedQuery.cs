using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CoalitionCms.Data;

/// <summary>
/// A query that is read once, for those that every save of a text asks. A compiled query of Entity Framework belongs to one model, and
/// with the keys of encrypted columns a process may have several.
/// </summary>
internal sealed class PreparedQuery<TQuery>(Func<TQuery> compile)
    where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> compiled = [];

    public TQuery For(CmsDbContext db) => compiled.GetValue(db.Model, _ => compile());
}
