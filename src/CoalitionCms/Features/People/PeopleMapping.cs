using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.People;

internal sealed class PeopleMapping : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PersonNameRow>, IEntityTypeConfiguration<ChargeRow>, IEntityTypeConfiguration<EpisodeRow>, IEntityTypeConfiguration<CaseEventRow>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("People");
        person.Property(p => p.FactsVersion).IsConcurrencyToken();
        person.Property(p => p.Photo).HasMaxLength(64);
        person.HasMany(p => p.Names).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.Charges).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.Episodes).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.CaseEvents).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.Navigation(p => p.Names).AutoInclude();
        person.Navigation(p => p.Charges).AutoInclude();
        person.Navigation(p => p.Episodes).AutoInclude();
        person.Navigation(p => p.CaseEvents).AutoInclude();
        person.HasIndex(p => p.Status);
    }

    public void Configure(EntityTypeBuilder<PersonNameRow> row)
    {
        row.ToTable("PersonNames");
        row.HasKey("PersonId", nameof(PersonNameRow.Position));
        row.Property(r => r.Language).HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<ChargeRow> row)
    {
        row.ToTable("Charges");
        row.HasKey("PersonId", nameof(ChargeRow.Position));
    }

    public void Configure(EntityTypeBuilder<EpisodeRow> row)
    {
        row.ToTable("DetentionEpisodes");
        row.HasKey("PersonId", nameof(EpisodeRow.Position));
    }

    public void Configure(EntityTypeBuilder<CaseEventRow> row)
    {
        row.ToTable("CaseEvents");
        row.HasKey("PersonId", nameof(CaseEventRow.Position));
        row.Property(r => r.Sources).HasConversion(
            sources => Publishing.FactsJson.Write(sources),
            json => Publishing.FactsJson.Read<IReadOnlyList<Source>>(json),
            new ValueComparer<IReadOnlyList<Source>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list));
    }
}
