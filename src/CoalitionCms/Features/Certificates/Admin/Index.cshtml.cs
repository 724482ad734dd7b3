using CoalitionCms.Identity;
using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Certificates.Admin;

/// <summary>Certificates that were made out to a member: what they say staff do not see, but may revoke them.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class IndexModel(CertificateDesk queries, RevokeCertificate revokeCertificate) : PageModel
{
    /// <summary>The member.</summary>
    public Guid MemberId { get; private set; }

    /// <summary>The member's name.</summary>
    public DisplayName Name { get; private set; } = null!;

    /// <summary>The statements.</summary>
    public IReadOnlyList<CertificateRow> Lines { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.OfAsync(HttpContext.Actor(), id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (MemberId, Name, Lines) = (id, found.Name, found.Lines);
        return Page();
    }

    /// <summary>Revokes one.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] Guid statement, CancellationToken cancellationToken)
    {
        var found = await queries.OfAsync(HttpContext.Actor(), id, cancellationToken);
        if (found?.Lines.Any(l => l.CertificateId == statement) != true || !(await revokeCertificate.RunAsync(HttpContext.Actor(), statement, cancellationToken)).IsDone)
        {
            return NotFound();
        }

        TempData["done"] = "Certificates.RevokedNow";
        return LocalRedirect(SiteUrls.MemberCertificates(id));
    }
}
