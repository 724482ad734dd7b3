using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>
/// The things of one kind, narrowed by state, title, language and author. Members may see the list of articles, only editors the others.
/// </summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
[EditorsExceptForArticles]
internal sealed class EntriesModel(EntryAdminQueries queries) : PageModel
{
    private static readonly EntryState[] Tabs =
        [EntryState.Draft, EntryState.InReview, EntryState.Scheduled, EntryState.PublishedWithChanges, EntryState.Withdrawn];

    public EntryKind Kind { get; private set; }
    public ItemAdminPage Entries { get; private set; } = null!;
    public EntryCounts Counts { get; private set; } = null!;
    public IReadOnlyList<EntryAuthor> Authors { get; private set; } = [];

    /// <summary>State to show; null for all but the trash.</summary>
    [BindProperty(SupportsGet = true)]
    public EntryState? State { get; set; }

    /// <summary>True to show what is not in every language.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Missing { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "lang")]
    public string? In { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Author { get; set; }

    public PagerLinks Pager { get; private set; } = null!;

    public EntryFilter Filter => new(State, Missing, Words, Language.Find(In)?.Code, Author);

    /// <summary>The kind whose list is at an address; each kind has its own.</summary>
    internal static EntryKind KindOf(HttpRequest request) =>
        Enum.GetValues<EntryKind>().First(k =>
        string.Equals(request.Path.Value!.TrimEnd('/'), SiteUrls.AdminList(k), StringComparison.OrdinalIgnoreCase));

    public async Task<IActionResult> OnGetAsync(string? before, CancellationToken cancellationToken)
    {
        Kind = KindOf(Request);
        var actor = HttpContext.Actor();
        if (await queries.ListAsync(actor, Kind, Filter, HttpContext.Language(), before, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Entries = page;
        Counts = await queries.CountAsync(actor, Kind, cancellationToken);
        Authors = await queries.AuthorsAsync(actor, cancellationToken);
        Pager = PagerLinks.Of(
            $"{SiteUrls.AdminList(Kind)}?state={State}&missing={(Missing ? "true" : "false")}&q={Uri.EscapeDataString(Words ?? "")}"
                + $"&lang={Filter.Language}&author={Author:D}", before, page.Next);
        return Page();
    }

    /// <summary>The tabs that have something, and the one that is open: text key, address, number.</summary>
    public IEnumerable<(string Key, string Path, int? Number, bool IsCurrent)> ShownTabs()
    {
        var list = SiteUrls.AdminList(Kind);
        yield return ("Entry.Tab.All", list, null, State is null && !Missing);
        foreach (var state in Tabs.Where(s => Counts.States[s] > 0 || s == State))
        {
            yield return ("Entry.Tab." + state, $"{list}?state={state}", Counts.States[state], state == State);
        }

        if (Counts.Incomplete > 0 || Missing)
        {
            yield return ("Entry.Tab.Missing", list + "?missing=true", Counts.Incomplete, Missing);
        }

        if (State is EntryState.Published)
        {
            yield return ("Entry.Tab.Published", list + "?state=Published", null, true);
        }

        var trash = Counts.States[EntryState.Trashed];
        yield return ("Entry.Tab.Trashed", list + "?state=Trashed", trash > 0 ? trash : null, State is EntryState.Trashed);
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
