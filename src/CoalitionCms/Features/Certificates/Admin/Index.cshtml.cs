using CoalitionCms.Domain;
using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Certificates.Admin;

/// <summary>The certificates of a member: staff cannot read their content, but may revoke them.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class IndexModel(CertificateAdminQueries queries, RevokeCertificate revokeCertificate) : StaffPage
{
    public Guid MemberId { get; private set; }
    public DisplayName Name { get; private set; } = null!;
    public IReadOnlyList<CertificateRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.OfAsync(Actor, id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (MemberId, Name, Rows) = (id, found.Name, found.Rows);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] Guid statement, CancellationToken cancellationToken)
    {
        var found = await queries.OfAsync(Actor, id, cancellationToken);
        return found?.Rows.Any(r => r.CertificateId == statement) == true
            && (await revokeCertificate.RunAsync(Actor, statement, cancellationToken)).IsDone
            ? Done("Certificates.RevokedNow", SiteUrls.MemberCertificates(id))
            : NotFound();
    }
}
