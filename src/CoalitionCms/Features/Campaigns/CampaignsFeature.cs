using CoalitionCms.Features.Campaigns.Actions;
using CoalitionCms.Features.People;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>The feature's door.</summary>
public static class CampaignsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSubject<Campaign, CampaignFacts>(EntryKind.Campaign, CampaignFacts.None)
        .AddScoped<CampaignQueries>()
        .AddScoped<SheetParser>()
        .AddScoped<SaveCampaign>()
        .AddScoped<CampaignNews>()
        .AddScoped<IPersonRelations, CampaignsOfPerson>();
}
