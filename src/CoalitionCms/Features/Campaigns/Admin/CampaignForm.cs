using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Campaigns.Admin;

/// <summary>A campaign's facts as form fields.</summary>
public sealed class CampaignForm
{
    private const int SpareRows = 2;

    /// <summary>How it stands.</summary>
    public CampaignState State { get; set; }

    /// <summary>When it began.</summary>
    public string? StartedOn { get; set; }

    /// <summary>When it ended.</summary>
    public string? EndedOn { get; set; }

    /// <summary>What happened, in the entry's language.</summary>
    public string? Outcome { get; set; }

    /// <summary>The people it is for, in order; empty rows are left out.</summary>
    public List<Guid?> People { get; set; } = [];

    internal static CampaignForm Of(CampaignFacts facts, string language)
    {
        var form = new CampaignForm
        {
            State = facts.State,
            StartedOn = facts.StartedOn.Edtf,
            EndedOn = facts.EndedOn.Edtf,
            Outcome = facts.Outcome.In(language),
            People = [.. facts.People.Select(id => (Guid?)id)],
        };
        form.AddRows();
        return form;
    }

    internal void AddRows() => People.AddRange(Enumerable.Repeat<Guid?>(null, SpareRows));

    internal CampaignFacts ToFacts(CampaignFacts before, string language, ICollection<Refusal> refusals) => new(
        State,
        DateFields.Read(StartedOn, nameof(StartedOn), refusals),
        DateFields.Read(EndedOn, nameof(EndedOn), refusals),
        before.Outcome.With(language, Outcome),
        [.. People.OfType<Guid>().Distinct()]);
}
