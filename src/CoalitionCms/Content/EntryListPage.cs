using CoalitionCms.Identity;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content;

/// <summary>The admin list that all five kinds share, filtered by state and title.</summary>
public abstract class EntryListPage(EntryAdminQueries queries, EntryKind kind) : PageModel
{
    /// <summary>The kind listed.</summary>
    public EntryKind Kind { get; } = kind;

    /// <summary>The page of the list.</summary>
    public DeskPage Entries { get; private set; } = null!;

    /// <summary>State to show; null for all but the trash.</summary>
    [BindProperty(SupportsGet = true)]
    public EntryState? State { get; set; }

    /// <summary>Words of the title.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(string? before, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(HttpContext.Actor(), Kind, State, Words, before, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Entries = page;
        Pager = PagerLinks.Of($"{SiteUrls.AdminList(Kind)}?state={State}&q={Uri.EscapeDataString(Words ?? "")}", before, page.Next);
        return Page();
    }
}
