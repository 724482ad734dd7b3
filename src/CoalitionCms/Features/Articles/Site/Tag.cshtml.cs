using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Articles.Site;

internal sealed class TagModel(ArticleQueries queries) : SitePage
{
    public IReadOnlyList<ArticleCard> Articles { get; private set; } = [];
    public string Tag { get; private set; } = "";
    public string Word { get; private set; } = "";
    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string tag, string? before, CancellationToken cancellationToken)
    {
        if (await queries.ListTaggedAsync(tag, Language, before, cancellationToken) is not { Lines.Count: > 0 } page)
        {
            return NotFound();
        }

        Pager = PagerLinks.Of(SiteUrls.Tag(tag, Language), before, page.Next);
        Articles = await queries.CardsAsync(page.Lines, Language, cancellationToken);
        Tag = tag;
        Word = await queries.TagWordAsync(tag, cancellationToken) ?? tag;
        return Page();
    }
}
