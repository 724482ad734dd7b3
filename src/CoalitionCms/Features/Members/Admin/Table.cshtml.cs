using CoalitionCms.Identity;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>The roster as a table, in and out. What a file would change is shown before it does.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class TableModel(ImportMembers importMembers, Texts texts) : TablePage<RosterPlan>(texts)
{
    /// <summary>Shows both ways.</summary>
    public void OnGet()
    {
    }

    /// <summary>Shows what a file would do.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>Does it.</summary>
    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        var done = await importMembers.RunAsync(HttpContext.Actor(), Text ?? "", Signature ?? "", cancellationToken);
        TempData["done"] = done.IsDone ? "Members.Saved" : null;
        return done.IsDone ? LocalRedirect(SiteUrls.Members) : await ShowAsync(done.Errors, cancellationToken);
    }

    /// <inheritdoc />
    protected override Task<Result<RosterPlan>> PreviewAsync(string text, CancellationToken cancellationToken) =>
        importMembers.PreviewAsync(HttpContext.Actor(), text, cancellationToken);
}
