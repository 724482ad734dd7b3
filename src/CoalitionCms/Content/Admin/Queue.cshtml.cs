using CoalitionCms.Identity;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>What waits for review, the longest first.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class QueueModel(ReviewAdminQueries reviews) : PageModel
{
    private const int Most = 50;

    /// <summary>What waits.</summary>
    public IReadOnlyList<WaitingRow> Waiting { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Waiting = await reviews.QueueAsync(HttpContext.Actor(), Most, cancellationToken);
}
