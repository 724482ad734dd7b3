using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Data.Audit;

internal sealed class AuditTables : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditHead>,
    IEntityTypeConfiguration<AuditStart>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        entry.HasKey(e => e.Number);
        entry.Property(e => e.Number).ValueGeneratedNever();
        entry.Ignore(e => e.Content);
        entry.Property(e => e.Hash).HasMaxLength(64);
        entry.Property(e => e.PreviousHash).HasMaxLength(64);
        entry.Property(e => e.Actor).HasMaxLength(64);
        entry.Property(e => e.Verb).HasMaxLength(64);
        entry.Property(e => e.ObjectKind).HasMaxLength(32);
        entry.Property(e => e.ObjectId).HasMaxLength(64);
        entry.HasIndex(e => new { e.ObjectId, e.Number });
    }

    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable("AuditHead");
        head.Property(h => h.Id).ValueGeneratedNever();
        head.Property(h => h.Hash).HasMaxLength(64);
        head.HasData(AuditHead.Empty);
    }

    public void Configure(EntityTypeBuilder<AuditStart> start)
    {
        start.ToTable("AuditStart");
        start.Property(s => s.Id).ValueGeneratedNever();
        start.Property(s => s.Hash).HasMaxLength(64);
        start.HasData(AuditStart.Whole);
    }
}
