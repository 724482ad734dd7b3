using System.Globalization;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Operations.Audit.Admin;

/// <summary>The audit log, newest first. It can be read and taken along; nothing in it can be changed.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
public sealed class IndexModel(AuditAdminQueries queries) : PageModel
{
    /// <summary>Who acts without an account.</summary>
    public static IReadOnlyList<string> FixedActors { get; } = [Actor.CommandLine.Id, Actor.System.Id, Actor.Visitor.Id];

    /// <summary>Which lines are wanted.</summary>
    public AuditFilter Filter { get; private set; } = new();

    /// <summary>The page of the log.</summary>
    public AuditPage Log { get; private set; } = null!;

    /// <summary>Everybody with an account, for the filter.</summary>
    public IReadOnlyList<AuditActor> Actors { get; private set; } = [];

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the log.</summary>
    public async Task OnGetAsync(long? before, AuditFilter filter, CancellationToken cancellationToken)
    {
        Filter = filter;
        Log = await queries.ListAsync(filter, before, cancellationToken);
        Actors = await queries.ActorsAsync(cancellationToken);
        Pager = PagerLinks.Of("/admin/audit" + filter.Query, before?.ToString(CultureInfo.InvariantCulture), Log.OlderThan?.ToString(CultureInfo.InvariantCulture));
    }
}
