using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>The entries of one kind, filtered by state and title. Members may see the list of articles, only editors the others.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
[EditorsExceptForArticles]
internal sealed class EntriesModel(EntryAdminQueries queries) : PageModel
{
    public EntryKind Kind { get; private set; }
    public DeskPage Entries { get; private set; } = null!;

    /// <summary>State to show; null for all but the trash.</summary>
    [BindProperty(SupportsGet = true)]
    public EntryState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>The kind whose list is at an address; each kind has its own.</summary>
    internal static EntryKind KindOf(HttpRequest request) =>
        Enum.GetValues<EntryKind>().First(k =>
        string.Equals(request.Path.Value!.TrimEnd('/'), SiteUrls.AdminList(k), StringComparison.OrdinalIgnoreCase));

    public async Task<IActionResult> OnGetAsync(string? before, CancellationToken cancellationToken)
    {
        Kind = KindOf(Request);
        if (await queries.ListAsync(HttpContext.Actor(), Kind, State, Words, before, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Entries = page;
        Pager = PagerLinks.Of($"{SiteUrls.AdminList(Kind)}?state={State}&q={Uri.EscapeDataString(Words ?? "")}", before, page.Next);
        return Page();
    }
}

/// <summary>Security: lists of kinds other than articles are closed to members, whatever the HTTP method.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EditorsExceptForArticlesAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (EntriesModel.KindOf(context.HttpContext.Request) != EntryKind.Article
            && !context.HttpContext.Actor().May(Permission.EditEverything))
        {
            context.Result = new ForbidResult();
        }
    }
}
