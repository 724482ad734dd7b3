using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Statements.Actions;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Statements.Admin;

/// <summary>Statements that were made out to a member: what they say staff do not see, but may revoke them.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class IndexModel(StatementDesk desk, RevokeStatement revokeStatement) : PageModel
{
    /// <summary>The member.</summary>
    public Guid MemberId { get; private set; }

    /// <summary>The member's name.</summary>
    public DisplayName Name { get; private set; } = null!;

    /// <summary>The statements.</summary>
    public IReadOnlyList<StatementLine> Lines { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await desk.OfAsync(HttpContext.Actor(), id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (MemberId, Name, Lines) = (id, found.Name, found.Lines);
        return Page();
    }

    /// <summary>Revokes one.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] Guid statement, CancellationToken cancellationToken)
    {
        var found = await desk.OfAsync(HttpContext.Actor(), id, cancellationToken);
        if (found?.Lines.Any(l => l.StatementId == statement) != true || !(await revokeStatement.RunAsync(HttpContext.Actor(), statement, cancellationToken)).IsDone)
        {
            return NotFound();
        }

        TempData["done"] = "Statements.RevokedNow";
        return LocalRedirect(SiteUrls.MemberStatements(id));
    }
}
