using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Content;

internal sealed class PublishingMapping :
    IEntityTypeConfiguration<Entry>,
    IEntityTypeConfiguration<Revision>,
    IEntityTypeConfiguration<Publication>,
    IEntityTypeConfiguration<PublicationTag>,
    IEntityTypeConfiguration<PublishedFacts>,
    IEntityTypeConfiguration<OldPath>,
    IEntityTypeConfiguration<ReviewStep>,
    IEntityTypeConfiguration<EditPresence>
{
    private const int LanguageLength = 16;
    private const int SlugLength = 120;

    public void Configure(EntityTypeBuilder<Entry> entry)
    {
        entry.ToTable("Entries");
        entry.Property(e => e.Language).HasMaxLength(LanguageLength);
        entry.Property(e => e.Slug).HasMaxLength(SlugLength);
        entry.Property(e => e.Version).IsConcurrencyToken();

        // The scheduler of another process, or an author, may have been there first; it bumps no version.
        entry.Property(e => e.ScheduledAt).IsConcurrencyToken();
        entry.HasIndex(e => e.ScheduledAt);
        entry.HasIndex(e => e.TrashedAt);
        entry.HasIndex(e => e.SubmittedRevisionId);
        entry.HasIndex(e => new { e.ItemId, e.Language }).IsUnique();
        entry.HasIndex(e => new { e.Kind, e.UpdatedAt, e.Id });
        entry.HasIndex(e => new { e.Kind, e.Language, e.Slug });
        entry.HasIndex(e => new { e.CreatedBy, e.UpdatedAt });
    }

    public void Configure(EntityTypeBuilder<Revision> revision)
    {
        revision.ToTable("Revisions");
        revision.Property(r => r.Slug).HasMaxLength(SlugLength);
        revision.Property(r => r.Hash).HasMaxLength(64);
        revision.Ignore(r => r.Text);
        revision.HasIndex(r => new { r.EntryId, r.Number }).IsUnique();
        revision.HasOne<Entry>().WithMany().HasForeignKey(r => r.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PublishedFacts> facts)
    {
        facts.ToTable("PublishedFacts");
        facts.HasKey(f => f.ItemId);
    }

    public void Configure(EntityTypeBuilder<Publication> publication)
    {
        publication.ToTable("Publications");
        publication.HasKey(p => p.EntryId);
        publication.Property(p => p.Language).HasMaxLength(LanguageLength);
        publication.Property(p => p.Slug).HasMaxLength(SlugLength);
        publication.Property(p => p.RevisionHash).HasMaxLength(64);
        publication.HasIndex(p => new { p.Kind, p.Language, p.Slug }).IsUnique();
        publication.HasIndex(p => new { p.Kind, p.SortAt, p.EntryId });
        publication.HasIndex(p => new { p.Kind, p.Year, p.SortAt });
        publication.HasIndex(p => new { p.ItemId, p.Language }).IsUnique();
        publication.HasOne<Entry>().WithOne().HasForeignKey<Publication>(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
        publication.HasOne<Revision>().WithMany().HasForeignKey(p => p.RevisionId).OnDelete(DeleteBehavior.Restrict);
        publication.HasMany(p => p.Tags).WithOne().HasForeignKey(t => t.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PublicationTag> tag)
    {
        tag.ToTable("PublicationTags");
        tag.HasKey(t => new { t.EntryId, t.Slug });
        tag.Property(t => t.Slug).HasMaxLength(SlugLength);
        tag.HasIndex(t => t.Slug);
    }

    public void Configure(EntityTypeBuilder<OldPath> path)
    {
        path.ToTable("OldPaths");
        path.HasKey(p => new { p.Kind, p.Language, p.Slug });
        path.Property(p => p.Language).HasMaxLength(LanguageLength);
        path.Property(p => p.Slug).HasMaxLength(SlugLength);
        path.HasOne<Entry>().WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ReviewStep> step)
    {
        step.ToTable("ReviewSteps");
        step.Property(s => s.RevisionHash).HasMaxLength(64);
        step.HasIndex(s => new { s.EntryId, s.At });
        step.HasIndex(s => new { s.RevisionId, s.Kind });
        step.HasOne<Entry>().WithMany().HasForeignKey(s => s.EntryId).OnDelete(DeleteBehavior.Cascade);
        step.HasOne<Revision>().WithMany().HasForeignKey(s => s.RevisionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<EditPresence> presence)
    {
        presence.ToTable("EditPresences");
        presence.HasKey(p => new { p.EntryId, p.AccountId });
        presence.HasIndex(p => p.SeenAt);
        presence.HasOne<Entry>().WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Cascade);
    }
}
