using CoalitionCms.Content;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Articles.Site;

internal sealed class IndexModel(ArticleQueries queries) : SitePage
{
    public EntryPage Articles { get; private set; } = null!;
    public IReadOnlyList<ArchiveYear> Years { get; private set; } = [];

    /// <summary>The year shown, or null for all.</summary>
    public int? Year { get; private set; }

    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(int? year, string? before, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Language, before, year, tag: null, cancellationToken) is not { } page
            || (year is not null && page.Lines.Count == 0))
        {
            return NotFound();
        }

        (Articles, Year, Pager) = (page, year, PagerLinks.Of(Path, before, page.Next));
        Years = await queries.YearsAsync(Language, cancellationToken);
        return Page();
    }
}
