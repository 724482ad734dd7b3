using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.People;

internal static class PeopleSetup
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddScoped<FactsStore, PersonFactsStore>().AddScoped<PersonQueries>().AddScoped<IProtectedNames, ProtectedPersonNames>()
        .AddScoped<IEntryPage, PersonEntryPage>()
        .AddScoped<PeopleListQueries>().AddSingleton<PeopleIndex>()
        .AddScoped<CaseOpenData>().AddScoped<StaleCases>().AddScoped<Actions.ImportCases>().AddScoped<Actions.SaveUnSheet>()
        .AddScoped<IPublishingCheck, SourcesCheck>();
}

internal sealed class PeopleTables
    : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PersonNameRow>, IEntityTypeConfiguration<ChargeRow>,
    IEntityTypeConfiguration<EpisodeRow>, IEntityTypeConfiguration<CaseEventRow>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("People");
        person.Property(p => p.Photo).HasMaxLength(64);
        person.HasMany(p => p.Names).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.Charges).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.Episodes).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.HasMany(p => p.CaseEvents).WithOne().HasForeignKey("PersonId").OnDelete(DeleteBehavior.Cascade);
        person.Navigation(p => p.Names).AutoInclude();
        person.Navigation(p => p.Charges).AutoInclude();
        person.Navigation(p => p.Episodes).AutoInclude();
        person.Navigation(p => p.CaseEvents).AutoInclude();
        person.Property(p => p.HeldAtOriginalLanguage).HasMaxLength(16);
        person.Property(p => p.HeldInOriginalLanguage).HasMaxLength(16);
        Json(person.Property(p => p.Notes), CaseNotes.None);
        Json<FactSources?>(person.Property(p => p.Sources), null);
        Json(person.Property(p => p.Extras), CaseExtras.None);
        person.HasIndex(p => p.Status);
        person.HasIndex(p => new { p.VerifiedOn, p.Id });
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
        Json(row.Property(r => r.History), []);
        Json(row.Property(r => r.Sources), []);
    }

    public void Configure(EntityTypeBuilder<EpisodeRow> row)
    {
        row.ToTable("DetentionEpisodes");
        row.HasKey("PersonId", nameof(EpisodeRow.Position));
        Json(row.Property(r => r.Sources), []);
    }

    public void Configure(EntityTypeBuilder<CaseEventRow> row)
    {
        row.ToTable("CaseEvents");
        row.HasKey("PersonId", nameof(CaseEventRow.Position));
        Json(row.Property(r => r.Sources), []);
    }

    /// <summary>Stores a part of the facts as JSON, in the format of revisions. Rows older than the column have the empty value.</summary>
    private static void Json<T>(PropertyBuilder<T> property, T nothing) => property.HasConversion(
        part => FactsJson.Write(part),
        json => json.Length == 0 ? nothing : FactsJson.Read<T>(json),
        new ValueComparer<T>((a, b) => FactsJson.Write(a) == FactsJson.Write(b), part =>
        FactsJson.Write(part).GetHashCode(StringComparison.Ordinal), part => part));
}

/// <summary>Validates the facts of people by <see cref="PersonRules"/> and stores them; a portrait must be in the library.</summary>
internal sealed class PersonFactsStore(CmsDbContext db, CmsOptions options, TimeProvider clock)
    : FactsStore(EntryKind.Person, typeof(PersonFacts), FactsJson.Write(PersonFacts.None))
{
    public override async Task<IReadOnlyDictionary<Guid, ItemPicture>> PicturesAsync(IReadOnlyCollection<Guid> items,
        CancellationToken cancellationToken)
    {
        var people = await db.Set<Person>().AsNoTracking().Where(p => items.Contains(p.Id))
            .Select(p => new { p.Id, p.Photo, p.Status, Names = p.Names.Select(n => new { n.Position, n.Text, n.Language }).ToList() })
            .ToListAsync(cancellationToken);
        return people.ToDictionary(p => p.Id, p =>
        {
            // The name in its own script, of which one character says more than a Latin letter.
            var name = p.Names.OrderBy(n => n.Language.EndsWith("-Latn", StringComparison.Ordinal)).ThenBy(n => n.Position)
                .FirstOrDefault();
            return new ItemPicture(p.Photo, null, StringInfo.GetNextTextElement(name?.Text ?? ""), name?.Language ?? "",
                StatusView.Tone(p.Status));
        });
    }

    public override async Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken)
    {
        var facts = FactsJson.Read<PersonFacts>(json);
        var errors = PersonRules.Check(facts, clock.TodayIn(options.Zone)).ToList();
        if (facts.Photo.Length > 0 && !await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == facts.Photo && m.Width > 0, cancellationToken))
        {
            errors.Add(MediaErrors.NoSuchFile with { Field = nameof(PersonFacts.Photo) });
        }

        return errors;
    }

    public override string ForReaders(string json) => FactsJson.Write(FactsJson.Read<PersonFacts>(json).ForReaders());

    public override IEnumerable<string> NamesIn(string json) => FactsJson.Read<PersonFacts>(json).Names.Select(n => n.Text);

    public override IEnumerable<string> WordsIn(string json, string language)
    {
        var facts = FactsJson.Read<PersonFacts>(json).ForReaders();
        LocalText[] texts = [facts.Occupation, facts.Region, facts.HeldAt, facts.HeldIn, .. facts.Charges.Select(c => c.Text)];
        return [.. texts.Select(t => t.For(language)?.Text ?? ""), facts.HeldAtOriginal?.Text ?? "", facts.HeldInOriginal?.Text ?? ""];
    }

    public override async Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Person>().AsSplitQuery().FirstOrDefaultAsync(p => p.Id == itemId, cancellationToken);

    public override ItemRow AddRow(Guid itemId) => db.Add(new Person { Id = itemId }).Entity;
}
