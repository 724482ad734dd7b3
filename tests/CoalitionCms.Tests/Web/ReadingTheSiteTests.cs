using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using ZXing;
using ZXing.Common;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Web;

/// <summary>What readers find on the pages of the site, beyond the texts themselves.</summary>
public sealed class ReadingTheSiteTests
{
    [OnEachDatabase]
    public async Task The_home_page_counts_who_is_held_who_died_and_who_is_free_and_says_when(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK).AllOf(".numbers, .lives").ShouldBeEmpty();

        await AddAsync(site, "One", CaseStatus.Imprisoned, Held("2020-01-01"));
        await AddAsync(site, "Two", CaseStatus.HouseArrest, Held("2022-01-01", custody: Custody.HouseArrest));
        var few = await visitor.GetAsync("/");
        few.AllOf(".numbers li").Select(l => l.TextContent.Trim())
            .ShouldBe(["2 people on record", "2 in prison, detention or house arrest"]);

        await AddAsync(site, "Three", CaseStatus.DiedInCustody, Held("2010-01-01", "2015-01-01"));
        await AddAsync(site, "Four", CaseStatus.InExile, Held("2011-01-01", "2012-01-01"));
        var page = await visitor.GetAsync("/");

        page.AllOf(".numbers li").Select(l => l.TextContent.Trim())
            .ShouldBe(["2 in prison, detention or house arrest", "1 died in custody", "1 free or in exile"]);
        page.One(".numbers li.none a").GetAttribute("href").ShouldBe("/people?status=DiedInCustody");
        page.One(".numbers time").GetAttribute("datetime").ShouldBe("2026-05-14");
        page.AllOf(".lives a").Select(a => a.TextContent).ShouldBe(["One (某)", "Three (某)", "Two (某)", "Four (某)"]);
        page.AllOf(".lives li")[1].QuerySelector("svg")!.GetAttribute("aria-label")!.ShouldContain("2010");
    }

    [OnEachDatabase]
    public async Task People_in_prison_stand_first_and_of_each_status_those_held_longest(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "Free", CaseStatus.Released, Held("2000-01-01", "2019-01-01"));
        await AddAsync(site, "Short", CaseStatus.Imprisoned, Held("2025-01-01"));
        await AddAsync(site, "Dead", CaseStatus.DiedInCustody, Held("2001-01-01", "2018-01-01"));
        await AddAsync(site, "Long", CaseStatus.Imprisoned, Held("2010-01-01"));
        await AddAsync(site, "Taken", CaseStatus.Detained, Held("2026-01-01"));

        var page = (await site.Visit().GetAsync("/people")).ShouldHave(HttpStatusCode.OK);

        page.AllOf("main .sec h2").Select(h => h.TextContent.Trim().Split('\n')[0].Trim())
            .ShouldBe(["■ Imprisoned 2", "▲ Detained, not charged 1", "† Died in custody 1", "○ Released 1"]);
        page.AllOf(".case h3").Select(h => h.TextContent)
            .ShouldBe(["Long (某)", "Short (某)", "Taken (某)", "Dead (某)", "Free (某)"]);
        page.AllOf("nav.tally li.danger").Count.ShouldBe(2);
        (await site.Visit().GetAsync("/people?status=Imprisoned")).AllOf(".case h3").Count.ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task A_person_without_a_photo_has_a_tile_with_the_sign_of_the_name(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "Han", CaseStatus.Imprisoned, Held("2020-01-01"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Ülge"), Poet with
        {
            Names = [new("Ülge", "ug-Latn", NameKind.Romanised, true), new("ئۈلگە", "ug", NameKind.Native, true)],
        }));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Ann Lee"), Poet with
        {
            Names = [new("Ann Lee", "en", NameKind.Romanised, true)],
        }));
        using var visitor = site.Visit();

        var tile = (await visitor.GetAsync("/people/han")).One(".person figure .face");
        (tile.TextContent, tile.GetAttribute("lang"), tile.GetAttribute("role"), tile.ClassList.Contains("danger"))
            .ShouldBe(("某", "zh-Hans", "img", true));
        tile.GetAttribute("aria-label").ShouldBe("No portrait of Han (某) is published");
        var uyghur = (await visitor.GetAsync("/people/ülge")).One(".person figure .face");
        (uyghur.TextContent, uyghur.GetAttribute("dir")).ShouldBe(("ئۈ", "rtl"));
        (await visitor.GetAsync("/people/ann-lee")).One(".person figure .face").TextContent.ShouldBe("AL");
    }

    [OnEachDatabase]
    public async Task What_is_not_translated_says_so_where_the_language_switch_leads_and_offers_the_others(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var saved = await site.SaveAsync(EntryKind.Event, Words("Reading", slug: "reading"),
            EventFacts.None with { StartsOn = new DateOnly(2026, 4, 1) });
        (await visitor.GetAsync("/zh-Hans/events/reading")).ShouldHave(HttpStatusCode.NotFound);
        saved = await site.PublishAsync(saved);

        var page = (await visitor.GetAsync("/events/reading")).ShouldHave(HttpStatusCode.OK);
        var link = page.One(".langs a[hreflang=zh-Hans]").GetAttribute("href")!;
        link.ShouldBe("/zh-Hans/events/reading");
        page.AllOf("link[rel=alternate][hreflang=zh-Hans]").ShouldBeEmpty();
        var missing = (await visitor.GetAsync(link)).ShouldHave(HttpStatusCode.OK).ShouldSay("尚未翻译");
        missing.One("main a[hreflang=en]").GetAttribute("href").ShouldBe("/events/reading");
        missing.One("meta[name=robots]").GetAttribute("content").ShouldBe("noindex");
        missing.One("html").GetAttribute("lang").ShouldBe("zh-Hans");
        missing.One(".langs a[hreflang=ko]").GetAttribute("href").ShouldBe("/ko/events/reading");

        // Once there is a translation, the same address leads to it.
        await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Words("朗读会"),
            EventFacts.None with { StartsOn = new DateOnly(2026, 4, 1) }, "zh-Hans", saved.ItemId));
        (await visitor.GetAsync(link)).Path.ShouldBe("/zh-Hans/events/朗读会");
        await site.WithdrawAsync(saved);
        (await visitor.GetAsync("/ko/events/reading")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task A_list_of_articles_can_be_of_one_language_and_an_article_leads_on(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var campaign = await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free all"), CampaignFacts.None));
        var of = ArticleFacts.None with { CampaignId = campaign.ItemId };
        await PublishAsync("First", of with { DatedOn = new DateOnly(2024, 1, 1) });
        await PublishAsync("第二", of with { DatedOn = new DateOnly(2024, 2, 1) }, "zh-Hans");
        await PublishAsync("Third", of with { DatedOn = new DateOnly(2025, 1, 1) });

        var all = (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);
        all.AllOf(".items h3").Select(h => h.TextContent).ShouldBe(["Third", "第二", "First"]);
        all.AllOf("h2.year").Select(h => h.TextContent).ShouldBe(["2025", "2024"]);
        all.AllOf(".facets a").Select(a => a.TextContent.Trim()).ShouldBe(["2025 1", "2024 2"]);
        var own = (await visitor.GetAsync(all.AllOf(".chips a")[1].GetAttribute("href")!)).ShouldHave(HttpStatusCode.OK);
        own.AllOf(".items h3").Select(h => h.TextContent).ShouldBe(["Third", "First"]);
        own.AllOf(".facets a").Select(a => (a.TextContent.Trim(), a.GetAttribute("href")))
            .ShouldBe([("2025 1", "/articles/2025?only=en"), ("2024 1", "/articles/2024?only=en")]);
        (await visitor.GetAsync("/articles?only=ko")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/articles/2024?only=en")).AllOf(".items h2").Select(h => h.TextContent).ShouldBe(["First"]);

        var article = (await visitor.GetAsync("/articles/third")).ShouldHave(HttpStatusCode.OK);
        article.One("a[rel=prev]").TextContent.ShouldBe("第二");
        article.AllOf("a[rel=next]").ShouldBeEmpty();
        article.AllOf("section[aria-labelledby=related] h3").Select(h => h.TextContent).ShouldBe(["第二", "First"]);
        (await visitor.GetAsync("/articles/first")).One("a[rel=next]").GetAttribute("hreflang").ShouldBe("zh-Hans");
        article.One("script[type='application/ld+json']").TextContent.ShouldNotContain("null");

        async Task PublishAsync(string title, ArticleFacts facts, string language = "en") =>
            await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Words(title), facts, language));
    }

    [OnEachDatabase]
    public async Task An_address_to_copy_is_in_the_letters_of_its_script_and_a_link_to_send_is_encoded(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Words("法庭没有公开"), ArticleFacts.None, "zh-Hans"));

        var page = (await site.Visit().GetAsync("/zh-Hans/articles/" + Uri.EscapeDataString("法庭没有公开"))).ShouldHave(HttpStatusCode.OK);

        page.One(".share .addr").TextContent.ShouldBe("http://localhost:5000/zh-Hans/articles/法庭没有公开");
        page.One(".share a[href^='mailto:']").GetAttribute("href")!.ShouldContain("%25E6%25B3%2595");
    }

    [OnEachDatabase]
    public async Task The_code_on_poster_letter_and_register_is_read_as_the_address_beside_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var person = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("林安和"), Poet, "zh-Hans"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("释放林安和"), CampaignFacts.None with
        {
            People = [person.ItemId],
            Appeal = new Appeal
            {
                Addressees = [new(LocalText.Of("zh-Hans", "监狱局局长"), [], LocalText.Empty)],
                Demands = [LocalText.Of("zh-Hans", "立即释放林安和。")],
            },
        }, "zh-Hans"));
        using var visitor = site.Visit();
        var path = "/zh-Hans/people/" + Uri.EscapeDataString("林安和");

        Decode(await visitor.GetAsync(path + "/poster")).ShouldBe("http://localhost:5000" + path);
        Decode(await visitor.GetAsync(path + "/letter")).ShouldBe("http://localhost:5000" + path);
        Decode(await visitor.GetAsync("/ko/official")).ShouldBe("http://localhost:5000/ko/official");
    }

    [OnEachDatabase]
    public async Task Photos_on_lines_of_their_own_are_a_row_in_their_proportions(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var first = await site.AddAsync(Actor.CommandLine, Library.Photo(4), "A square");
        var second = await site.AddAsync(Actor.CommandLine, Library.Photo(5), "A tree");
        await site.PublishArticleAsync(Words("Row",
            $"{Library.InText(first)}\n{Library.InText(second)}\n\nWords.\n\n{Library.InText(first)}\n\n{Library.InText(second)} and "
            + "words"));

        var page = (await site.Visit().GetAsync("/articles/row")).ShouldHave(HttpStatusCode.OK);

        page.AllOf(".gallery").Count.ShouldBe(1);
        page.AllOf(".gallery > figure.r169 img").Count.ShouldBe(2);
        page.AllOf(".text figure:not(.gallery figure)").Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Links_in_a_feed_lead_to_this_site_from_wherever_it_is_read(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Words("Links",
            "## A heading\n\n[here](/about) and [there](#a-heading), [away](https://other.example/x?y=1&z=2).[^1]\n\n[^1]: A note."));

        var feed = (await site.Visit().GetAsync("/feed.atom")).ShouldHave(HttpStatusCode.OK).Body;

        var links = System.Text.RegularExpressions.Regex.Matches(WebUtility.HtmlDecode(feed), "<a [^>]*href=\"([^\"]*)\"")
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ToList();
        links.ShouldContain("http://localhost:5000/about");
        links.ShouldContain("http://localhost:5000/articles/links#a-heading");
        links.ShouldContain("https://other.example/x?y=1&z=2");
        links.ShouldContain("http://localhost:5000/articles/links#fn:1");
        links.ShouldAllBe(l => l.StartsWith("http", StringComparison.Ordinal));
    }

    [OnEachDatabase]
    public async Task A_site_at_an_address_beside_its_register_says_so_on_every_page_and_vouches_for_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            WithStarter = true,
            Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "https://clone.example" },
        });
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        const string Says = "This address is not in our list of official addresses: clone.example";

        // Nothing is listed yet: there is nothing to compare with.
        (await reader.GetAsync("/articles")).ShouldNotHold(Says).One("details.official summary").TextContent
            .ShouldContain("Is this our true site?");
        await site.AskAsync((SaveAddress save) => save.RunAsync(Actor.CommandLine,
            new(null, "true.example", AddressKind.Official, false, FuzzyDate.Unknown, FuzzyDate.Unknown, LocalText.Empty, 0, 0),
            TestContext.Current.CancellationToken));

        foreach (var path in new[] { "/", "/articles", "/ko/people", "/official" })
        {
            (await reader.GetAsync(path)).One(".site-notice.warn .addr").TextContent.ShouldBe("clone.example");
        }

        (await reader.GetAsync("/official")).AllOf("ul.addrs li.ok .addr").Select(a => a.TextContent).ShouldBe(["true.example"]);
        (await reader.GetAsync("/official.txt")).Body.ShouldNotContain("clone.example\n", Case.Sensitive);
    }

    private static async Task AddAsync(CmsSite site, string name, CaseStatus status, params DetentionEpisode[] episodes) =>
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words(name), Poet with
        {
            Names = Names(name, "某"),
            Status = status,
            Certainty = Certainty.Known,
            Died = status == CaseStatus.DiedInCustody ? Date(episodes[^1].Until.Edtf) : FuzzyDate.Unknown,
            Episodes = episodes,
        }));

    /// <summary>Draws the code as a camera would see it and reads it with a decoder that knows nothing of this site.</summary>
    private static string Decode(WebPage page)
    {
        const int Scale = 4;
        var svg = page.ShouldHave(HttpStatusCode.OK).One("svg.qr");
        var size = int.Parse(svg.GetAttribute("viewBox")!.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var width = size * Scale;
        var pixels = Enumerable.Repeat((byte)255, width * width).ToArray();
        foreach (var part in svg.QuerySelectorAll("path")[1].GetAttribute("d")!.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = part.Split([' ', 'h', 'v']).Take(3)
                .Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            for (var y = numbers[1] * Scale; y < (numbers[1] + 1) * Scale; y++)
            {
                Array.Fill(pixels, (byte)0, (y * width) + (numbers[0] * Scale), numbers[2] * Scale);
            }
        }

        var source = new RGBLuminanceSource(pixels, width, width, RGBLuminanceSource.BitmapFormat.Gray8);
        return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)))?.Text ?? "";
    }
}
