using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Content;

/// <summary>The public page of one kind of entry, made of a text and facts that need not be public.</summary>
internal interface IEntryPage
{
    EntryKind Kind { get; }

    /// <summary>Path of the view.</summary>
    string View { get; }

    Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson, CancellationToken cancellationToken);
}

/// <summary>Shows what readers would see of an entry, by the code of the public page: to its writer, or to a reader with a link.</summary>
internal sealed class EntryPreview(IEnumerable<IEntryPage> pages)
{
    public async Task<IActionResult> ShowAsync(PageModel on, EntryKind kind, EntryText text, Language language, Guid itemId,
        string factsJson, CancellationToken cancellationToken)
    {
        var page = pages.Single(p => p.Kind == kind);
        return new ViewResult
        {
            ViewName = page.View,
            ViewData = new ViewDataDictionary(on.MetadataProvider, new())
            {
                Model = await page.ComposeAsync(text, language, itemId, factsJson, cancellationToken),
            },
        };
    }
}
