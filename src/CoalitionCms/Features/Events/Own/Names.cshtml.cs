using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Own;

/// <summary>How the member of this account is named in public, with the forms to change it. All changes take effect immediately.</summary>
[Authorize]
internal sealed class NamesModel(NameConsentQueries queries, ChooseNameDisplay chooseNaming, ChooseAlias chooseAlias,
    AnswerConsentQuestion answerQuestion, WithdrawConsent withdrawConsent, IMemberStatements statements, Texts texts) : PageModel
{
    [BindProperty]
    public NamingForm Own { get; set; } = new();

    [BindProperty]
    public string? Alias { get; set; }

    /// <summary>How the member is named; null when no member is linked with the account.</summary>
    public Naming? Naming { get; private set; }

    /// <summary>The number of valid certificates with the member's name.</summary>
    public int Certificates { get; private set; }

    public async Task OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        await LoadAsync(before, cancellationToken);
        Alias = Naming?.Alias;
        Own.Choice = Naming?.ForAll.Choice ?? NameChoice.NotSaid;
        Own.Until = Naming?.ForAll.Until;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var chosen = ModelState.IsValid
            ? await chooseNaming.RunAsync(HttpContext.Actor(), new(Own.EventId, Own.Choice, Own.Until), cancellationToken)
            : null;
        if (chosen is { IsDone: true })
        {
            return Done("Names.Saved");
        }

        if (chosen?.Errors.Contains(EventsErrors.ProofNeeded) == true)
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        ModelState.Add(texts, (chosen?.Errors ?? []).Select(r =>
            r with { Field = r.Field[(r.Field.IndexOf('.', StringComparison.Ordinal) + 1)..] }), nameof(Own));
        await LoadAsync(null, cancellationToken);
        Alias = Naming?.Alias;
        return Refused();
    }

    /// <summary>Sets or removes the alias.</summary>
    public async Task<IActionResult> OnPostAliasAsync(CancellationToken cancellationToken)
    {
        var chosen = await chooseAlias.RunAsync(HttpContext.Actor(), Alias, cancellationToken);
        if (chosen.IsDone)
        {
            return Done("Names.AliasSaved");
        }

        if (chosen.Errors.Contains(EventsErrors.ProofNeeded))
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        ModelState.Clear();
        ModelState.Add(texts, chosen.Errors);
        await LoadAsync(null, cancellationToken);
        (Own.Choice, Own.Until) = (Naming?.ForAll.Choice ?? NameChoice.NotSaid, Naming?.ForAll.Until);
        return Refused();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken)
    {
        var withdrawn = await withdrawConsent.RunAsync(HttpContext.Actor(), cancellationToken);
        return withdrawn.IsDone ? Done("Names.WithdrawnNow") : NotFound();
    }

    /// <summary>Answers whether the name may be shown more openly than the member allowed.</summary>
    public async Task<IActionResult> OnPostAnswerAsync(Guid question, [FromForm(Name = "do")] string? button,
        CancellationToken cancellationToken)
    {
        var answered = await answerQuestion.OwnAsync(HttpContext.Actor(), question, button == "yes", cancellationToken);
        return answered.IsDone ? Done("Names.Answered")
            : answered.Errors.Contains(EventsErrors.ProofNeeded) ? await StepUpAttribute.AskAsync(HttpContext, isPost: true)
            : NotFound();
    }

    private PageResult Refused()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private RedirectResult Done(string key)
    {
        TempData["done"] = key;
        return Redirect(SiteUrls.OwnNames);
    }

    private async Task LoadAsync(Guid? before, CancellationToken cancellationToken)
    {
        Naming = await queries.OwnAsync(HttpContext.Actor(), before, texts.Language, cancellationToken);
        Certificates = Naming is null ? 0 : await statements.StandingAsync(Naming.MemberId, cancellationToken);
    }
}

internal sealed class NamingForm
{
    /// <summary>The event, or null for all.</summary>
    public Guid? EventId { get; set; }

    public NameChoice Choice { get; set; }
    public DateOnly? Until { get; set; }
}
