using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Converts content copied from a word processor or a web page into Markdown, for the editor's script.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class PasteModel : PageModel
{
    public IActionResult OnGet() => NotFound();

    public IActionResult OnPost([FromForm] string? html) => new JsonResult(new { markdown = MarkdownFromHtml.Convert(html ?? "") });
}
