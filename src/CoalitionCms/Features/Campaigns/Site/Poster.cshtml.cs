using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

/// <summary>A printable poster of a person.</summary>
internal sealed class PosterModel(SheetParser reader, PublishedEntries entries) : PublishedPage
{
    public SheetView Sheet { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Person, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup with { MovedTo = lookup.MovedTo is { } path ? SiteUrls.Poster(path) : null });
        }

        (Entry, Sheet) = (entry, await reader.PosterAsync(entry, cancellationToken));
        return Page();
    }
}
