using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

/// <summary>A printable letter for a person, to be sent by post.</summary>
internal sealed class LetterModel(SheetParser reader, PublishedEntries entries) : PublishedPage
{
    public SheetView Sheet { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, string? campaign, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Person, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup with { MovedTo = lookup.MovedTo is { } path ? SiteUrls.Letter(path) : null });
        }

        if (await reader.LetterAsync(entry, campaign, cancellationToken) is not { } sheet)
        {
            return NotFound();
        }

        (Entry, Sheet) = (entry, sheet);
        return Page();
    }
}
