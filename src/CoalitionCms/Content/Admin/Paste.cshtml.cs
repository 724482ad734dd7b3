using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Converts content copied from a word processor or a web page into Markdown, for the editor's script.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
[RequestSizeLimit(MostBytes)]
internal sealed class PasteModel : PageModel
{
    /// <summary>Largest request: ten times the longest text, for its formatting.</summary>
    internal const int MostBytes = 5 * 1024 * 1024;

    // Security: each holds some hundred bytes while it is converted.
    private const int MostTags = 150_000;
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public IActionResult OnGet() => NotFound();

    /// <summary>The Markdown; of what is too large the script takes the plain words.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string? html, CancellationToken cancellationToken)
    {
        if (html.AsSpan().Count('<') > MostTags)
        {
            return StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return new JsonResult(new { markdown = MarkdownFromHtml.Convert(html ?? "") });
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
