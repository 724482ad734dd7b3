using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Audit.Admin;

/// <summary>The audit log, newest first, with its chain checked page by page.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
public sealed class IndexModel(AuditDesk desk) : PageModel
{
    /// <summary>The page of the log.</summary>
    public AuditPage Log { get; private set; } = null!;

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the log.</summary>
    public async Task OnGetAsync(long? before, CancellationToken cancellationToken)
    {
        Log = await desk.ListAsync(before, cancellationToken);
        Pager = PagerLinks.Of("/admin/audit", before?.ToString(System.Globalization.CultureInfo.InvariantCulture), Log.OlderThan?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
