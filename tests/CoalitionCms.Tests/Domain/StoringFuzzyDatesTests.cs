using CoalitionCms.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

/// <summary>The promise to every mapping: a complex type of three columns, which can be sorted and searched by the range.</summary>
public sealed class StoringFuzzyDatesTests : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");

    [Fact]
    public async Task A_date_comes_back_from_the_database_as_it_was()
    {
        await this.connection.OpenAsync(TestContext.Current.CancellationToken);
        string[] spellings = ["2011", "", "2010-05-14", "2010-05~", "2010-05-14%/2010-06-15%", "../2010", "2012/.."];
        await using (var db = new StepsContext(this.connection))
        {
            await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            foreach (var spelling in spellings)
            {
                db.Add(new Step { OccurredOn = Read(spelling) });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var read = new StepsContext(this.connection);
        var dates = await read.Steps.OrderBy(step => step.OccurredOn.Earliest == null).ThenBy(step => step.OccurredOn.Earliest)
            .ThenBy(step => step.OccurredOn.Latest)
            .Select(step => step.OccurredOn).ToListAsync(TestContext.Current.CancellationToken);
        dates.ShouldBe(spellings.Select(Read), ignoreOrder: true);
        dates.Take(5).Select(date => date.Edtf).ShouldBe(["2010-05~", "2010-05-14", "2010-05-14%/2010-06-15%", "2011", "2012/.."]);
    }

    private static FuzzyDate Read(string spelling)
    {
        FuzzyDate.TryParse(spelling, out var date, out _).ShouldBeTrue();
        return date;
    }

    public void Dispose() => this.connection.Dispose();

    private sealed class Step
    {
        public int Id { get; init; }

        public FuzzyDate OccurredOn { get; init; } = FuzzyDate.Unknown;
    }

    private sealed class StepsContext(SqliteConnection connection) : DbContext
    {
        public DbSet<Step> Steps => Set<Step>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Step>().ComplexProperty(step => step.OccurredOn, date =>
        {
            date.Property(value => value.Edtf);
            date.Property(value => value.Earliest);
            date.Property(value => value.Latest);
        });
    }
}
