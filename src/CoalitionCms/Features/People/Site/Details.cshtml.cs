using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

internal sealed class DetailsModel(PersonQueries reader, PublishedEntries entries) : PublishedPage
{
    public PersonView Person { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    /// <summary>Shows the person, or redirects to the current address.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Person, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Person) = (entry, await reader.ReadAsync(entry, cancellationToken));
        return Page();
    }
}
