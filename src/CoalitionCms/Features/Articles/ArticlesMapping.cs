using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Articles;

internal sealed class ArticlesMapping : IEntityTypeConfiguration<Article>
{
    public void Configure(EntityTypeBuilder<Article> article)
    {
        article.ToTable("Articles");
        article.Property(a => a.FactsVersion).IsConcurrencyToken();
        article.Property(a => a.Cover).HasMaxLength(64);
        article.HasIndex(a => a.CampaignId);
        article.HasIndex(a => a.EventId);
    }
}
