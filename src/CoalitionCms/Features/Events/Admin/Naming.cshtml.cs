using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>How a member is named, for staff: what was agreed to and when, another
/// agreement for all events, and the withdrawal of everything.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class NamingModel(NameConsentQueries queries, RecordConsent recordConsent, WithdrawConsent withdrawConsent, Texts texts)
    : PageModel
{
    [BindProperty]
    public StaffNamingForm Input { get; set; } = new();

    public Naming Naming { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? before, CancellationToken cancellationToken) =>
        await LoadAsync(id, before, cancellationToken) ? Page() : NotFound();

    /// <summary>Records an agreement for all events, or a withdrawal.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, null, cancellationToken))
        {
            return NotFound();
        }

        var actor = HttpContext.Actor();
        var result = !ModelState.IsValid ? null
            : button == "withdraw"
            ? await withdrawConsent.ForAsync(actor, id,
            new(Input.Withdrawal.Means, Input.Withdrawal.GivenOn, Input.Withdrawal.GivenBy ?? ""), cancellationToken)
            : await recordConsent.RunAsync(actor, id, Input.Consent.ToConsent(), cancellationToken);
        if (result is { IsDone: true })
        {
            TempData["done"] = button == "withdraw" ? "Names.WithdrawnFor" : "Names.Recorded";
            return LocalRedirect(SiteUrls.MemberNames(id));
        }

        ModelState.Add(texts, result?.Errors ?? []);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, Guid? before, CancellationToken cancellationToken)
    {
        if (await queries.OfAsync(HttpContext.Actor(), id, before, texts.Language, cancellationToken) is not { } naming)
        {
            return false;
        }

        Naming = naming;
        return true;
    }
}

/// <summary>The two forms of the page.</summary>
public sealed class StaffNamingForm
{
    public ConsentForm Consent { get; set; } = new();
    public ConsentForm Withdrawal { get; set; } = new();
}

public sealed class ConsentForm
{
    public NameChoice Choice { get; set; }
    public ConsentMeans Means { get; set; }
    public DateOnly? GivenOn { get; set; }

    /// <summary>Who gave it, when not the person.</summary>
    public string? GivenBy { get; set; }

    /// <summary>Last day it holds.</summary>
    public DateOnly? Until { get; set; }

    internal Consent ToConsent() => new(Choice, Means, GivenOn, GivenBy ?? "", Until);
}
