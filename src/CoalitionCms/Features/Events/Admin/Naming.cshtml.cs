using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>
/// How a member is named, for staff: the consents with their dates, a new consent for all events, and the withdrawal of all consents.
/// </summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class NamingModel(NameConsentQueries queries, RecordConsent recordConsent, WithdrawConsent withdrawConsent,
    AnswerConsentQuestion answerQuestion, Texts texts)
    : PageModel
{
    [BindProperty]
    public StaffNamingForm Input { get; set; } = new();

    public Naming Naming { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? before, CancellationToken cancellationToken) =>
        await LoadAsync(id, before, cancellationToken) ? Page() : NotFound();

    /// <summary>Records a consent for all events, or a withdrawal.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, null, cancellationToken))
        {
            return NotFound();
        }

        var actor = HttpContext.Actor();
        if (!ModelState.IsValid)
        {
            return await AnswerAsync(id, [], "");
        }

        if (button == "withdraw")
        {
            var withdrawn = await withdrawConsent.ForAsync(actor, id,
                new(Input.Withdrawal.Means, Input.Withdrawal.GivenOn, Input.Withdrawal.GivenBy ?? ""), cancellationToken);
            return await AnswerAsync(id, withdrawn.IsDone ? null : withdrawn.Errors, "Names.WithdrawnFor");
        }

        var recorded = await recordConsent.RunAsync(actor, id, Input.Consent.ToConsent(), cancellationToken);
        return await AnswerAsync(id, recorded.IsDone ? null : recorded.Errors,
            recorded is { IsDone: true, Value: false } ? "Names.Asked" : "Names.Recorded");
    }

    /// <summary>Answers a question for a member without an account.</summary>
    public async Task<IActionResult> OnPostAnswerAsync(Guid id, Guid question, [FromForm(Name = "do")] string? button,
        CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, null, cancellationToken))
        {
            return NotFound();
        }

        ModelState.Clear();
        var answered = await answerQuestion.ForAsync(HttpContext.Actor(), id, question, button == "yes", cancellationToken);
        return await AnswerAsync(id, answered.IsDone ? null : answered.Errors,
            answered is { IsDone: true, Value: false } ? "Names.AnswerNoted" : "Names.Answered");
    }

    private async Task<IActionResult> AnswerAsync(Guid id, IReadOnlyList<Error>? errors, string done)
    {
        if (errors is null)
        {
            TempData["done"] = done;
            return LocalRedirect(SiteUrls.MemberNames(id));
        }

        if (errors.Contains(EventsErrors.ProofNeeded))
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        ModelState.Add(texts, errors);
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

internal sealed class StaffNamingForm
{
    public ConsentForm Consent { get; set; } = new();
    public ConsentForm Withdrawal { get; set; } = new();
}

internal sealed class ConsentForm
{
    public NameChoice Choice { get; set; }
    public ConsentMeans Means { get; set; }
    public DateOnly? GivenOn { get; set; }

    /// <summary>Who gave the consent, if not the person.</summary>
    public string? GivenBy { get; set; }

    /// <summary>The last day on which the consent is valid.</summary>
    public DateOnly? Until { get; set; }

    internal Consent ToConsent() => new(Choice, Means, GivenOn, GivenBy ?? "", Until);
}
