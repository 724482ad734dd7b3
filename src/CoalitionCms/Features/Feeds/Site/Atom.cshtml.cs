using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Feeds.Site;

/// <summary>The Atom feed of a language.</summary>
public sealed class AtomModel(AtomFeed feed) : SitePage
{
    /// <summary>Answers with the feed.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        Content(await feed.WriteAsync(Language, cancellationToken), "application/atom+xml; charset=utf-8");
}
