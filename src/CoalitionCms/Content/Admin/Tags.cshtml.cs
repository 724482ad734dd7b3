using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Suggests tags of public articles by their beginning, so that the same tag is used for the same subject.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class TagsModel(EntryOptions choices) : PageModel
{
    /// <summary>The most used tags that match.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken) =>
        new JsonResult(await choices.TagsAsync(q, cancellationToken));
}
