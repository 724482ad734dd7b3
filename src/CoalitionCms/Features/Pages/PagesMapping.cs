using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Pages;

internal sealed class PagesMapping : IEntityTypeConfiguration<StandingPage>
{
    public void Configure(EntityTypeBuilder<StandingPage> page)
    {
        page.ToTable("Pages");
        page.Property(p => p.FactsVersion).IsConcurrencyToken();
    }
}
