using System.Text.Json.Nodes;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Content;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Home;

/// <param name="Campaigns">Active campaigns, with their people.</param>
/// <param name="LastEvent">The last event, if none is upcoming.</param>
internal sealed record HomeView(
    IReadOnlyList<CampaignCard> Campaigns, IReadOnlyList<EntryRow> Latest, IReadOnlyList<EventCard> Coming, EntryRow? LastEvent,
        EntryRow? About);

internal sealed class HomeQueries(PublishedEntries entries, ArticleQueries articles, CampaignQueries campaigns, EventQueries events)
{
    public async Task<HomeView> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var coming = await events.NextAsync(language, 2, cancellationToken);
        return new(
            await campaigns.ActiveCardsAsync(language, 3, cancellationToken),
            await articles.LatestAsync(language, 5, cancellationToken),
            coming,
            coming.Count > 0 ? null
                : One(await entries.LatestAsync(EntryKind.Event, entries.In(EntryKind.Event, language), 1, cancellationToken)),
            One(await entries.LatestAsync(
                EntryKind.Page, entries.In(EntryKind.Page, language).Where(p => p.Slug == "about"), 1, cancellationToken)));
    }

    private static EntryRow? One(IReadOnlyList<EntryRow> lines) => lines is [var line] ? line : null;
}

/// <summary>The organisation as schema.org NGO data.</summary>
internal static class HomeData
{
    public static JsonLd Of(SiteFrame frame, SiteUrls urls) => new(new JsonObject
    {
        ["@type"] = "NGO",
        ["name"] = frame.Name.Text,
        ["url"] = urls.Absolute("/"),
        ["description"] = frame.Lede.Text,
    });
}
