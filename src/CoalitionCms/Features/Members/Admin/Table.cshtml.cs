using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>Imports and exports the roster as a table. The changes of an import are shown before they are made.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class TableModel(ImportMembers importMembers) : TablePage<RosterPlan>
{
    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public override IReadOnlyList<ImportColumn> Known => RosterTable.Columns;

    public Task<IActionResult> OnPostLookAsync(CancellationToken cancellationToken) => ShowAsync([], cancellationToken);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        var map = ReadMap();
        var done = map.IsDone ? await importMembers.RunAsync(Actor, map.Value, Signature ?? "", cancellationToken)
            : Result.Failed<int>(map.Errors);
        return done.IsDone ? Done("Members.Saved", SiteUrls.Members)
            : done.Errors.Contains(MembersErrors.ProofNeeded) ? await StepUpAttribute.AskAsync(HttpContext, isPost: true)
            : await ShowAsync(done.Errors, cancellationToken);
    }

    protected override async Task<Result<RosterPlan>> PreviewAsync(CancellationToken cancellationToken)
    {
        var map = ReadMap();
        return map.IsDone ? await importMembers.PreviewAsync(Actor, map.Value, cancellationToken) : Result.Failed<RosterPlan>(map.Errors);
    }
}
