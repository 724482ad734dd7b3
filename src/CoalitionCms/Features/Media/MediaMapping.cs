using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Media;

internal sealed class MediaMapping : IEntityTypeConfiguration<MediaFile>
{
    public void Configure(EntityTypeBuilder<MediaFile> file)
    {
        file.ToTable("Media");
        file.HasKey(f => f.Sha256);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ContentType).HasMaxLength(64);
        file.HasIndex(f => f.AddedAt);
    }
}
