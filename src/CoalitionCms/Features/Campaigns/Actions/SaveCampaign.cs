using CoalitionCms.Data;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns.Actions;

/// <summary>Saves a campaign as a draft: its people exist, its dates are in order and fit its state.</summary>
public sealed class SaveCampaign(CmsDbContext db, SaveDraft saveDraft)
{
    /// <summary>Longest outcome.</summary>
    public const int MaxOutcome = 600;

    /// <summary>Saves, or says what stands in the way; fields of facts begin with <c>Facts.</c></summary>
    public async Task<Outcome<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, CampaignFacts facts, CancellationToken cancellationToken)
    {
        var known = await db.People.Where(p => facts.People.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancellationToken);
        Refusal[] refusals = [.. Check(facts).Concat(facts.People.Index().Where(p => !known.Contains(p.Item)).Select(p => CampaignsRefusals.NoSuchPerson(p.Index)))];
        return refusals.Length > 0
            ? Outcome.Refused<SaveDraft.Saved>([.. refusals.Select(r => r with { Field = "Facts." + r.Field })])
            : await saveDraft.RunAsync(actor, EntryKind.Campaign, input, facts, cancellationToken);
    }

    private static IEnumerable<Refusal> Check(CampaignFacts facts)
    {
        if (facts.EndedOn.Latest < facts.StartedOn.Earliest)
            yield return CampaignsRefusals.EndsBeforeStart;
        if (!facts.EndedOn.IsUnknown && facts.State is (CampaignState.Active or CampaignState.Paused))
            yield return CampaignsRefusals.EndedButActive;
        if (facts.Outcome.All.Any(t => t.Value.Length > MaxOutcome))
            yield return CampaignsRefusals.OutcomeTooLong(MaxOutcome);
    }
}
