using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

internal enum CampaignState
{
    Active,

    Paused,

    Won,

    Closed,
}

/// <summary>Facts of a campaign. The demand itself is the entry's title.</summary>
/// <param name="EndedOn">When it was won or closed.</param>
/// <param name="Outcome">The outcome, in a sentence.</param>
/// <param name="People">The people of the campaign, in order.</param>
internal sealed record CampaignFacts(CampaignState State, FuzzyDate StartedOn, FuzzyDate EndedOn, LocalText Outcome,
    IReadOnlyList<Guid> People)
{
    public static CampaignFacts None { get; } = new(CampaignState.Active, FuzzyDate.Unknown, FuzzyDate.Unknown, LocalText.Empty, []);
    public FuzzyDate PausedOn { get; init; } = FuzzyDate.Unknown;

    /// <summary>Material and actions for supporters; null for none yet.</summary>
    public Appeal? Appeal { get; init; }
}

/// <summary>A campaign: a demand, its people and its updates.</summary>
internal sealed class Campaign : ItemRow
{
    public CampaignState State { get; private set; }
    public FuzzyDate StartedOn { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate EndedOn { get; private set; } = FuzzyDate.Unknown;
    public LocalText Outcome { get; private set; } = LocalText.Empty;
    public FuzzyDate PausedOn { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Material for supporters, or null.</summary>
    public Appeal? Appeal { get; private set; }

    public List<CampaignPerson> People { get; private set; } = [];

    public CampaignFacts ToFacts() =>
        new(State, StartedOn, EndedOn, Outcome, [.. People.OrderBy(p => p.Position).Select(p => p.PersonId)])
        {
            PausedOn = PausedOn,
            Appeal = Appeal
        };

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<CampaignFacts>(json);
        (State, StartedOn, EndedOn, Outcome) = (facts.State, facts.StartedOn, facts.EndedOn, facts.Outcome);
        (PausedOn, Appeal) = (facts.PausedOn, facts.Appeal);
        People.Clear();
        People.AddRange(facts.People.Distinct().Select((id, position) => new CampaignPerson { PersonId = id, Position = position }));
    }
}

internal sealed class CampaignPerson
{
    public Guid PersonId { get; init; }

    /// <summary>Position on the page.</summary>
    public int Position { get; init; }
}
