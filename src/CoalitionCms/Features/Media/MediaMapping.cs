using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Media;

internal sealed class MediaMapping : IEntityTypeConfiguration<MediaFile>, IEntityTypeConfiguration<MediaUse>
{
    public void Configure(EntityTypeBuilder<MediaFile> file)
    {
        file.ToTable("Media");
        file.HasKey(f => f.Sha256);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ContentType).HasMaxLength(64);
        file.Ignore(f => f.IsImage);
        file.HasIndex(f => new { f.AddedAt, f.Sha256 });
    }

    public void Configure(EntityTypeBuilder<MediaUse> use)
    {
        use.ToTable("MediaUses");
        use.HasKey(u => new { u.Sha256, u.IsPublic, u.EntryId });
        use.Property(u => u.Sha256).HasMaxLength(64);
        use.HasIndex(u => new { u.EntryId, u.IsPublic });
        use.HasOne<MediaFile>().WithMany().HasForeignKey(u => u.Sha256).OnDelete(DeleteBehavior.Restrict);
    }
}
