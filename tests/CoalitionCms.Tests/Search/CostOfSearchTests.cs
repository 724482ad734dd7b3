using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Search;

/// <summary>
/// Measures, and so runs only when asked for:
/// tests/CoalitionCms.Benchmarks/search.sh does. What counts is the time for which
/// the processors
/// worked for the site and its database (Linux), not what others made it wait.
/// </summary>
public sealed class CostOfSearchTests(Sites sites, ITestOutputHelper output) : IClassFixture<Sites>
{
    private const int Pairs = 60;

    // Until both have compiled everything as well as they can.
    private const int WarmUp = 40;
    private const double Limit = 1.2;

    [Fact(Explicit = true)]
    public async Task Publishing_costs_little_more_with_search_than_without()
    {
        var medians = new List<double>();
        foreach (var database in Enum.GetValues<DatabaseKind>()
            .Where(d => d == DatabaseKind.Sqlite || TestDatabases.PostgreSqlServer is not null))
        {
            var site = await sites.OnAsync(database);
            var body = string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture,
                $"Paragraph {i} tells who came, 金海 among them, and what the court of 北京市第一中级人民法院 said about the letter.\n\n")));
            var (with, without) = (new List<double>(), new List<double>());
            for (var pair = -WarmUp; pair < Pairs; pair++)
            {
                // In turn, and not always the same one first.
                var isFirst = pair % 2 == 0;
                var one = await PublishAsync(site, pair, isFirst, body);
                var other = await PublishAsync(site, pair, !isFirst, body);
                if (pair >= 0)
                {
                    with.Add(isFirst ? one : other);
                    without.Add(isFirst ? other : one);
                }
            }

            var median = Median(with.Zip(without, (one, other) => one / other));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publishing: {database}: {median:0.00} × with search, at most "
                + $"{Limit} (median of {Pairs} pairs); {Median(with) / 1e6:0.0} ms, without {Median(without) / 1e6:0.0} ms"));
            medians.Add(median);
        }

        medians.ShouldAllBe(m => m <= Limit);
    }

    private static double Median(IEnumerable<double> numbers) => numbers.Order().ElementAt(Pairs / 2);

    private static async Task<double> PublishAsync(CmsSite site, int number, bool searches, string body)
    {
        var saved = await site.SaveAsync(EntryKind.Article,
            Writing.Words(string.Create(CultureInfo.InvariantCulture, $"Cost {number + 100} {searches}"), body), ArticleFacts.None);
        await using var scope = site.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        SearchIndex search = searches ? services.GetRequiredService<SearchIndex>()
            : new NoSearch(services.GetRequiredService<CmsDbContext>());
        var publish = ActivatorUtilities.CreateInstance<PublishEntry>(services,
            ActivatorUtilities.CreateInstance<Publisher>(services, search));
        List<string> server = site.Database == DatabaseKind.Sqlite ? [] : await site.InDatabaseAsync(db => db.Database.SqlQuery<string>(
            $"SELECT pid::text AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'")
            .ToListAsync(TestContext.Current.CancellationToken));
        List<string> processes = ["self", .. server];
        var before = processes.ConvertAll(Worked);
        (await publish.RunAsync(Actor.CommandLine, new(saved.EntryId, saved.Version), TestContext.Current.CancellationToken))
            .IsDone.ShouldBeTrue();
        return processes.ConvertAll(Worked).Zip(before, (after, was) => after - was).Sum();
    }

    /// <summary>Nanoseconds of the processors for a process; threads that ended meanwhile no longer count.</summary>
    private static double Worked(string process) => !Directory.Exists($"/proc/{process}/task") ? 0
        : Directory.GetDirectories($"/proc/{process}/task")
        .Sum(thread => double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture));

    private sealed class NoSearch(CmsDbContext db) : SearchIndex(db, [], null!, new SearchUpkeep())
    {
        public override Task PutAsync(IReadOnlyCollection<Publication> publications, string factsJson,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
