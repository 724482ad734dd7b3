using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>How a campaign stands.</summary>
public enum CampaignState
{
    /// <summary>Going on.</summary>
    Active,

    /// <summary>Resting.</summary>
    Paused,

    /// <summary>The demand was met.</summary>
    Won,

    /// <summary>Ended without its demand being met.</summary>
    Closed,
}

/// <summary>Facts of a campaign. The demand itself is the entry's title.</summary>
/// <param name="State">How it stands.</param>
/// <param name="StartedOn">When it began.</param>
/// <param name="EndedOn">When it was won or closed.</param>
/// <param name="Result">What happened, in a sentence.</param>
/// <param name="People">The people it is for, in order.</param>
public sealed record CampaignFacts(CampaignState State, FuzzyDate StartedOn, FuzzyDate EndedOn, LocalText Result, IReadOnlyList<Guid> People)
{
    /// <summary>An active campaign for nobody yet.</summary>
    public static CampaignFacts None { get; } = new(CampaignState.Active, FuzzyDate.Unknown, FuzzyDate.Unknown, LocalText.Empty, []);

    /// <summary>When it was paused, while it is.</summary>
    public FuzzyDate PausedOn { get; init; } = FuzzyDate.Unknown;

    /// <summary>What supporters can write, pass on and do; null for nothing yet.</summary>
    public Appeal? Appeal { get; init; }
}

/// <summary>A demand, its people and its updates.</summary>
public sealed class Campaign : ItemRow
{
    /// <summary>How it stands.</summary>
    public CampaignState State { get; private set; }

    /// <summary>When it began.</summary>
    public FuzzyDate StartedOn { get; private set; } = FuzzyDate.Unknown;

    /// <summary>When it ended.</summary>
    public FuzzyDate EndedOn { get; private set; } = FuzzyDate.Unknown;

    /// <summary>What happened.</summary>
    public LocalText Result { get; private set; } = LocalText.Empty;

    /// <summary>When it was paused.</summary>
    public FuzzyDate PausedOn { get; private set; } = FuzzyDate.Unknown;

    /// <summary>What supporters can do, or null.</summary>
    public Appeal? Appeal { get; private set; }

    /// <summary>The people it is for.</summary>
    public List<CampaignPerson> People { get; private set; } = [];

    public CampaignFacts ToFacts() =>
        new(State, StartedOn, EndedOn, Result, [.. People.OrderBy(p => p.Position).Select(p => p.PersonId)]) { PausedOn = PausedOn, Appeal = Appeal };

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<CampaignFacts>(json);
        (State, StartedOn, EndedOn, Result) = (facts.State, facts.StartedOn, facts.EndedOn, facts.Result);
        (PausedOn, Appeal) = (facts.PausedOn, facts.Appeal);
        People.Clear();
        People.AddRange(facts.People.Distinct().Select((id, position) => new CampaignPerson { PersonId = id, Position = position }));
    }
}

/// <summary>A person of a campaign.</summary>
public sealed class CampaignPerson
{
    /// <summary>The person.</summary>
    public Guid PersonId { get; init; }

    /// <summary>Order on the page.</summary>
    public int Position { get; init; }
}
