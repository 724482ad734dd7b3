using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Articles.Site;

internal sealed class TagModel(ArticleQueries queries) : SitePage
{
    public EntryPage Articles { get; private set; } = null!;
    public string Word { get; private set; } = "";
    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string tag, string? before, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Language, before, year: null, tag, cancellationToken) is not { Lines.Count: > 0 } page)
        {
            return NotFound();
        }

        (Articles, Pager) = (page, PagerLinks.Of(SiteUrls.Tag(tag, Language), before, page.Next));
        Word = await queries.TagWordAsync(tag, cancellationToken) ?? tag;
        return Page();
    }
}
