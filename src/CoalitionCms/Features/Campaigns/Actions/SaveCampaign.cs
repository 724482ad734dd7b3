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

    /// <summary>Longest demand, action, name or line of an address.</summary>
    public const int MaxLine = 300;

    /// <summary>Most demands, actions, and lines of an address: a letter has one page.</summary>
    public const int MaxLines = 10;

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
        if (IsLong(facts.Outcome, MaxOutcome))
            yield return CampaignsRefusals.TooLong(nameof(facts.Outcome), MaxOutcome);
        if (facts.PausedOn.Latest < facts.StartedOn.Earliest)
            yield return CampaignsRefusals.PausedBeforeStart;
        foreach (var refusal in Check(facts.Appeal ?? Appeal.None))
            yield return refusal;
    }

    private static IEnumerable<Refusal> Check(Appeal appeal)
    {
        foreach (var (i, to) in appeal.Addressees.Index())
        {
            if (to.Name.IsEmpty)
                yield return CampaignsRefusals.AddresseeMissing(i);
            if (IsLong(to.Name, MaxLine))
                yield return CampaignsRefusals.TooLong($"Addressees[{i}].Name", MaxLine);
            if (IsLong(to.Salutation, MaxLine))
                yield return CampaignsRefusals.TooLong($"Addressees[{i}].Salutation", MaxLine);
            foreach (var refusal in Lines($"Addressees[{i}].Address", to.Address))
                yield return refusal;
        }

        foreach (var refusal in Lines(nameof(appeal.Demands), appeal.Demands).Concat(Lines(nameof(appeal.Actions), appeal.Actions)))
            yield return refusal;
        if (IsLong(appeal.Avoid, MaxOutcome))
            yield return CampaignsRefusals.TooLong(nameof(appeal.Avoid), MaxOutcome);
        if (IsLong(appeal.ShareText, MaxOutcome))
            yield return CampaignsRefusals.TooLong(nameof(appeal.ShareText), MaxOutcome);
    }

    private static IEnumerable<Refusal> Lines(string field, IReadOnlyList<LocalText> lines) =>
        lines.Count > MaxLines ? [CampaignsRefusals.TooMany(field, MaxLines)] : lines.Any(l => IsLong(l, MaxLine)) ? [CampaignsRefusals.LineTooLong(field, MaxLine)] : [];

    private static bool IsLong(LocalText text, int most) => text.All.Any(t => t.Value.Length > most);
}
