using CoalitionCms.Domain;
using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Certificates.Own;

/// <summary>The member's own attendances, totals, and certificates.</summary>
[Authorize]
internal sealed class RecordModel(CertificateAdminQueries queries, IssueCertificate issueCertificate, RevokeCertificate revokeCertificate)
    : StaffPage
{
    /// <summary>Key of the encrypted cookie that passes the code of a new certificate to its page.</summary>
    internal const string CodeKey = "certificate-code";

    [BindProperty]
    public List<Guid> Chosen { get; set; } = [];

    [BindProperty]
    public string? Language { get; set; }

    /// <summary>The record; null when no member is linked with the account.</summary>
    public AttendanceRecord? Attended { get; private set; }

    public IEnumerable<SelectListItem> Languages => Domain.Language.All.Select(l => new SelectListItem(l.NativeName, l.Code));

    public async Task OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        Language = Texts.Language.Code;
        await LoadAsync(before, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(Guid? before, CancellationToken cancellationToken)
    {
        var issued = await issueCertificate.RunAsync(Actor, new(Chosen, Language ?? ""), cancellationToken);
        if (issued.IsDone)
        {
            TempData[CodeKey] = issued.Value.Code;
            return LocalRedirect(SiteUrls.OwnCertificate(issued.Value.CertificateId));
        }

        if (issued.Errors.Contains(CertificatesErrors.ProofNeeded))
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        await LoadAsync(before, cancellationToken);
        return Again(issued.Errors.Select(r => r with { Field = "" }));
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellationToken) =>
        await queries.FindOwnAsync(Actor, id, cancellationToken) is not null
            && (await revokeCertificate.RunAsync(Actor, id, cancellationToken)).IsDone ? Revoked() : NotFound();

    public async Task<IActionResult> OnPostRevokeAllAsync(CancellationToken cancellationToken)
    {
        await revokeCertificate.AllOwnAsync(Actor, cancellationToken);
        return Revoked();
    }

    private LocalRedirectResult Revoked() => Done("Certificates.RevokedNow", SiteUrls.OwnRecord);

    private async Task LoadAsync(Guid? before, CancellationToken cancellationToken) =>
        Attended = await queries.OwnAsync(Actor, before, Texts.Language, cancellationToken);
}
