using System.Globalization;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.PageViews;

/// <summary>
/// Adds the counts of this process to the table once a minute and when the program stops. Several processes add to the same rows.
/// </summary>
internal sealed class PageViewRecorder : BackgroundService
{
    public const int KeptDays = 400;

    /// <summary>Pages of a day of which each has a row; those that were read least are counted only among all.</summary>
    internal const int PagesOfADay = 1_000;

    private const int MostPagesToday = 5_000;
    private const int RowsOfAStatement = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AtTheEnd = TimeSpan.FromSeconds(5);

    private readonly PageViewCounts counts;
    private readonly CacheInvalidation invalidation;
    private readonly IServiceScopeFactory scopes;
    private readonly CmsOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<PageViewRecorder> log;
    private readonly SemaphoreSlim changed = new(0);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly HashSet<string> pagesToday = new(StringComparer.Ordinal);
    private Dictionary<string, long> waiting = new(StringComparer.Ordinal);
    private DateOnly day;

    public PageViewRecorder(PageViewCounts counts, CacheInvalidation invalidation, IServiceScopeFactory scopes, CmsOptions options,
        TimeProvider clock, ILogger<PageViewRecorder> log)
    {
        (this.counts, this.invalidation, this.scopes, this.options, this.clock, this.log) =
            (counts, invalidation, scopes, options, clock, log);
        invalidation.ValuesInvalidated += Hear;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AtTheEnd);
        try
        {
            await RecordAsync(limit.Token);
        }
        catch (Exception problem)
        {
            // Numbers of a minute are no reason to keep the program from stopping.
            log.LogWarning("The last page views could not be written. {Type}", problem.GetType().Name);
        }
    }

    public override void Dispose()
    {
        invalidation.ValuesInvalidated -= Hear;
        changed.Dispose();
        turn.Dispose();
        base.Dispose();
    }

    /// <summary>Reads the setting, and writes the counts if they are wanted.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
            counts.IsOn = !options.ReadOnly
                && await db.Set<SiteSettings>().Select(s => (bool?)s.CountsViews).SingleOrDefaultAsync(cancellationToken) is not false;
            foreach (var (page, views) in counts.Take())
            {
                waiting[page] = waiting.GetValueOrDefault(page) + views;
            }

            if (!counts.IsOn)
            {
                waiting.Clear();
                return;
            }

            await WriteAsync(db, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryRecordAsync(stoppingToken);
                await changed.WaitAsync(Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping; StopAsync writes what is left.
        }
    }

    private void Hear(IReadOnlyCollection<string> tags)
    {
        if (tags.Contains(CacheTag.Site))
        {
            changed.Release();
        }
    }

    private async Task TryRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(cancellationToken);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            // The counts are kept until the database is available again.
            log.LogWarning("Page views could not be written; it is tried again. {Type}", problem.GetType().Name);
        }
    }

    private async Task WriteAsync(CmsDbContext db, CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var isNewDay = today != day;
        if (isNewDay)
        {
            pagesToday.Clear();
        }

        if (waiting.Count > 0)
        {
            // A flood of pages makes no flood of rows.
            var rows = waiting.Where(w => HasRow(w.Key)).Append(new(PageView.AllPages, waiting.Values.Sum())).ToList();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var part in rows.Chunk(RowsOfAStatement))
            {
                await AddAsync(db, today, part, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            waiting = new(StringComparer.Ordinal);
        }

        if (isNewDay)
        {
            await TidyAsync(db, today, cancellationToken);
            day = today;
        }
    }

    private bool HasRow(string page) => pagesToday.Contains(page) || (pagesToday.Count < MostPagesToday && pagesToday.Add(page));

    /// <summary>One statement, which both databases understand.</summary>
    private static Task<int> AddAsync(CmsDbContext db, DateOnly today, KeyValuePair<string, long>[] rows,
        CancellationToken cancellationToken)
    {
        var places = rows.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"({{{(2 * i) + 1}}}, {{0}}, {{{(2 * i) + 2}}})"));

        // Security: of the statement only the number of places varies; all values are parameters.
        var statement = "INSERT INTO \"PageViews\" (\"Page\", \"Day\", \"Count\") VALUES " + string.Join(", ", places)
            + " ON CONFLICT (\"Page\", \"Day\") DO UPDATE SET \"Count\" = \"PageViews\".\"Count\" + excluded.\"Count\"";
        return db.Database.ExecuteSqlRawAsync(statement, [today, .. rows.SelectMany(r => (object[])[r.Key, r.Value])], cancellationToken);
    }

    /// <summary>Deletes what is too old, and of the days that ended the pages that were read least.</summary>
    private static async Task TidyAsync(CmsDbContext db, DateOnly today, CancellationToken cancellationToken)
    {
        var views = db.Set<PageView>();
        var oldest = today.AddDays(-KeptDays);
        await views.Where(v => v.Day < oldest).ExecuteDeleteAsync(cancellationToken);
        for (var ended = today.AddDays(-7); ended < today; ended = ended.AddDays(1))
        {
            var pages = views.Where(v => v.Day == ended && v.Page != PageView.AllPages);
            if (await pages.OrderByDescending(v => v.Count).Skip(PagesOfADay).Select(v => (long?)v.Count)
                .FirstOrDefaultAsync(cancellationToken) is { } few)
            {
                await pages.Where(v => v.Count <= few).ExecuteDeleteAsync(cancellationToken);
            }
        }
    }
}
