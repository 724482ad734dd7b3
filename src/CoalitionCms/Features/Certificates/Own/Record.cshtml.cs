using CoalitionCms.Identity;
using CoalitionCms.Web;
using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Certificates.Own;

/// <summary>What one attended, totals, and statements about it.</summary>
[Authorize]
public sealed class RecordModel(CertificateDesk queries, IssueCertificate issueCertificate, RevokeCertificate revokeCertificate, Texts texts) : PageModel
{
    /// <summary>Where the code of a new statement waits for its page, in the sealed cookie of this browser.</summary>
    internal const string CodeKey = "statement-code";

    /// <summary>Events that are ticked.</summary>
    [BindProperty]
    public List<Guid> Chosen { get; set; } = [];

    /// <summary>Language of the statement.</summary>
    [BindProperty]
    public string? Language { get; set; }

    /// <summary>The record; null while no member is linked with the account.</summary>
    public AttendanceRecord? Attended { get; private set; }

    /// <summary>The languages to choose from.</summary>
    public IEnumerable<SelectListItem> Languages => Domain.Language.All.Select(l => new SelectListItem(l.NativeName, l.Code));

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        Language = texts.Language.Code;
        await LoadAsync(before, cancellationToken);
    }

    /// <summary>Makes out a statement.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? before, CancellationToken cancellationToken)
    {
        var issued = await issueCertificate.RunAsync(HttpContext.Actor(), new(Chosen, Language ?? ""), cancellationToken);
        if (issued.IsDone)
        {
            TempData[CodeKey] = issued.Value.Code;
            return Redirect(SiteUrls.OwnCertificate(issued.Value.CertificateId));
        }

        ModelState.Add(texts, issued.Errors.Select(r => r with { Field = "" }));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadAsync(before, cancellationToken);
        return Page();
    }

    /// <summary>Revokes one.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellationToken) =>
        await queries.FindOwnAsync(HttpContext.Actor(), id, cancellationToken) is not null && (await revokeCertificate.RunAsync(HttpContext.Actor(), id, cancellationToken)).IsDone ? Done() : NotFound();

    /// <summary>Revokes all.</summary>
    public async Task<IActionResult> OnPostRevokeAllAsync(CancellationToken cancellationToken)
    {
        await revokeCertificate.AllOwnAsync(HttpContext.Actor(), cancellationToken);
        return Done();
    }

    private RedirectResult Done()
    {
        TempData["done"] = "Certificates.RevokedNow";
        return Redirect(SiteUrls.OwnRecord);
    }

    private async Task LoadAsync(Guid? before, CancellationToken cancellationToken) => Attended = await queries.OwnAsync(HttpContext.Actor(), before, texts.Language, cancellationToken);
}
