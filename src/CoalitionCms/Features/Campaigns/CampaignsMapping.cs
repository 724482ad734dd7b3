using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Campaigns;

internal sealed class CampaignsMapping : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignPerson>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("Campaigns");
        campaign.Property(c => c.FactsVersion).IsConcurrencyToken();
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
