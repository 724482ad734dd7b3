using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Certificates.Own;

/// <summary>A statement of one's own, to be printed. The site has not kept its code: right after issue this browser has it, later the member types it.</summary>
[Authorize]
public sealed class CertificateModel(CertificateDesk adminQueries, CertificateReader reader, CertificateLimits limits, Texts texts) : PageModel
{
    /// <summary>The code as typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The statement in the list.</summary>
    public CertificateRow Line { get; private set; } = null!;

    /// <summary>What it says; null until the code is there.</summary>
    public PrintedCertificate? Printed { get; private set; }

    /// <summary>Shows it, when the code is in hand.</summary>
    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => ShowAsync(id, TempData.Peek(RecordModel.CodeKey) as string, isTyped: false, cancellationToken);

    /// <summary>Shows it to who typed the code.</summary>
    public Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) => ShowAsync(id, Code ?? "", isTyped: true, cancellationToken);

    private async Task<IActionResult> ShowAsync(Guid id, string? code, bool isTyped, CancellationToken cancellationToken)
    {
        if (await adminQueries.FindOwnAsync(HttpContext.Actor(), id, cancellationToken) is not { } line)
        {
            return NotFound();
        }

        Line = line;
        var opened = code is null || (isTyped && !limits.Allows(RateLimits.ClientOf(HttpContext))) ? null : await reader.OpenAsync(code, cancellationToken);
        if (opened is { Content: { } content } && opened.CertificateId == id)
        {
            Printed = new(content, CertificateCode.Read(code)!.Text);
            HttpContext.Speak(Domain.Language.Find(content.Language) ?? texts.Language);
        }
        else if (isTyped)
        {
            ModelState.AddModelError(nameof(Code), texts["Certificates.WrongCode"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return Page();
    }
}

/// <summary>A statement with its code, for print.</summary>
public sealed record PrintedCertificate(CertificateContent Content, string Code);
