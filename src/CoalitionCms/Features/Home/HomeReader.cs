using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Home;

/// <summary>The home page.</summary>
/// <param name="Campaigns">Campaigns that go on.</param>
/// <param name="Events">Coming events; when there are none, the last one.</param>
/// <param name="Latest">Newest articles.</param>
/// <param name="About">"Who we are".</param>
public sealed record HomeView(IReadOnlyList<EntryLine> Campaigns, IReadOnlyList<EntryLine> Latest, IReadOnlyList<EntryLine> Events, EntryLine? About);

/// <summary>Reads what the home page shows.</summary>
public sealed class HomeReader(PublishedEntries entries, ArticleReader articles)
{
    /// <summary>The home page in a language.</summary>
    public async Task<HomeView> ReadAsync(Language language, CancellationToken cancellationToken) => new(
        await entries.LatestAsync(EntryKind.Campaign, entries.In(EntryKind.Campaign, language), 3, cancellationToken),
        await articles.LatestAsync(language, 5, cancellationToken),
        await entries.LatestAsync(EntryKind.Event, entries.In(EntryKind.Event, language), 1, cancellationToken),
        (await entries.LatestAsync(EntryKind.Page, entries.In(EntryKind.Page, language).Where(p => p.Slug == "about"), 1, cancellationToken)) is [var about] ? about : null);
}
