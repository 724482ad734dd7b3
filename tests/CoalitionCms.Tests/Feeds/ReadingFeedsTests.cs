using System.Net;
using System.ServiceModel.Syndication;
using System.Text.Json;
using System.Xml;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Feeds;

/// <summary>Feeds as programs read them: Atom (RFC 4287) and JSON Feed 1.1.</summary>
public sealed class ReadingFeedsTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Another_program_reads_the_same_titles_times_and_texts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var code in (string[])["en", "zh-Hans", "zh-Hant", "ko"])
        {
            var language = Language.Find(code)!;
            var article = await site.InDatabaseAsync(db => db.Set<Publication>().AsNoTracking()
                .SingleAsync(p => p.Kind == EntryKind.Article && p.Language == code, Token));

            var feed = Atom((await visitor.GetAsync(SiteUrls.Feed(language))).ShouldHave(HttpStatusCode.OK));

            feed.Language.ShouldBe(code);
            feed.Links.Single(l => l.RelationshipType == "self").Uri.ShouldBe(new Uri("http://localhost:5000" + SiteUrls.Feed(language)));
            var item = feed.Items.ShouldHaveSingleItem();
            (item.Id, item.Title.Text, item.Summary.Text)
                .ShouldBe(("urn:uuid:" + article.EntryId.ToString("D"), article.Title, article.Summary));
            (item.PublishDate.UtcDateTime, item.LastUpdatedTime.UtcDateTime)
                .ShouldBe((WholeSecond(article.FirstPublishedAt), WholeSecond(article.UpdatedAt)));
            feed.LastUpdatedTime.ShouldBeGreaterThanOrEqualTo(item.LastUpdatedTime);
            var page = item.Links.Single(l => l.RelationshipType == "alternate").Uri;
            (await visitor.GetAsync(page.PathAndQuery)).ShouldHave(HttpStatusCode.OK).ShouldSay(article.Title);
            item.Content.ShouldBeOfType<TextSyndicationContent>().Type.ShouldBe("html");
            var text = ((TextSyndicationContent)item.Content).Text;
            text.ShouldContain("<p>");

            var answer = (await visitor.GetAsync(SiteUrls.JsonFeed(language))).ShouldHave(HttpStatusCode.OK);
            answer.Header("Content-Type").ShouldBe("application/feed+json; charset=utf-8");
            using var json = JsonDocument.Parse(answer.Body);
            var root = json.RootElement;
            (Text(root, "version"), Text(root, "feed_url"), Text(root, "language"), Text(root, "title"))
                .ShouldBe(("https://jsonfeed.org/version/1.1", "http://localhost:5000" + SiteUrls.JsonFeed(language), code,
                feed.Title.Text));
            var same = root.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
            (Text(same, "id"), Text(same, "url"), Text(same, "title"), Text(same, "summary"), Text(same, "content_html"))
                .ShouldBe((item.Id, page.OriginalString, item.Title.Text, item.Summary.Text, text));
            (Text(same, "date_published"), Text(same, "date_modified"))
                .ShouldBe((Rfc3339(item.PublishDate), Rfc3339(item.LastUpdatedTime)));
        }

        static DateTime WholeSecond(DateTime utc) => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
        static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
    }

    [OnEachDatabase]
    public async Task A_campaign_and_a_tag_have_feeds_of_their_own_which_their_pages_name(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var campaign = await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free the poets", slug: "poets"),
            CampaignFacts.None));
        var facts = ArticleFacts.None with { CampaignId = campaign.ItemId };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Words("An update", "Of the campaign."), facts));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article,
            Words("Of its own", "With a tag.") with { Tags = ["Letters from 狱中"] }, ArticleFacts.None));
        using var visitor = site.Visit();
        foreach (var (path, title, word) in new[]
        {
            ("/campaigns/poets", "An update", "Free the poets"),
            ("/tags/letters-from-狱中", "Of its own", "Letters from 狱中"),
        })
        {
            var page = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            page.One($"head link[rel=alternate][type='application/atom+xml'][title='{word}']").GetAttribute("href")
                .ShouldBe(path + "/feed.atom");
            page.One($"head link[rel=alternate][type='application/feed+json'][title='{word}']").GetAttribute("href")
                .ShouldBe(path + "/feed.json");
            page.AllOf("head link[rel=alternate][type='application/feed+json']").Count.ShouldBe(2);

            var atom = Atom((await visitor.GetAsync(path + "/feed.atom")).ShouldHave(HttpStatusCode.OK));
            atom.Items.ShouldHaveSingleItem().Title.Text.ShouldBe(title);
            atom.Title.Text.ShouldStartWith(word + " – ");
            atom.Links.Single(l => l.RelationshipType == "self").Uri.OriginalString
                .ShouldBe($"http://localhost:5000{Iri.ToUri(path)}/feed.atom");
            using var json = JsonDocument.Parse((await visitor.GetAsync(path + "/feed.json")).ShouldHave(HttpStatusCode.OK).Body);
            Text(json.RootElement.GetProperty("items").EnumerateArray().ShouldHaveSingleItem(), "title").ShouldBe(title);
            Text(json.RootElement, "home_page_url").ShouldBe("http://localhost:5000" + Iri.ToUri(path));
        }

        // Where there is nothing, or not in this language, there is no feed.
        foreach (var none in (string[])["/tags/none", "/campaigns/none", "/ko/campaigns/poets"])
        {
            (await visitor.GetAsync(none + "/feed.atom")).ShouldHave(HttpStatusCode.NotFound);
            (await visitor.GetAsync(none + "/feed.json")).ShouldHave(HttpStatusCode.NotFound);
        }

        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Campaign, campaign, Words("Free the poets", slug: "all-poets"),
            CampaignFacts.None));
        (await visitor.GetAsync("/campaigns/poets/feed.json"))
            .ShouldHave(HttpStatusCode.OK).Path.ShouldBe("/campaigns/all-poets/feed.json");
    }

    [OnEachDatabase]
    public async Task Every_address_in_a_feed_is_absolute_and_no_placeholder_comes_with_a_photo(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(7), "A square");
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Words("With a photo",
            $"{Library.InText(photo)}\n\n[here](/about), [there](#x).[^1]\n\n[^1]: A note."), ArticleFacts.None with { Cover = photo }));
        using var visitor = site.Visit();
        using var json = JsonDocument.Parse((await visitor.GetAsync("/feed.json")).ShouldHave(HttpStatusCode.OK).Body);
        var item = json.RootElement.GetProperty("items")[0];
        Text(item, "image").ShouldBe($"http://localhost:5000/media/{photo}/32.jpg");
        foreach (var html in new[]
        {
            Text(item, "content_html"),
            ((TextSyndicationContent)Atom(await visitor.GetAsync("/feed.atom")).Items.Single().Content).Text,
        })
        {
            html.ShouldNotContain("svg");
            var parsed = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
            var addresses = parsed.All.SelectMany(e => e.Attributes)
                .Where(a => a.Name is "href" or "src" or "srcset").SelectMany(a => a.Value.Split(", ")).ToList();
            addresses.Count.ShouldBeGreaterThan(5);
            addresses.ShouldAllBe(a => a.StartsWith("http://localhost:5000/", StringComparison.Ordinal));
        }
    }

    [OnEachDatabase]
    public async Task The_time_of_a_feed_never_goes_back_and_a_withdrawal_moves_it_on(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var first = await site.PublishArticleAsync(Words("First", "Words."));
        site.Clock.Move(TimeSpan.FromHours(1));
        var second = await site.PublishArticleAsync(Words("Second", "Words.") with { Tags = ["one"] });
        var times = new List<DateTimeOffset> { await UpdatedAsync() };
        site.Clock.Move(TimeSpan.FromHours(1));
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, second, Words("Second", "Other words."), ArticleFacts.None));
        times.Add(await UpdatedAsync());
        site.Clock.Move(TimeSpan.FromHours(1));
        await site.WithdrawAsync(second);
        times.Add(await UpdatedAsync());
        Atom(await visitor.GetAsync("/feed.atom")).Items.ShouldHaveSingleItem();
        site.Clock.Move(TimeSpan.FromHours(1));
        await site.WithdrawAsync(first);
        times.Add(await UpdatedAsync());

        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.First.AddMinutes(59) < pair.Second);

        async Task<DateTimeOffset> UpdatedAsync() => Atom(await visitor.GetAsync("/feed.atom")).LastUpdatedTime;
    }

    [Fact]
    public async Task A_change_of_what_a_list_does_not_show_leaves_it_alone_and_one_of_what_it_shows_never_does()
    {
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = hook.AddTo });
        using var visitor = site.Visit();
        var (articles, facts) = (new List<SaveEntry.Saved>(), ArticleFacts.None);
        for (var month = 0; month <= PublishedEntries.PageSize; month++)
        {
            articles.Add(await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Words($"Month {month}."), facts with
            {
                DatedOn = new DateOnly(2019, 6, 15).AddMonths(month),
            })));
        }

        var before = await ReadAsync();
        before["/feed.atom"].ShouldNotContain("Month 0.");
        site.Clock.Move(TimeSpan.FromHours(1));

        // The oldest: on the second page, in its year, and in no feed.
        await ChangeAsync(0, "Month 0. Corrected");
        var after = await ReadAsync();
        after["/feed.atom"].ShouldBe(before["/feed.atom"]);
        after["/articles"].ShouldBe(before["/articles"]);
        after["/articles/2020"].ShouldBe(before["/articles/2020"]);
        (after["/articles/2019"].Contains("Corrected", StringComparison.Ordinal), after["second"].Contains("Corrected",
            StringComparison.Ordinal)).ShouldBe((true, true));

        // Only words: the feed has them, and they are its time.
        site.Clock.Move(TimeSpan.FromHours(1));
        hook.BeforeCommit = async () => await ReadAsync();
        await ChangeAsync(7, "Month 7.", "Wen Withdrawn was there.");
        (await ReadAsync())["/feed.atom"].ShouldContain("Wen Withdrawn");
        await ChangeAsync(7, "Month 7.", "Somebody was there.");
        hook.BeforeCommit = null;
        var words = await ReadAsync();
        words["/feed.atom"].ShouldNotContain("Wen Withdrawn");
        words["/articles"].ShouldBe(before["/articles"]);
        words["/feed.atom"].ShouldNotBe(before["/feed.atom"]);

        // One moves from the first page to the second, one goes, and what stood behind them comes forward.
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, articles[19], Words("Month 19."), facts with
        {
            DatedOn = new DateOnly(2001, 1, 1),
        }));
        var moved = await ReadAsync();
        (moved["/articles"].Contains("Month 19.", StringComparison.Ordinal),
            moved["second"].Contains("Month 19.", StringComparison.Ordinal),
            moved["/feed.atom"].Contains("Month 0. Corrected", StringComparison.Ordinal)).ShouldBe((false, true, true));
        await site.WithdrawAsync(articles[20]);
        foreach (var (_, shown) in await ReadAsync())
        {
            shown.ShouldNotContain("Month 20.");
        }

        async Task ChangeAsync(int which, string title, string body = "Words.") => articles[which] = await site.PublishAsync(
            await site.SaveAgainAsync(EntryKind.Article, articles[which], Words(title, body, $"month-{which}"), facts with
            {
                DatedOn = new DateOnly(2019, 6, 15).AddMonths(which),
            }));

        async Task<Dictionary<string, string>> ReadAsync()
        {
            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var path in (string[])["/articles", "/articles/2019", "/articles/2020", "/feed.atom"])
            {
                var page = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
                read[path] = page.Body;
                if (path == "/articles" && page.AllOf("a[href*='before=']") is [var next, ..])
                {
                    read["second"] = (await visitor.GetAsync(next.GetAttribute("href")!)).Body;
                }
            }

            return read;
        }
    }

    [OnEachDatabase]
    public async Task A_program_that_has_the_feed_gets_304_by_tag_or_by_time_and_never_misses_a_change(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var saved = await site.PublishArticleAsync(Words("First", "Words."));
        foreach (var path in (string[])["/feed.atom", "/feed.json"])
        {
            // In the second of the change, another one may follow: no time is given that would hide it.
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).Header("Last-Modified").ShouldBeNull();
        }

        site.Clock.Move(TimeSpan.FromMinutes(1));
        foreach (var path in (string[])["/feed.atom", "/feed.json"])
        {
            var feed = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            var (tag, time) = (feed.Header("ETag").ShouldNotBeNull(), feed.Header("Last-Modified").ShouldNotBeNull());
            (await visitor.SendAsync(HttpMethod.Get, path, ("If-None-Match", tag))).ShouldHave(HttpStatusCode.NotModified);
            var same = (await visitor.SendAsync(HttpMethod.Get, path, ("If-Modified-Since", time))).ShouldHave(HttpStatusCode.NotModified);
            (same.Header("ETag"), same.Header("Last-Modified")).ShouldBe((tag, time));

            // The tag counts where both are sent (RFC 9110, 13.2.2), and a time that was never given is that of another content.
            (await visitor.SendAsync(HttpMethod.Get, path, ("If-None-Match", "\"other\""), ("If-Modified-Since", time)))
                .ShouldHave(HttpStatusCode.OK);
            (await visitor.SendAsync(HttpMethod.Get, path, ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")))
                .ShouldHave(HttpStatusCode.OK);
            feed.Header("Vary").ShouldBe("Accept-Encoding");
        }

        var before = (await visitor.GetAsync("/feed.json")).Header("Last-Modified")!;
        await site.WithdrawAsync(saved);
        (await visitor.SendAsync(HttpMethod.Get, "/feed.json", ("If-Modified-Since", before))).ShouldHave(HttpStatusCode.OK)
            .ShouldNotHold("First");
    }

    private static SyndicationFeed Atom(WebPage answer)
    {
        using var xml = XmlReader.Create(new StringReader(answer.Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return SyndicationFeed.Load(xml);
    }

    private static string Text(JsonElement thing, string name) => thing.GetProperty(name).GetString()!;
}
