using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.PageViews.Admin;

[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class IndexModel(PageViewQueries queries) : PageModel
{
    public ViewsView Views { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? of, CancellationToken cancellationToken)
    {
        if (await queries.ReadAsync(string.IsNullOrEmpty(of) ? null : of, cancellationToken) is not { } views)
        {
            return NotFound();
        }

        Views = views;
        return Page();
    }
}
