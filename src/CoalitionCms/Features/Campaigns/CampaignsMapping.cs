using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Campaigns;

internal sealed class CampaignsMapping : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignPerson>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("Campaigns");
        campaign.Property(c => c.FactsVersion).IsConcurrencyToken();
        campaign.Property(c => c.Appeal).HasConversion(
            appeal => Content.FactsJson.Write(appeal),
            json => Content.FactsJson.Read<Appeal?>(json),
            new ValueComparer<Appeal?>((a, b) => Content.FactsJson.Write(a) == Content.FactsJson.Write(b), a => Content.FactsJson.Write(a).GetHashCode(StringComparison.Ordinal), a => a));
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
