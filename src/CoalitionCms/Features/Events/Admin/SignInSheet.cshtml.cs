using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>The printed sign-in sheet, or the list of attendees, in two languages.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class SignInSheetModel(SignInSheetQueries queries, Texts texts) : PageModel
{
    public const int MaxBlank = 200;

    public PrintedSheet Sheet { get; private set; } = null!;
    public IReadOnlyList<Language> Languages { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? First { get; set; }

    /// <summary>The second language; the same as the first for none.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Second { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Blank { get; set; } = 20;

    /// <summary>True for attendees, false for a sheet to sign.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Attended { get; set; }

    /// <summary>True to print the expected people; false for blank rows only.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Expected { get; set; } = true;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.ReadAsync(HttpContext.Actor(), id, Attended, texts.Language, cancellationToken) is not { } sheet)
        {
            return NotFound();
        }

        var first = Language.Find(First) ?? texts.Language;
        var second = Language.Find(Second) ?? (first == Language.English ? Language.Find("zh-Hans")! : Language.English);
        (Languages, First, Second, Blank) =
            ([.. new[] { first, second }.Distinct()], first.Code, second.Code, Math.Clamp(Blank, 0, MaxBlank));
        Sheet = Attended || Expected ? sheet : sheet with { Lines = [] };
        return Page();
    }

    public static string Text(Language language, string key) => language.Texts.GetValueOrDefault(key) ?? Language.English.Texts[key];
}
