using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

/// <summary>A printable letter for a person, to be sent by post; for a person who is free, a page that says that none is needed.</summary>
internal sealed class LetterModel(SheetParser reader, PersonQueries people, PublishedEntries entries) : PublishedPage
{
    /// <summary>The letter; null for a person who is free.</summary>
    public SheetView? Sheet { get; private set; }

    public PersonView Person { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, string? campaign, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Person, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup with { MovedTo = lookup.MovedTo is { } path ? SiteUrls.Letter(path) : null });
        }

        (Entry, Person) = (entry, await people.ReadAsync(entry, cancellationToken));
        if (!Person.Status.WantsLetters)
        {
            return Page();
        }

        Sheet = await reader.LetterAsync(entry, Person, campaign, cancellationToken);
        if (Sheet is null && (Person.Mail is null || campaign is not null))
        {
            return NotFound();
        }

        return Page();
    }
}
