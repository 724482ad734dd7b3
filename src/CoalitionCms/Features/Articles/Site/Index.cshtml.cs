using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Articles.Site;

internal sealed class IndexModel(ArticleQueries queries) : SitePage
{
    public IReadOnlyList<ArticleCard> Articles { get; private set; } = [];
    public IReadOnlyList<ArchiveYear> Years { get; private set; } = [];

    /// <summary>The year shown, or null for all.</summary>
    public int? Year { get; private set; }

    /// <summary>True if articles without a translation are left out.</summary>
    public bool IsOnly { get; private set; }

    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(int? year, string? only, string? before, CancellationToken cancellationToken)
    {
        // Any other value would be one more address of the same list.
        if ((only is not null && only != Language.Code)
            || await queries.ListAsync(Language, before, year, only is not null, cancellationToken) is not { } page
            || (year is not null && only is null && page.Lines.Count == 0))
        {
            return NotFound();
        }

        (Year, IsOnly, Pager) = (year, only is not null, PagerLinks.Of(Path + Query(only is not null), before, page.Next));
        Articles = await queries.CardsAsync(page.Lines, Language, cancellationToken);
        Years = await queries.YearsAsync(Language, IsOnly, cancellationToken);
        return Page();
    }

    public string Query(bool isOnly) => isOnly ? "?only=" + Language.Code : "";
}
