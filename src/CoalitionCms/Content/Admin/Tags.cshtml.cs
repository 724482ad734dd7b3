using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Tags that public articles have, by how they begin, so that one thing keeps one name.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class TagsModel(EntryOptions choices) : PageModel
{
    /// <summary>The most used that fit.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken) =>
        new JsonResult(await choices.TagsAsync(q, cancellationToken));
}
