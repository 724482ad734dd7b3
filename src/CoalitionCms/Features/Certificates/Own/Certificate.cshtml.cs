using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Certificates.Own;

/// <summary>
/// One of the member's own certificates, for printing. The site does not store its code: right after issue this browser has it, later the
/// member types it.
/// </summary>
[Authorize]
internal sealed class CertificateModel(CertificateAdminQueries adminQueries, CertificateQueries queries) : StaffPage
{
    [BindProperty]
    public string? Code { get; set; }

    public CertificateRow Row { get; private set; } = null!;

    /// <summary>The content; null until the code is known.</summary>
    public PrintedCertificate? Printed { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        ShowAsync(id, TempData.Peek(RecordModel.CodeKey) as string, isTyped: false, cancellationToken);

    public Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        ShowAsync(id, Code ?? "", isTyped: true, cancellationToken);

    private async Task<IActionResult> ShowAsync(Guid id, string? code, bool isTyped, CancellationToken cancellationToken)
    {
        if (await adminQueries.FindOwnAsync(Actor, id, cancellationToken) is not { } row)
        {
            return NotFound();
        }

        Row = row;
        var opened = code is null ? null : await queries.OpenAsync(code, cancellationToken);
        if (opened is { Content: { } content } && opened.CertificateId == id)
        {
            Printed = new(content, CertificateCode.Read(code)!.Text);
            HttpContext.Speak(Domain.Language.Find(content.Language) ?? Texts.Language);
        }
        else if (isTyped)
        {
            ModelState.AddModelError(nameof(Code), Texts["Certificates.WrongCode"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return Page();
    }
}

internal sealed record PrintedCertificate(CertificateContent Content, string Code);
