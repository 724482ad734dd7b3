using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.PageViews;

internal sealed record ViewsOfDay(DateOnly Day, long Count);

/// <param name="Key">The page as it is counted.</param>
/// <param name="Title">Title of a public entry, or path; empty if the entry is no longer public.</param>
/// <param name="Language">Language of the title; null for a path.</param>
/// <param name="Path">Where it is read; null if it is no longer public.</param>
internal sealed record ViewedPage(string Key, string Title, string? Language, string? Path, long Count);

/// <param name="Page">The page whose days these are; null for all pages together.</param>
/// <param name="Top">The pages that were read most.</param>
internal sealed record ViewsView(bool IsOn, ViewedPage? Page, IReadOnlyList<ViewsOfDay> Days, IReadOnlyList<ViewedPage> Top)
{
    public long Sum => Days.Sum(d => d.Count);
}

/// <summary>Reads the counted views, of a bounded number of rows however many pages there are.</summary>
internal sealed class PageViewQueries(CmsDbContext db, PublishedEntries entries, CmsOptions options, TimeProvider clock)
{
    public const int DaysOfAll = 30;
    public const int DaysOfPage = 90;
    private const int MostPages = 50;

    /// <summary>The last 30 days of all pages, or the last 90 of one; null if that one was never counted.</summary>
    public async Task<ViewsView?> ReadAsync(string? page, CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var from = today.AddDays(1 - (page is null ? DaysOfAll : DaysOfPage));
        var key = page ?? PageView.AllPages;
        var views = db.Set<PageView>().AsNoTracking();
        var counted = await views.Where(v => v.Page == key && v.Day >= from).ToDictionaryAsync(v => v.Day, v => v.Count, cancellationToken);
        if (page is not null && counted.Count == 0)
        {
            return null;
        }

        List<ViewsOfDay> days = [];
        for (var day = from; day <= today; day = day.AddDays(1))
        {
            days.Add(new(day, counted.GetValueOrDefault(day)));
        }

        var isOn = await db.Set<SiteSettings>().Select(s => (bool?)s.CountsViews).SingleOrDefaultAsync(cancellationToken) is not false;
        if (page is not null)
        {
            return new(isOn, (await NamedAsync([(page, counted.Values.Sum())], cancellationToken))[0], days, []);
        }

        var top = await views.Where(v => v.Day >= from && v.Page != PageView.AllPages).GroupBy(v => v.Page)
            .Select(g => new { Page = g.Key, Count = g.Sum(v => v.Count) }).OrderByDescending(p => p.Count).ThenBy(p => p.Page)
            .Take(MostPages).ToListAsync(cancellationToken);
        return new(isOn, null, days, await NamedAsync([.. top.Select(p => (p.Page, p.Count))], cancellationToken));
    }

    private async Task<IReadOnlyList<ViewedPage>> NamedAsync(IReadOnlyList<(string Key, long Count)> pages,
        CancellationToken cancellationToken)
    {
        var ids = pages.Select(p => IdIn(p.Key)).OfType<Guid>().ToList();
        var rows = (await entries.RowsAsync(ids, cancellationToken)).ToDictionary(r => r.EntryId);
        return [.. pages.Select(p => IdIn(p.Key) is not { } id ? new ViewedPage(p.Key, p.Key, null, p.Key, p.Count)
            : rows.GetValueOrDefault(id) is { } row ? new(p.Key, row.Title, row.Language, row.Path, p.Count)
            : new(p.Key, "", null, null, p.Count))];
    }

    private static Guid? IdIn(string key) => Guid.TryParseExact(key, "N", out var id) ? id : null;
}
