using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Home;

/// <param name="Tally">The number of people by status.</param>
/// <param name="Campaigns">The newest campaigns, active ones first.</param>
/// <param name="Event">The next event, otherwise the last.</param>
/// <param name="Taken">The people held longest; null while no custody has a date.</param>
/// <param name="Compromised">The first address that readers must not open, or null.</param>
internal sealed record HomeView(
    IReadOnlyList<StatusTally> Tally, IReadOnlyList<CampaignCard> Campaigns, IReadOnlyList<ArticleCard> Latest, EventCard? Event,
    bool IsEventComing, TakenView? Taken, EntryRow? About, AddressRow? Compromised, DateOnly CountedOn)
{
    /// <summary>The campaign that leads the page: the one that an admin chose, otherwise the newest that goes on.</summary>
    public CampaignCard? Lead => Campaigns is [{ Standing.State: CampaignState.Active } first, ..] ? first : null;

    public IEnumerable<CampaignCard> Others => Campaigns.Skip(Lead is null ? 0 : 1);

    /// <summary>
    /// Up to three numbers: how many are held, died, are free. Of few people, how many there are takes the place of a zero.
    /// </summary>
    public IEnumerable<HomeNumber> Numbers
    {
        get
        {
            HomeNumber[] rows =
            [
                Of("Home.InCustody", "danger", s => DaysDetained.IsHeld(s)),
                Of("Home.Died", "none", s => s == CaseStatus.DiedInCustody),
                Of("Home.FreeOrExile", "info", s => s is CaseStatus.Released or CaseStatus.InExile),
            ];
            var known = rows.Where(r => r.Count > 0).ToList();
            return known.Count is 0 or 3 ? known : [new("Home.OnRecord", "tone", Tally.Sum(t => t.Count), null), .. known];
        }
    }

    private HomeNumber Of(string key, string tone, Func<CaseStatus, bool> isCounted)
    {
        var counted = Tally.Where(t => isCounted(t.Status)).ToList();
        return new(key, tone, counted.Sum(t => t.Count), counted is [var only] ? only.Status : null);
    }
}

/// <param name="Status">The only status that is counted, for the link; null for several.</param>
internal sealed record HomeNumber(string Key, string Tone, int Count, CaseStatus? Status);

internal sealed class HomeQueries(PublishedEntries entries, ArticleQueries articles, CampaignQueries campaigns, EventQueries events,
    PeopleListQueries people, AddressQueries addresses, ISiteFrames frames, TimeProvider clock, CmsOptions options)
{
    public async Task<HomeView> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var coming = await events.NextAsync(language, 1, cancellationToken);
        return new(
            await people.TallyAsync(cancellationToken),
            await campaigns.FirstCardsAsync(language, 4, (await frames.ReadAsync(language, cancellationToken)).Lead, cancellationToken),
            ForReaders(await articles.CardsAsync(await articles.LatestAsync(language, 5, cancellationToken), language, cancellationToken),
                language),
            coming.Count > 0 ? coming[0] : await events.LastAsync(language, cancellationToken),
            coming.Count > 0,
            await people.TakenAsync(language, cancellationToken),
            await AboutAsync(language, cancellationToken),
            (await addresses.ReadAsync(language, cancellationToken)).Compromised is [var unsafeAddress, ..] ? unsafeAddress : null,
            clock.TodayIn(options.Zone));
    }

    /// <summary>The first place, which has a large photo, goes to an article in the reader's language.</summary>
    private static IReadOnlyList<ArticleCard> ForReaders(IReadOnlyList<ArticleCard> latest, Language language)
    {
        var first = latest.Where(a => a.Line.Language == language.Code).OrderBy(a => a.Cover is null).FirstOrDefault();
        return first is null ? latest : [first, .. latest.Where(a => a != first)];
    }

    private async Task<EntryRow?> AboutAsync(Language language, CancellationToken cancellationToken) =>
        await entries.ItemOfAsync(EntryKind.Page, PageData.AboutSlug, cancellationToken) is { } item
            && await entries.OfAsync(EntryKind.Page, [item], language, cancellationToken) is [var about, ..]
            ? about
            : null;
}

/// <summary>The organisation as schema.org NGO data.</summary>
internal static class HomeData
{
    public static JsonLd Of(SiteFrame frame, SiteUrls urls)
    {
        var data = new JsonObject { ["@type"] = "NGO", ["name"] = frame.Name.Text, ["url"] = urls.Absolute("/") };
        if (frame.Lede.Text.Length > 0)
        {
            data["description"] = frame.Lede.Text;
        }

        return new(data);
    }
}
