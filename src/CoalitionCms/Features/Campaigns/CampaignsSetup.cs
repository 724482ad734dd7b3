using CoalitionCms.Content;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Campaigns;

internal static class CampaignsSetup
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddScoped<FactsStore, CampaignFactsStore>().AddScoped<CampaignQueries>().AddScoped<IEntryPage, CampaignEntryPage>()
        .AddScoped<SheetParser>().AddScoped<ILeadCampaigns,
        LeadCampaigns>()
        .AddScoped<IPersonRelations, CampaignsOfPerson>();
}

internal sealed class CampaignsTables : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignPerson>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("Campaigns");
        campaign.HasIndex(c => c.State);
        campaign.Property(c => c.Appeal).HasConversion(
            appeal => FactsJson.Write(appeal),
            json => FactsJson.Read<Appeal?>(json),
            new ValueComparer<Appeal?>((a, b) => FactsJson.Write(a) == FactsJson.Write(b), a =>
            FactsJson.Write(a).GetHashCode(StringComparison.Ordinal), a => a));
        campaign.HasMany(c => c.People).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        campaign.Navigation(c => c.People).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<CampaignPerson> row)
    {
        row.ToTable("CampaignPeople");
        row.HasKey("CampaignId", nameof(CampaignPerson.PersonId));
        row.HasIndex(r => r.PersonId);
    }
}
