using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Pages.Site;

/// <summary>
/// How to reach the organisation safely: the standing page of that address, or advice that is true of every organisation.
/// </summary>
internal sealed class ContactModel(PageQueries reader, PublishedEntries entries) : SitePage
{
    private const string Slug = "contact";

    /// <summary>The organisation's own text, or null.</summary>
    public PageView? Text { get; private set; }

    public PublishedEntry? Entry { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Entry = (await entries.FindAsync(EntryKind.Page, Language, Slug, cancellationToken)).Entry;
        Text = Entry is null ? null : await reader.ReadAsync(Entry, cancellationToken);
    }
}
