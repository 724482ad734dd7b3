using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Pages.Actions;

/// <summary>Saves a standing page as a draft: its place in the menu must be one.</summary>
public sealed class SavePage(SaveDraft saveDraft)
{
    /// <summary>Saves, or says what stands in the way.</summary>
    public async Task<Result<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, PageFacts facts, CancellationToken cancellationToken) =>
        facts.MenuOrder is >= 0 and <= PageFacts.MaxMenuOrder
            ? await saveDraft.RunAsync(actor, EntryKind.Page, input, facts, cancellationToken)
            : PagesErrors.MenuOrderWrong with { Field = "Facts." + PagesErrors.MenuOrderWrong.Field };
}
