using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>The campaigns that may lead the home page, on which settings do not depend.</summary>
internal interface ILeadCampaigns
{
    /// <summary>The public campaigns that are active, newest first, and the chosen one in any case.</summary>
    Task<IReadOnlyList<LeadCampaign>> ChoicesAsync(Guid? chosen, Language language, CancellationToken cancellationToken);
}

internal sealed record LeadCampaign(Guid Id, string Title, string Language);
