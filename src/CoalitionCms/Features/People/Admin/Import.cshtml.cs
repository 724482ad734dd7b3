using CoalitionCms.Domain;
using CoalitionCms.Features.People.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.People.Admin;

/// <summary>Makes drafts of cases from a spreadsheet; the roster has the same page.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class ImportModel(ImportCases importCases) : TablePage<CasePlan>
{
    /// <summary>The language in which the file is written.</summary>
    [BindProperty]
    public string? WrittenIn { get; set; }

    /// <summary>The status of cases for which the file has none.</summary>
    [BindProperty]
    public CaseStatus StatusIfNone { get; set; } = CaseStatus.Detained;

    /// <summary>Rows that are about other people than they look.</summary>
    [BindProperty]
    public List<int> Others { get; set; } = [];

    [BindProperty]
    public Guid Once { get; set; }

    public override IReadOnlyList<ImportColumn> Known => CaseTable.Columns;

    /// <summary>What the last save did, while rows remain.</summary>
    public (int Saved, int Remaining)? Progress { get; private set; }

    public Language FileLanguage => Language.Find(WrittenIn) ?? HttpContext.Language();

    public IEnumerable<SelectListItem> Statuses => Enum.GetValues<CaseStatus>().Select(s => new SelectListItem(Texts.Of(s), s.ToString()));

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task<IActionResult> OnPostLookAsync(CancellationToken cancellationToken) => ShowAsync([], cancellationToken);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        var map = ReadMap();
        var done = map.IsDone
            ? await importCases.RunAsync(Actor, map.Value, new(FileLanguage, StatusIfNone), Signature ?? "", Others, Once,
            cancellationToken)
            : Result.Failed<(int Saved, int Remaining)>(map.Errors);
        if (done.IsDone && done.Value.Remaining == 0)
        {
            TempData["several"] = Texts.Count("People.Import.Done", done.Value.Saved);
            return LocalRedirect(SiteUrls.AdminList(EntryKind.Person));
        }

        Progress = done.IsDone ? done.Value : null;
        return await ShowAsync(done.Errors, cancellationToken);
    }

    protected override async Task<Result<CasePlan>> PreviewAsync(CancellationToken cancellationToken)
    {
        Once = Guid.CreateVersion7();
        var map = ReadMap();
        return map.IsDone ? await importCases.PreviewAsync(Actor, map.Value, new(FileLanguage, StatusIfNone), cancellationToken)
            : Result.Failed<CasePlan>(map.Errors);
    }
}
