using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Finds public pages of the site to link to from a text, by words of their title.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class LinksModel(EntryOptions choices) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string? q, string? lang, CancellationToken cancellationToken) =>
        new JsonResult((await choices.PublicAsync(q, Language.Find(lang) ?? Language.English, cancellationToken))
        .Select(l => new { title = l.Title, path = l.Path, lang = l.Language }));
}
