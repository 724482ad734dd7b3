using System.Net;
using System.ServiceModel.Syndication;
using System.Xml;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Feeds;

/// <summary>Feeds as programs read them (RFC 4287).</summary>
public sealed class ReadingFeedsTests(StarterSites sites) : IClassFixture<StarterSites>
{
    [OnEachDatabase]
    public async Task Another_program_reads_the_same_titles_times_and_texts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var code in (string[])["en", "zh-Hans", "zh-Hant", "ko"])
        {
            var language = Language.Find(code)!;
            var article = await site.InDatabaseAsync(db => db.Set<Publication>().AsNoTracking()
                .SingleAsync(p => p.Kind == EntryKind.Article && p.Language == code, TestContext.Current.CancellationToken));

            var answer = (await visitor.GetAsync(SiteUrls.Feed(language))).ShouldHave(HttpStatusCode.OK);
            using var xml =
                XmlReader.Create(new StringReader(answer.Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var feed = SyndicationFeed.Load(xml);

            feed.Language.ShouldBe(code);
            feed.Links.Single(l => l.RelationshipType == "self").Uri.ShouldBe(new Uri("http://localhost:5000" + SiteUrls.Feed(language)));
            var item = feed.Items.ShouldHaveSingleItem();
            (item.Id, item.Title.Text, item.Summary.Text)
                .ShouldBe(("urn:uuid:" + article.EntryId.ToString("D"), article.Title, article.Summary));
            (item.PublishDate.UtcDateTime, item.LastUpdatedTime.UtcDateTime)
                .ShouldBe((WholeSecond(article.FirstPublishedAt), WholeSecond(article.UpdatedAt)));
            feed.LastUpdatedTime.ShouldBe(item.LastUpdatedTime);
            var page = item.Links.Single(l => l.RelationshipType == "alternate").Uri;
            (await visitor.GetAsync(page.PathAndQuery)).ShouldHave(HttpStatusCode.OK).ShouldSay(article.Title);
            item.Content.ShouldBeOfType<TextSyndicationContent>().Type.ShouldBe("html");
            ((TextSyndicationContent)item.Content).Text.ShouldContain("<p>");
        }

        static DateTime WholeSecond(DateTime utc) => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
