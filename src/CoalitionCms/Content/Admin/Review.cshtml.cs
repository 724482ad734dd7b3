using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>The review of an entry: its changes since the last publication, the comments, and the decision.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class ReviewModel(ReviewAdminQueries reviews, RevisionAdminQueries revisions, EntryAdminQueries queries,
    PublishingChecklist checklist, RemarkAdminQueries remarks, ReviewEntry reviewEntry, Texts texts) : PageModel
{
    public OpenReview Review { get; private set; } = null!;

    /// <summary>The changes since the public version, or the whole text where there is none.</summary>
    public ComparisonView Changes { get; private set; } = null!;

    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    /// <summary>Open remarks on passages.</summary>
    public IReadOnlyList<RemarkRow> Remarks { get; private set; } = [];

    /// <summary>True when the actor may approve and send back.</summary>
    public bool MayJudge { get; private set; }

    /// <summary>True when the actor may publish without approval by a second person.</summary>
    public bool MayEmergency { get; private set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public long FactsVersion { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Comments, approves or sends back. If the step fails, the input is shown again.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] ReviewStepKind? button,
        CancellationToken cancellationToken)
    {
        if (button is not (ReviewStepKind.Commented or ReviewStepKind.Approved or ReviewStepKind.SentBack) || button is not { } step)
        {
            return BadRequest();
        }

        var result =
            await reviewEntry.RunAsync(HttpContext.Actor(), new(id, Version, step, Text ?? "") { FactsVersion = FactsVersion },
            cancellationToken);
        if (result.Errors.Contains(ContentErrors.NoSuchEntry) || !await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (result.IsDone)
        {
            TempData["done"] = "Review.Done." + step;
            return LocalRedirect(SiteUrls.Review(id));
        }

        ModelState.Clear();
        ModelState.Add(texts, result.Errors.Select(r => r.Field.Length == 0 ? r : r with { Field = "" }));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (await reviews.OpenAsync(actor, id, cancellationToken) is not { } review
            || await revisions.CompareAsync(actor, id, review.PublicVersion ?? 0, review.Version, cancellationToken) is not { } comparison
            || await queries.OpenAsync(actor, review.Entry.Kind, id, cancellationToken) is not { } open)
        {
            return false;
        }

        (Review, Version, FactsVersion, MayJudge) = (review, review.Version, review.FactsVersion, EntryRights.MayReview(actor));
        MayEmergency = actor.May(Permission.ManageSite) && open.NeedsApproval && !review.IsApproved;
        var facts = revisions.Changes(review.Entry.Kind, review.PublicFactsJson, review.FactsJson);
        Changes =
            new(comparison, await revisions.ViewAsync(HttpContext.Actor(), review.Entry.Kind, facts, cancellationToken),
            review.Entry.Language);
        Remarks = await remarks.OpenAsync(id, open.Text, cancellationToken);
        Checks = await checklist.RunAsync(new(id, open.ItemId, review.Entry.Kind, open.Language, open.Text, review.FactsJson, actor),
            cancellationToken);
        return true;
    }
}
