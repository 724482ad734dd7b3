using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Pages.Site;

/// <summary>
/// A standing page. Its route matches every single segment that no other page claims; anything that is not a page is not found.
/// </summary>
internal sealed class DetailsModel(PageQueries reader, PublishedEntries entries) : PublishedPage
{
    public PageView Text { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Page, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Text) = (entry, await reader.ReadAsync(entry, cancellationToken));
        return Page();
    }
}
