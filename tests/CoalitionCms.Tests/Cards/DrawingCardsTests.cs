using System.Buffers.Binary;
using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Cards;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Cards;

/// <summary>A link to a text without a photo is shared with a picture of its title,
/// drawn here, and only while the text is public.</summary>
public sealed class DrawingCardsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Every_kind_of_text_without_a_photo_has_a_card_in_every_language_that_has_fonts(DatabaseKind database)
    {
        await using var site = await StartAsync(database, new() { WithStarter = true });
        using var reader = site.Visit();
        var cards = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in (string[])
        [
            "/about", "/campaigns/two-prisoners-two-lives", "/people/liu-xiaobo", "/zh-Hans/people/刘晓波", "/zh-Hant/people/劉曉波",
            "/ko/people/류샤오보", "/ug/people/liu-xiaobo",
        ])
        {
            var page = await reader.GetAsync(path);
            if (page.AllOf("meta[property='og:image']") is [var image])
            {
                cards.Add(image.GetAttribute("content")!);
                page.One("meta[property='og:image:width'][content='1200']");
            }
        }

        cards.Count.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var card in cards)
        {
            var picture = (await reader.GetAsync(new Uri(card).PathAndQuery)).ShouldHave(HttpStatusCode.OK);
            picture.Header("Content-Type").ShouldBe("image/png");
            picture.Header("Content-Security-Policy")!.ShouldContain("sandbox");
            picture.Header("Cache-Control").ShouldBe("public, no-cache");
            SizeOf(picture.Bytes).ShouldBe((CardProcessor.Width, CardProcessor.Height));
            (await reader.SendAsync(HttpMethod.Get, new Uri(card).PathAndQuery, ("If-None-Match", picture.Header("ETag")!)))
                .ShouldHave(HttpStatusCode.NotModified);
        }
    }

    [OnEachDatabase]
    public async Task A_new_title_has_a_new_card_and_a_withdrawn_one_looks_like_one_that_never_was(DatabaseKind database)
    {
        await using var site = await StartAsync(database);
        using var reader = site.Visit();
        var saved = await site.PublishArticleAsync(Words("<b>First</b> & title", slug: "titled"));
        var first = await CardOfAsync(reader, "/articles/titled");
        (await reader.GetAsync(first)).ShouldHave(HttpStatusCode.OK);

        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved, Words("Second title", slug: "titled"),
            ArticleFacts.None));
        var second = await CardOfAsync(reader, "/articles/titled");
        second.ShouldNotBe(first);
        (await reader.GetAsync(second)).ShouldHave(HttpStatusCode.OK);
        (await reader.GetAsync(first)).ShouldHave(HttpStatusCode.NotFound);

        await site.WithdrawAsync(saved);
        var gone = (await reader.GetAsync(second)).ShouldHave(HttpStatusCode.NotFound);
        foreach (var none in (string[])[$"{Guid.CreateVersion7():N}-{new string('0', 32)}", "x", new string('0', 65), "..%2F..%2Fx",
            "a%00b"])
        {
            var never = await reader.GetAsync($"/media/cards/{none}.png");
            ((int)never.Status).ShouldBeInRange(400, 404);
            if (never.Status == HttpStatusCode.NotFound)
            {
                never.Body.ShouldBe(gone.Body);
            }
        }
    }

    [OnEachDatabase]
    public async Task A_text_with_a_photo_is_shared_with_the_photo(DatabaseKind database)
    {
        await using var site = await StartAsync(database);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(9), "A square");
        await site.PublishArticleAsync(Words("With a cover"), facts: ArticleFacts.None with { Cover = photo });
        using var reader = site.Visit();
        var page = await reader.GetAsync("/articles/with-a-cover");
        page.One("meta[property='og:image']").GetAttribute("content").ShouldBe($"http://localhost:5000/media/{photo}/32.jpg");
        page.AllOf("meta[property='og:image:width']").ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Without_fonts_for_a_language_its_texts_have_no_card_and_the_health_page_says_so(DatabaseKind database)
    {
        await using var site = await StartAsync(database, fontsFor: ["en"]);
        await site.PublishArticleAsync(Words("Latin"));
        await site.PublishArticleAsync(Words("汉字", slug: "han"), "zh-Hans");
        using var reader = site.Visit();
        (await CardOfAsync(reader, "/articles/latin")).ShouldStartWith("/media/cards/");
        (await reader.GetAsync("/zh-Hans/articles/han")).ShouldHave(HttpStatusCode.OK).AllOf("meta[property='og:image']").ShouldBeEmpty();
        using var admin = await site.SignInAsync(Role.Admin);
        (await admin.GetAsync("/admin/health")).One("#cards.problem").TextContent.ShouldContain("한국어");
    }

    [OnEachDatabase]
    public async Task Whoever_asks_for_many_cards_is_asked_to_wait_and_those_that_are_drawn_cost_nothing(DatabaseKind database)
    {
        await using var site = await StartAsync(database, atOnce: 2);
        using var reader = site.Visit();
        var cards = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await site.PublishArticleAsync(Words($"Title {i}"));
            cards.Add(await CardOfAsync(reader, $"/articles/title-{i}"));
        }

        var answers = await Task.WhenAll(cards.Select(c => reader.GetAsync(c)));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBeInRange(2, 4);
        var refused = answers.First(a => a.Status != HttpStatusCode.OK).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (refused.Header("Retry-After"), refused.Header("Cache-Control")).ShouldBe(("60", "no-store"));
        foreach (var (card, answer) in cards.Zip(answers).Where(pair => pair.Second.Status == HttpStatusCode.OK))
        {
            (await reader.GetAsync(card)).ShouldHave(HttpStatusCode.OK).Bytes.ShouldBe(answer.Bytes);
        }
    }

    [Fact]
    public async Task Nothing_that_is_written_on_a_card_breaks_it()
    {
        using var drawer = DrawerOf(new CmsOptions { DataDirectory = Directory.CreateTempSubdirectory("cards-").FullName }, 100, null);
        (await drawer.ScriptsAsync(Token)).ShouldContain("en");
        foreach (var (language, title) in new[]
        {
            ("en", "</span><span size='9999999'>x"), ("en", "&amp; &#0; &lt;"), ("en", new string('W', 200)),
                ("zh-Hans", new string('汉', 200)),
            ("ug", string.Join(' ', Enumerable.Repeat("خەت", 50))), ("en", "\u202Eevil\u2066"), ("en", "😀👨‍👩‍👧‍👦"), ("en", "-"),
            ("ko", "한글 漢字 ئۇ"),
            ("en", string.Concat(Enumerable.Repeat("e\u0301\u0301\u0301", 50))), ("en", "[page=2]"),
        })
        {
            var card = await drawer.ReadAsync(title, new(language, language == "ug", "Article", title, "Coalition", "明"), Token);
            SizeOf(card.ShouldNotBeNull(title)).ShouldBe((CardProcessor.Width, CardProcessor.Height));
        }
    }

    private static async Task<string> CardOfAsync(Browser reader, string path) =>
        new Uri((await reader.GetAsync(path)).ShouldHave(HttpStatusCode.OK).One("meta[property='og:image']").GetAttribute("content")!)
            .PathAndQuery;

    private static (int Width, int Height) SizeOf(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    /// <summary>A site with a drawer of its own, so that one that has no fonts or is busy is not taken for that of other tests.</summary>
    private static Task<CmsSite> StartAsync(DatabaseKind database, SiteOptions? options = null, int atOnce = 100,
        IEnumerable<string>? fontsFor = null) => CmsSite.StartAsync(database, (options ?? new()) with
        {
            Adjust = builder =>
                builder.Services.AddSingleton(services => DrawerOf(services.GetRequiredService<CmsOptions>(), atOnce, fontsFor)),
        });

    private static CardDrawer DrawerOf(CmsOptions options, int atOnce, IEnumerable<string>? fontsFor) =>
        new(options, TimeProvider.System, NullLogger<CardDrawer>.Instance, atOnce, fontsFor);
}
