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

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        var done = await importMembers.RunAsync(Actor, Text ?? "", Signature ?? "", cancellationToken);
        return done.IsDone ? Done("Members.Saved", SiteUrls.Members) : await ShowAsync(done.Errors, cancellationToken);
    }

    protected override Task<Result<RosterPlan>> PreviewAsync(string text, CancellationToken cancellationToken) =>
        importMembers.PreviewAsync(Actor, text, cancellationToken);
}
