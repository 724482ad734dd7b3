using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Articles.Site;

internal sealed class DetailsModel(ArticleQueries reader, PublishedEntries entries) : PublishedPage
{
    public ArticleView Article { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;
    public ArticleOnward Onward { get; private set; } = ArticleOnward.None;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Article, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Article) = (entry, await reader.ReadAsync(entry, cancellationToken));
        Onward = await reader.OnwardAsync(entry.Line, Article, cancellationToken);
        return Page();
    }
}
