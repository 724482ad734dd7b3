using CoalitionCms.Features.Accounts;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Publishing.Admin;

/// <summary>What waits for review, the longest first.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class QueueModel(ReviewDesk reviews) : PageModel
{
    private const int Most = 50;

    /// <summary>What waits.</summary>
    public IReadOnlyList<WaitingLine> Waiting { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Waiting = await reviews.QueueAsync(HttpContext.Actor(), Most, cancellationToken);
}
