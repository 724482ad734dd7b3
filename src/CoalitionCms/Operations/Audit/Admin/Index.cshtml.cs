using System.Globalization;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Operations.Audit.Admin;

/// <summary>The audit log, newest first. It can be read and exported, but not changed.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
internal sealed class IndexModel(AuditAdminQueries queries) : StaffPage
{
    public static IReadOnlyList<string> FixedActors { get; } = [
        Domain.Actor.CommandLine.Id, Domain.Actor.System.Id, Domain.Actor.Visitor.Id];

    public AuditFilter Filter { get; private set; } = new();
    public AuditPage Log { get; private set; } = null!;
    public IReadOnlyList<AuditActor> Actors { get; private set; } = [];
    public PagerLinks Pager { get; private set; } = null!;

    public async Task OnGetAsync(long? before, AuditFilter filter, CancellationToken cancellationToken)
    {
        Filter = filter;
        Log = await queries.ListAsync(filter, before, cancellationToken);
        Actors = await queries.ActorsAsync(cancellationToken);
        Pager = PagerLinks.Of(
            "/admin/audit" + filter.Query, before?.ToString(CultureInfo.InvariantCulture),
            Log.OlderThan?.ToString(CultureInfo.InvariantCulture));
    }
}
