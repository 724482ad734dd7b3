using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

/// <summary>
/// Validates and stores the facts of campaigns: existing people, an end after the start, and a letter that fits on one page.
/// </summary>
internal sealed class CampaignFactsStore(CmsDbContext db)
    : FactsStore(EntryKind.Campaign, typeof(CampaignFacts), FactsJson.Write(CampaignFacts.None))
{
    public const int MaxOutcome = 600;

    /// <summary>The maximum length of a demand, action, name or address line.</summary>
    public const int MaxLine = 300;

    /// <summary>The maximum number of demands, actions, and address lines, because a letter has one page.</summary>
    public const int MaxLines = 10;

    public override async Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken)
    {
        var facts = FactsJson.Read<CampaignFacts>(json);
        var known = await db.Set<Person>().Where(p => facts.People.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancellationToken);
        return [.. Check(facts).Concat(facts.People.Index().Where(p => !known.Contains(p.Item))
            .Select(p => CampaignsErrors.NoSuchPerson(p.Index)))];
    }

    public override async Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Campaign>().FirstOrDefaultAsync(c => c.Id == itemId, cancellationToken);

    public override ItemRow AddRow(Guid itemId) => db.Add(new Campaign { Id = itemId }).Entity;

    private static IEnumerable<Error> Check(CampaignFacts facts)
    {
        if (facts.EndedOn.Latest < facts.StartedOn.Earliest)
        {
            yield return CampaignsErrors.EndsBeforeStart;
        }

        if (!facts.EndedOn.IsUnknown && facts.State is (CampaignState.Active or CampaignState.Paused))
        {
            yield return CampaignsErrors.EndedButActive;
        }

        if (IsLong(facts.Outcome, MaxOutcome))
        {
            yield return CampaignsErrors.TooLong(nameof(facts.Outcome), MaxOutcome);
        }

        if (facts.PausedOn.Latest < facts.StartedOn.Earliest)
        {
            yield return CampaignsErrors.PausedBeforeStart;
        }

        foreach (var error in Check(facts.Appeal ?? Appeal.None))
        {
            yield return error;
        }
    }

    private static IEnumerable<Error> Check(Appeal appeal)
    {
        foreach (var (i, to) in appeal.Addressees.Index())
        {
            if (to.Name.IsEmpty)
            {
                yield return CampaignsErrors.AddresseeMissing(i);
            }

            if (IsLong(to.Name, MaxLine))
            {
                yield return CampaignsErrors.TooLong($"Addressees[{i}].Name", MaxLine);
            }

            if (IsLong(to.Salutation, MaxLine))
            {
                yield return CampaignsErrors.TooLong($"Addressees[{i}].Salutation", MaxLine);
            }

            foreach (var error in Lines($"Addressees[{i}].Address", to.Address))
            {
                yield return error;
            }
        }

        foreach (var error in Lines(nameof(appeal.Demands), appeal.Demands).Concat(Lines(nameof(appeal.Actions), appeal.Actions)))
        {
            yield return error;
        }

        if (IsLong(appeal.Avoid, MaxOutcome))
        {
            yield return CampaignsErrors.TooLong(nameof(appeal.Avoid), MaxOutcome);
        }

        if (IsLong(appeal.ShareText, MaxOutcome))
        {
            yield return CampaignsErrors.TooLong(nameof(appeal.ShareText), MaxOutcome);
        }
    }

    private static IEnumerable<Error> Lines(string field, IReadOnlyList<LocalText> lines) =>
        lines.Count > MaxLines
        ? [CampaignsErrors.TooMany(field, MaxLines)]
        : lines.Any(l => IsLong(l, MaxLine))
        ? [CampaignsErrors.LineTooLong(field, MaxLine)]
        : [];

    private static bool IsLong(LocalText text, int most) => text.All.Any(t => t.Value.Length > most);
}
