using System.IO.Compression;
using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>What a first visit costs a reader on a slow line, compressed as the page cache and the publish step compress.</summary>
public sealed class WeighingPagesTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private const int Kilobyte = 1024;

    [OnEachDatabase]
    public async Task A_first_visit_to_an_article_without_photos_takes_at_most_9_KB_in_every_language(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        var style = Compressed((await visitor.GetAsync("/css/site.css")).ShouldHave(HttpStatusCode.OK).Bytes);
        var icon = Compressed((await visitor.GetAsync("/favicon.svg")).ShouldHave(HttpStatusCode.OK).Bytes);
        style.ShouldBeLessThanOrEqualTo(6 * Kilobyte);

        var articles = await site.InDatabaseAsync(db => db.Set<Publication>().AsNoTracking().Where(p => p.Kind == EntryKind.Article)
            .Select(p => new { p.Language, p.Slug }).ToListAsync(TestContext.Current.CancellationToken));
        articles.Select(a => a.Language).Distinct().Count().ShouldBe(4);
        foreach (var article in articles)
        {
            var path = SiteUrls.Entry(EntryKind.Article, Language.Find(article.Language)!, article.Slug);
            var page = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            page.AllOf("main img").ShouldBeEmpty(path);
            (Compressed(page.Bytes) + style + icon).ShouldBeLessThanOrEqualTo(9 * Kilobyte, path);
        }
    }

    private static int Compressed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return (int)packed.Length;
    }
}
