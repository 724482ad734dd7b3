using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>The entries that wait for review, longest waiting first.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class QueueModel(ReviewAdminQueries reviews) : PageModel
{
    private const int Most = 50;

    public IReadOnlyList<WaitingRow> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Waiting = await reviews.QueueAsync(HttpContext.Actor(), Most, cancellationToken);
}
