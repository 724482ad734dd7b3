using System.Net;
using System.Text;
using System.Xml.Linq;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Search;

public sealed class SearchingTests(Sites sites) : IClassFixture<Sites>
{
    private static string Ask(string question) => "/search?q=" + Uri.EscapeDataString(question);

    [OnEachDatabase]
    public async Task A_person_is_found_in_every_spelling(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("Case of a river poet"),
            Cast.Poet with { Names = Cast.Names("Zeng Yulan", "曾羽岚") }));
        using var reader = site.Visit();

        foreach (var question in (string[])["曾羽岚", "羽岚", "岚", "曾羽嵐", "Zeng Yulan", "zengyulan", "yulan zeng", "zeng yu lan", "cengyulan"])
        {
            (await reader.GetAsync(Ask(question))).ShouldHave(HttpStatusCode.OK).AllOf("ol.rows h2 a").Select(a => a.TextContent.Trim())
                .ShouldContain("Case of a river poet", question);
        }

        (await reader.GetAsync(Ask("Zeng Yulin"))).ShouldSay("Nothing found");
    }

    [Fact]
    public async Task A_person_is_shown_with_face_and_status_and_an_article_with_its_cover()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("Case of Anhe"), Cast.Poet));
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(203), "A square");
        await site.PublishArticleAsync(Writing.Words("Anhe reads"), facts: ArticleFacts.None with { Cover = photo });
        await site.PublishArticleAsync(Writing.Words("Anhe writes"));

        var found = (await site.Visit().GetAsync("/search?q=anhe")).ShouldHave(HttpStatusCode.OK);

        var hits = found.AllOf("ol.rows > li");
        hits.Select(TitleOf).ShouldBe(["Case of Anhe", "Anhe writes", "Anhe reads"], ignoreOrder: true);
        var person = hits.Single(h => TitleOf(h) == "Case of Anhe");
        person.QuerySelector(".face")!.TextContent.ShouldBe("林");
        person.QuerySelector(".badge")!.TextContent.ShouldContain("Imprisoned");
        hits.Where(h => h.QuerySelector(".thumb img") is not null).Select(TitleOf).ShouldBe(["Anhe reads"]);

        static string TitleOf(AngleSharp.Dom.IElement hit) => hit.QuerySelector("h2")!.TextContent.Trim();
    }

    [Fact]
    public async Task An_excerpt_begins_and_ends_with_a_whole_word_and_has_the_one_that_was_asked_for()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var words = string.Join(' ', Enumerable.Repeat("chrysanthemums", 40));
        await site.PublishArticleAsync(Writing.Words("Of flowers", $"{words} pergola {words}"));
        await site.PublishArticleAsync(Writing.Words("Without spaces", new string('x', 500) + " trellised " + new string('x', 500)));
        using var reader = site.Visit();

        var excerpt = (await reader.GetAsync(Ask("pergola"))).One("ol.rows li p[dir]").TextContent.Trim();
        excerpt.ShouldStartWith("… chrysanthemums ");
        excerpt.ShouldEndWith(" chrysanthemums …");
        excerpt.ShouldContain(" pergola ");
        (await reader.GetAsync(Ask("trellised"))).One("ol.rows li p[dir]").TextContent.Trim().ShouldEndWith("x …");
    }

    [OnEachDatabase]
    public async Task An_entry_is_found_by_what_readers_see_said_about_its_photos_and_by_nothing_else(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var stop = TestContext.Current.CancellationToken;
        var (weir, face) = (Library.Photo(201), Library.Photo(202));
        var photo = await site.AddAsync(Actor.CommandLine, weir, "A heron on the weir", "drawerlabel.jpg");
        var portrait = await site.AddAsync(Actor.CommandLine, face, "Marram in a dark coat");
        await DescribeAsync(photo, LocalText.Of([new("en", "A heron on the weir"), new("zh-Hans", "堰上苍鹭")]),
            LocalText.Of("en", "Wu Unseen at the sluice"));
        var article = await site.PublishArticleAsync(Writing.Words("River walk", $"Morning.\n\n![](/media/{photo})\n\nEvening."));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("河边", $"早。\n\n![](/media/{photo})"),
            ArticleFacts.None, "zh-Hans", article.ItemId));
        await site.PublishArticleAsync(Writing.Words("River talk",
            $"Morning.\n\n![Otters \"Two kits\"](/media/{photo} \"Seen by lamplight\")"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("Case of a ferryman"),
            Cast.Poet with { Photo = portrait }));
        using var reader = site.Visit();

        (await TitlesAsync(reader, "\"heron on the weir\"")).ShouldBe(["River walk"]);
        (await TitlesAsync(reader, "unseen")).ShouldBe(["River walk"]);
        (await TitlesAsync(reader, "蒼鷺")).ShouldBe(["河边"]);
        (await TitlesAsync(reader, "lamplight otters")).ShouldBe(["River talk"]);
        (await TitlesAsync(reader, "marram")).ShouldBe(["Case of a ferryman"]);
        (await reader.GetAsync(Ask("marram coat"))).AllOf("mark").Select(m => m.TextContent).ShouldBe(["Marram", "coat"]);
        (await reader.GetAsync(Ask("sluice"))).One("ol.rows").TextContent.ShouldContain("A heron on the weir / Wu Unseen at the sluice");
        foreach (var question in (string[])["drawerlabel", "wright", "\"weir evening\"", "\"weir wu\""])
        {
            (await TitlesAsync(reader, question)).ShouldBeEmpty(question);
        }

        // What the library says now is found, in the text and beside it; what it said is nowhere in the index.
        await DescribeAsync(photo, LocalText.Of("en", "A stork on the weir"), LocalText.Empty);
        await site.AskAsync((KeepDescriptions keep) => keep.RunAsync(Actor.CommandLine, Language.English,
            [new(portrait, "Marram in a pale coat", Replaces: true)], mayShow: true, stop));
        (await TitlesAsync(reader, "stork")).ShouldBe(["River walk"]);
        (await TitlesAsync(reader, "\"pale coat\"")).ShouldBe(["Case of a ferryman"]);
        await site.AddAsync(Actor.CommandLine, weir, "堰上白鹳", language: "zh-Hans");
        var before = await DocumentsAsync();
        var indexed = string.Concat(before.Select(d => d.Names + d.Title + d.Text + d.Keys));
        foreach (var word in (string[])["heron", "unseen", "dark", "鹭", "鹳", "drawerlabel"])
        {
            indexed.ShouldNotContain(word);
        }

        (await site.AskAsync((ContentVerification verify) => verify.RunAsync(null, stop))).Wrong.ShouldBeNull();
        await site.AskAsync((RebuildProjection rebuild) => rebuild.RunAsync(Actor.CommandLine, null, stop));
        (await DocumentsAsync()).Zip(before).ShouldAllBe(d => d.First.Matches(d.Second));
        var slipped = LocalText.Of("en", "Slipped in");
        await site.InDatabaseAsync(db => db.Set<MediaFile>().Where(m => m.Sha256 == photo)
            .ExecuteUpdateAsync(m => m.SetProperty(f => f.Caption, slipped), stop));
        (await site.AskAsync((ContentVerification verify) =>
            verify.RunAsync(null, stop))).Wrong!.Fault.ShouldBe(ContentFault.SearchDiffers);
        await site.AskAsync((RebuildProjection rebuild) => rebuild.RunAsync(Actor.CommandLine, null, stop));
        (await TitlesAsync(reader, "\"slipped in\"")).ShouldBe(["River walk"]);

        async Task DescribeAsync(string sha256, LocalText altText, LocalText caption) =>
            (await site.AskAsync((DescribeMedia describe) => describe.RunAsync(Actor.CommandLine,
                new(sha256, "drawerlabel.jpg", altText, caption, "", "", 50, 50, false)
                {
                    Provenance = Provenance.None with { CheckedBy = "Checker Wright" },
                }, stop))).Errors.ShouldBeEmpty();

        Task<List<SearchDocument>> DocumentsAsync() => site.InDatabaseAsync(db => db.Set<SearchDocument>().AsNoTracking().OrderBy(d => d.Id)
            .ToListAsync(stop));
    }

    [OnEachDatabase]
    public async Task A_phrase_is_found_only_where_it_stands_together(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("甲子园夜话", "榆树下的一盏灯。灯下读信。"), "zh-Hans");
        await site.PublishArticleAsync(Writing.Words("乙丑年夜话", "一盏茶，榆木桌。下雨的夜灯。"), "zh-Hans");
        await site.PublishArticleAsync(Writing.Words("树下榆树", "榆树。树下榆。"), "zh-Hans");
        using var reader = site.Visit();

        (await TitlesAsync(reader, "榆树下")).ShouldBe(["甲子园夜话"]);
        (await TitlesAsync(reader, "榆樹下")).ShouldBe(["甲子园夜话"]);
        (await TitlesAsync(reader, "灯灯下")).ShouldBeEmpty();
        (await TitlesAsync(reader, "一盏 榆")).ShouldBe(["甲子园夜话", "乙丑年夜话"], ignoreOrder: true);
        var page = await reader.GetAsync(Ask("榆樹下"));
        page.AllOf("mark").Select(m => m.TextContent).ShouldBe(["榆树下"]);
        page.AllOf("ol.rows p span[lang=zh-Hans]").Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Only_what_is_public_is_found_and_only_as_long_as_it_is(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var draft = await site.SaveAsync(EntryKind.Article, Writing.Words("Quillwort", "Words of a draft."), ArticleFacts.None);
        using var reader = site.Visit();
        (await TitlesAsync(reader, "quillwort")).ShouldBeEmpty();

        await site.PublishAsync(draft);
        (await TitlesAsync(reader, "quillwort")).ShouldBe(["Quillwort"]);

        var changed =
            await site.SaveAgainAsync(EntryKind.Article, draft, Writing.Words("Quillwort", "Now of a fernbrake."), ArticleFacts.None);
        (await TitlesAsync(reader, "fernbrake")).ShouldBeEmpty();
        await site.PublishAsync(changed);
        (await TitlesAsync(reader, "fernbrake")).ShouldBe(["Quillwort"]);
        (await TitlesAsync(reader, "\"of a draft\"")).ShouldBeEmpty();

        await site.WithdrawAsync(changed);
        (await TitlesAsync(reader, "quillwort")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task An_event_is_found_by_the_attendees_who_are_named_today_and_by_no_other(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var evening = await site.PublishEventAsync("Lamp evening");
        var open = await site.AddMemberAsync("Mei Shown", "梅显");
        var hidden = await site.AddMemberAsync("Wu Veiled", "吴隐", alias: "Night Heron");
        await site.AttendAsync(evening, open, Gathering.Public);
        await site.AttendAsync(evening, hidden, Gathering.Public with { Choice = NameChoice.Alias });
        using var own = await site.SignInAsMemberAsync(open);
        using var reader = site.Visit();

        foreach (var question in (string[])["Mei Shown", "梅显", "梅顯", "meixian", "night heron"])
        {
            (await TitlesAsync(reader, question)).ShouldBe(["Lamp evening"], question);
        }

        foreach (var question in (string[])["Wu Veiled", "吴隐", "wuyin", "Veiled Heron", "Mei Heron"])
        {
            (await TitlesAsync(reader, question)).ShouldBeEmpty(question);
        }

        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldHave(HttpStatusCode.OK);
        (await TitlesAsync(reader, "Mei Shown")).ShouldBeEmpty();
        (await TitlesAsync(reader, "meixian")).ShouldBeEmpty();
        (await site.InDatabaseAsync(db => db.Set<SearchDocument>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken)))
            .ShouldAllBe(d => !(d.Names + d.Title + d.Text + d.Keys).Contains("mei", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_an_attendee_nothing_was_ever_written_in_the_clear_and_of_a_withdrawn_text_nothing_stays_in_the_index()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var evening = await site.PublishEventAsync("Lamp evening");
        var member = await site.AddMemberAsync("Zhu Quietly", "朱静静");
        await site.AttendAsync(evening, member, Gathering.Public);
        var article = await site.PublishArticleAsync(Writing.Words("Notes", "鼉鼍的饕餮夜。"), "zh-Hans");
        using var reader = site.Visit();
        (await TitlesAsync(reader, "zhujingjing")).ShouldBe(["Lamp evening"]);
        (await TitlesAsync(reader, "饕餮夜")).ShouldBe(["Notes"]);

        // Facts have the name in capitals, and the small letters are in no other table: what is found of them is the index itself.
        var person = await site.SaveAsync(EntryKind.Person, Writing.Words("Case of a ferryman"),
            Cast.Poet with { Names = [new("XQ QWYZZO", "en", NameKind.Romanised, true)] });
        await site.PublishAsync(person);
        (await TitlesAsync(reader, "qwyzzo")).ShouldBe(["Case of a ferryman"]);
        foreach (var trace in (string[])["饕 餮 夜", "夜 餮夜", "qwyzzo"])
        {
            HasBytes(trace).ShouldBeTrue(trace);
        }

        await site.WithdrawAsync(article);
        await site.WithdrawAsync(person);
        await site.InDatabaseAsync(db => db.OverwriteRemovedAsync([], TestContext.Current.CancellationToken));
        foreach (var trace in (string[])["饕 餮 夜", "夜 餮夜", "qwyzzo"])
        {
            HasBytes(trace).ShouldBeFalse(trace);
        }

        // The text itself stays as a draft; the index alone is searched for single characters.
        (await site.InDatabaseAsync(db => db.Database.SqlQuery<int>(
            $"SELECT COUNT(*) AS Value FROM SearchIndex WHERE SearchIndex MATCH {"餮 OR 餮夜"}")
            .SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldBe(0);
        foreach (var trace in (string[])["Zhu Quietly", "zhu quietly", "朱静静", "朱 静 静", "zhu jing jing", "zhujingjing"])
        {
            HasBytes(trace).ShouldBeFalse(trace);
        }

        bool HasBytes(string words) =>
            Directory.GetFiles(site.Folder, "cms.db*").Any(file => Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0);
    }

    [OnEachDatabase]
    public async Task A_name_that_was_taken_back_is_in_no_byte_of_the_index_wherever_a_page_still_has_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var stop = TestContext.Current.CancellationToken;
        var evening = await site.PublishEventAsync("Lamp evening");
        var member = await site.AddMemberAsync("Zhu Veiled", "朱鼉鼍");
        var guest = await site.AddMemberAsync("Liu Sometimes");
        var poet = await site.AddMemberAsync("Shan Ya", "单雅");
        await site.AttendAsync(evening, member, Gathering.Public);
        await site.AttendAsync(evening, guest, Gathering.Public with { Until = new(2026, 5, 20) });
        await site.AttendAsync(evening, poet, Gathering.Public);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("River poet"),
            Cast.Poet with { Names = Cast.Names("Shan Ya", "单雅") }));
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(203), "A lamp");
        (await site.AskAsync((DescribeMedia describe) => describe.RunAsync(Actor.CommandLine,
            new(photo, "lamp.jpg", LocalText.Of("en", "A lamp"), LocalText.Of("en", "Held by 朱·鼉鼍"), "", "", 50, 50, false), stop)))
            .Errors.ShouldBeEmpty();
        await site.PublishArticleAsync(Writing.Words("Veiled, Zhu spoke", $"朱鼉鼍朱鼉鼍 read a letter.\n\n![](/media/{photo})",
            tags: ["zhuveiled"]));
        await site.PublishArticleAsync(Writing.Words("Others spoke", "Liu Sometimes, Han Neverasked and Shan Ya read a poem."));
        await site.AddMemberAsync("Han Neverasked");
        string[] spellings = ["朱鼉鼍", "朱鼉", "Zhu Veiled", "veiled zhu", "zhuveiled", "Held by 朱"];
        using var own = await site.SignInAsMemberAsync(member);
        using var reader = site.Visit();
        foreach (var spelling in spellings)
        {
            (await TitlesAsync(reader, spelling)).ShouldContain("Veiled, Zhu spoke", spelling);
        }

        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldHave(HttpStatusCode.OK);
        (await site.AskAsync((WithdrawConsent withdraw) => withdraw.ForAsync(Actor.CommandLine, poet,
            new(ConsentMeans.InWriting, null, ""), stop))).Errors.ShouldBeEmpty();
        await site.AskAsync((PublishingClock clock) => clock.RunOnceAsync(stop));
        foreach (var spelling in spellings)
        {
            (await TitlesAsync(reader, spelling)).ShouldBeEmpty(spelling);
        }

        (await TitlesAsync(reader, "letter spoke")).ShouldBe(["Veiled, Zhu spoke"]);
        (await TitlesAsync(reader, "liu sometimes")).ShouldContain("Others spoke");
        (await TitlesAsync(reader, "han neverasked")).ShouldContain("Others spoke");
        (await TitlesAsync(reader, "shan ya")).ShouldBe(["River poet", "Others spoke"]);
        if (database == DatabaseKind.Sqlite)
        {
            foreach (var trace in (string[])["朱 鼉 鼍", "鼍 朱", "zhuveiled \uE000"])
            {
                Directory.GetFiles(site.Folder, "cms.db*").Any(f => Read(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(trace)) >= 0)
                    .ShouldBeFalse(trace);
            }

            (await site.InDatabaseAsync(db => db.Database.SqlQuery<int>(
                $"SELECT COUNT(*) AS Value FROM SearchIndex WHERE SearchIndex MATCH {"鼉 OR 朱鼉 OR zhuveiled OR veiled"}").SingleAsync(stop)))
                .ShouldBe(0);

            // Fails when the index and the documents differ, whichever has more.
            (await site.InDatabaseAsync(db => db.SearchHoldsAsync(stop))).ShouldBeTrue();
        }

        (await site.AskAsync((ContentVerification verify) => verify.RunAsync(null, stop))).Wrong.ShouldBeNull();
        await site.AskAsync((RebuildProjection rebuild) => rebuild.RunAsync(Actor.CommandLine, null, stop));
        (await TitlesAsync(reader, "zhu veiled")).ShouldBeEmpty();
        (await site.AskAsync((CopySearch copy) => copy.WriteAsync(stop)))
            .Where(f => f.File.StartsWith("search/w/", StringComparison.Ordinal))
            .ShouldAllBe(f => !f.Text.Contains("veiled"));

        // A name that is given again, and a consent that ends by itself.
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "PublicName")))
            .ShouldHave(HttpStatusCode.OK);
        (await TitlesAsync(reader, "朱鼉鼍")).ShouldContain("Veiled, Zhu spoke");
        site.Clock.Move(TimeSpan.FromDays(7));
        await site.AskAsync((PublishingClock clock) => clock.RunOnceAsync(stop));
        (await TitlesAsync(reader, "liu sometimes")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Whatever_is_typed_gets_a_page_that_helps(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Grey lantern", "A grey lantern."));
        using var reader = site.Visit();
        string[] addresses =
        [
            "/search", "/search?q=", Ask("。，！"), Ask(new string('x', 10_000)), Ask(string.Concat(Enumerable.Repeat("金", 10_000))),
            Ask("\"grey"), Ask("NEAR(grey, 5)"), Ask("grey* ^lantern -x"), Ask("Title:grey"), Ask("{Title}: grey"), Ask("grey AND"),
            Ask("'; --"),
            Ask("\u202Egrey\u2066"), "/search?q=%ED%A0%80", Ask("金"), Ask("😀"), Ask("grey") + "&page=900", Ask("grey")
            + "&page=-1&kind=9&in=xx&year=a",
            "/ug/search?q=grey", "/zh-Hant/search?q=%E9%87%91", Ask("grey") + "&kind=Article&in=en&year=2026",
        ];
        foreach (var address in addresses)
        {
            var page = await reader.GetAsync(address);
            page = page.Header("Location") is { } first ? await reader.GetAsync(first) : page;
            page.ShouldHave(HttpStatusCode.OK).AllOf("form[role=search] input[name=q]").Count.ShouldBeGreaterThan(0, address);
        }

        (await reader.GetAsync(Ask("grey nonesuch"))).AllOf("ul.chips a").Select(a => a.TextContent.Trim()).ShouldBe(["grey", "nonesuch"]);
        (await reader.GetAsync("/xx/search?q=grey")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Results_are_one_for_each_item_in_the_language_of_the_reader_and_narrowed_by_links(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var english = await site.PublishArticleAsync(Writing.Words("Ember report 8812"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("余烬报告 8812"), ArticleFacts.None, "zh-Hans",
            english.ItemId));
        await site.PublishEventAsync("Evening 8812");
        using var reader = site.Visit();

        (await TitlesAsync(reader, "8812")).ShouldBe(["Evening 8812", "Ember report 8812"], ignoreOrder: true);
        (await TitlesAsync(reader, "8812", "/zh-Hans")).ShouldBe(["Evening 8812", "余烬报告 8812"], ignoreOrder: true);
        var page = await reader.GetAsync(Ask("8812"));
        var narrowed = page.AllOf("nav.facets a").Single(a => a.GetAttribute("href")!.EndsWith("kind=event", StringComparison.Ordinal));
        (await reader.GetAsync(narrowed.GetAttribute("href")!)).AllOf("ol.rows h2").Count.ShouldBe(1);
        page.Header("ETag").ShouldBeNull();
        (await reader.SendAsync(HttpMethod.Get, Ask("8812"), ("Accept-Encoding", "gzip, br"))).ContentHeaders.ContentEncoding
            .ShouldBe(["br"]);
    }

    [OnEachDatabase]
    public async Task Two_of_one_second_whose_ids_end_alike_are_both_found(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var at = new DateTime(2004, 3, 2, 10, 0, 0, DateTimeKind.Utc);
        foreach (var (id, title) in new[]
        {
            ("0197d53a-d888-7e97-bf31-a9c443aa11bb", "Plum wine 7741"), ("0197d53b-d888-7e97-bf31-a9c443aa11bb", "Plum cake 7741"),
        })
        {
            (await site.AskAsync((SaveEntry save) => save.RunAsync(Actor.CommandLine, new(EntryKind.Article, null, null, Language.English,
                Writing.Words(title), 0, FactsJson.Write(ArticleFacts.None), 0)
            {
                NewId = Guid.Parse(id),
                Origin = new("", at, at),
            }, SaveThen.Publish, TestContext.Current.CancellationToken))).Value.NotDone.ShouldBeEmpty();
        }

        using var reader = site.Visit();
        (await TitlesAsync(reader, "7741")).ShouldBe(["Plum cake 7741", "Plum wine 7741"]);
    }

    [OnEachDatabase]
    public async Task Of_a_common_word_the_newest_are_counted_and_the_others_are_still_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words("Spring evening", "A zither was heard. 榆树下。"),
            Gathering.Facts with { StartsOn = new DateOnly(2003, 5, 4) }));
        var apart = $"zither 榆 树 {SearchText.Boundary} 树 下";
        await site.InDatabaseAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, 201).Select(i => new SearchDocument
            {
                Id = SearchDocument.IdOf(new(2026, 1, 1), Guid.Empty) + i,
                EntryId = Guid.CreateVersion7(),
                ItemId = Guid.CreateVersion7(),
                Kind = EntryKind.Article,
                Language = "en",
                Year = 2026,
                Names = "",
                Title = "",
                Text = apart,
                Keys = string.Join(' ', SearchText.Keys(apart).Concat(SearchDocument.Facets(EntryKind.Article, "en", 2026))),
            }));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        using var reader = site.Visit();

        // All 201 have both halves of the phrase; only the oldest has it.
        (await reader.GetAsync(Ask("榆树下"))).ShouldSay("1 result").AllOf("ol.rows h2 a").Select(a => a.TextContent.Trim())
            .ShouldBe(["Spring evening"]);
        var first = (await reader.GetAsync(Ask("zither"))).ShouldSay("More than 200 results");
        foreach (var choice in (string[])["kind=event", "year=2003"])
        {
            var link = first.AllOf("nav.facets a").Single(a => a.GetAttribute("href")!.EndsWith(choice, StringComparison.Ordinal));
            var narrowed = await reader.GetAsync(link.GetAttribute("href")!);
            narrowed.ShouldSay("1 result").AllOf("ol.rows h2 a").Select(a => a.TextContent.Trim()).ShouldBe(["Spring evening"], choice);
        }

        (await reader.GetAsync(Ask("zither") + "&kind=article")).ShouldSay("More than 200 results");
        (await reader.GetAsync(Ask("zither") + "&page=2")).One(".pager a[rel=next]").GetAttribute("href")!.ShouldEndWith("page=3");
        (await reader.GetAsync(Ask("zither") + "&page=3")).ShouldSay("202 results");
        (await reader.GetAsync(Ask("zither") + "&page=11")).AllOf("ol.rows h2 a").Select(a => a.TextContent.Trim())
            .ShouldBe(["Spring evening"]);
    }

    [OnEachDatabase]
    public async Task Results_go_on_page_by_page_and_back_to_the_first(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 0; i < 41; i++)
        {
            await site.PublishArticleAsync(Writing.Words($"Tansy report {i:00}"));
        }

        using var reader = site.Visit();
        var first = await reader.GetAsync(Ask("tansy"));
        first.AllOf(".pager a").Select(a => a.TextContent).ShouldBe(["Next page"]);
        var second = await reader.GetAsync(first.One(".pager a[rel=next]").GetAttribute("href")!);
        var third = await reader.GetAsync(second.One(".pager a[rel=next]").GetAttribute("href")!);
        third.AllOf("ol.rows h2").Count.ShouldBe(1);
        third.AllOf(".pager a").Select(a => a.TextContent).ShouldBe(["First page"]);
        (await reader.GetAsync(third.One(".pager a").GetAttribute("href")!)).AllOf("ol.rows h2").Select(h => h.TextContent)
            .ShouldBe(first.AllOf("ol.rows h2").Select(h => h.TextContent));
    }

    [OnEachDatabase]
    public async Task Lists_of_staff_find_drafts_names_and_doubles_as_readers_find_pages(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.SaveAsync(EntryKind.Person, Writing.Words("曾羽岚"), Cast.Poet, "zh-Hans");
        await site.SaveAsync(EntryKind.Article, Writing.Words("Ärzte im Café", "Body."), ArticleFacts.None);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("River poet"),
            Cast.Poet with { Names = Cast.Names("Shan Ya", "单雅") }));
        var member = await site.AddMemberAsync("Jin Hai");
        await site.AddMemberAsync("", "金海");
        using var editor = await site.SignInAsync(Role.Editor);

        foreach (var typed in (string[])["曾羽", "曾羽嵐", "zeng yu", "zengyulan", "cengyu"])
        {
            (await editor.GetAsync($"{SiteUrls.AdminList(EntryKind.Person)}?q={Uri.EscapeDataString(typed)}"))
                .AllOf("tbody th a").Select(a => a.TextContent.Trim()).ShouldBe(["曾羽岚"], typed);
        }

        foreach (var typed in (string[])["ärzte", "ARZTE CAFE", "arz", "caf arzt"])
        {
            (await editor.GetAsync($"{SiteUrls.AdminList(EntryKind.Article)}?q={Uri.EscapeDataString(typed)}"))
                .AllOf("tbody th a").Select(a => a.TextContent.Trim()).ShouldBe(["Ärzte im Café"], typed);
        }

        (await editor.GetAsync("/admin/links?q=" + Uri.EscapeDataString("單雅"))).Body.ShouldContain("River poet");
        (await editor.GetAsync("/admin/links?q=shanya")).Body.ShouldContain("River poet");
        (await editor.GetAsync("/admin/links?q=zengyulan")).Body.ShouldNotContain("poet");
        foreach (var typed in (string[])["jinhai", "Hai Jin", "JĪN"])
        {
            (await editor.GetAsync($"{SiteUrls.Members}?q={Uri.EscapeDataString(typed)}")).AllOf("tbody tr").Count.ShouldBe(2, typed);
        }

        (await editor.GetAsync($"{SiteUrls.Members}?q={Uri.EscapeDataString("金")}")).AllOf("tbody tr").Count.ShouldBe(1);
        (await editor.GetAsync(SiteUrls.Merge(member))).ShouldSay("金海");
    }

    [OnEachDatabase]
    public async Task Names_are_listed_in_five_orders(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        PersonName[][] people =
        [
            Cast.Names("Zeng Yu", "曾羽"),
            Cast.Names("Shan Ya", "单雅"),
            [new("Kim Hana", "ko-Latn", NameKind.Romanised, true), new("김하나", "ko", NameKind.Native, true)],
            [new("Ürkesh Alim", "ug-Latn", NameKind.Romanised, true), new("ئۈركەش ئالىم", "ug", NameKind.Native, true)],
        ];
        foreach (var names in people)
        {
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words($"Case {names[0].Text}"),
                Cast.Poet with { Names = names }));
        }

        using var reader = site.Visit();
        (await GroupsAsync("letter")).ShouldBe(["K", "S", "U", "Z"]);
        (await GroupsAsync("pinyin")).ShouldBe(["S", "Z"]);
        (await GroupsAsync("strokes")).ShouldBe(["8", "12"]);
        (await GroupsAsync("jamo")).ShouldBe(["ㄱ"]);
        (await GroupsAsync("script")).ShouldBe(["ئۈ"]);
        var page = await reader.GetAsync("/people/names?sort=pinyin&from=Z");
        page.AllOf("ul.index a").Select(a => a.TextContent).ShouldBe(["曾羽"]);
        page.ShouldSay("Zeng Yu");
        (await reader.GetAsync("/zh-Hans/people/names?from=S&sort=pinyin")).AllOf("ul.index a").Select(a => a.TextContent).ShouldBe(["单雅"]);
        (await reader.GetAsync("/zh-Hans/people/names")).AllOf("ul.index a").Select(a => a.TextContent).ShouldBe(["单雅", "曾羽"]);
        (await reader.GetAsync("/people/names?sort=nonesuch")).ShouldHave(HttpStatusCode.NotFound);

        async Task<string[]> GroupsAsync(string order)
        {
            var list = await reader.GetAsync($"/people/names?sort={order}");
            var links = list.AllOf("nav ul.links a[href*='from=']").Select(a => a.TextContent).ToArray();
            return links.Length > 0 ? links : [list.One("#group-1").TextContent];
        }
    }

    [OnEachDatabase]
    public async Task Rebuilding_writes_the_same_documents_again(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Writing.Words("Sorrel meadow", "Of sorrel."));
        await site.InDatabaseAsync(db => db.Set<SearchDocument>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        using var reader = site.Visit();
        (await TitlesAsync(reader, "sorrel")).ShouldBeEmpty();

        await site.AskAsync((RebuildProjection rebuild) =>
            rebuild.RunAsync(Actor.CommandLine, null, TestContext.Current.CancellationToken));
        (await TitlesAsync(reader, "sorrel")).ShouldBe(["Sorrel meadow"]);
        if (database == DatabaseKind.Sqlite)
        {
            // Somebody who writes to the file can leave the documents alone and change the index.
            await site.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"""
                INSERT INTO SearchIndex(SearchIndex, rowid, Keys) SELECT 'delete', Id, Keys FROM SearchDocuments
                """, TestContext.Current.CancellationToken));
            (await TitlesAsync(reader, "sorrel")).ShouldBeEmpty();
            (await site.InDatabaseAsync(db => db.SearchHoldsAsync(TestContext.Current.CancellationToken))).ShouldBeFalse();
            await site.AskAsync((RebuildProjection rebuild) =>
                rebuild.RunAsync(Actor.CommandLine, null, TestContext.Current.CancellationToken));
            (await TitlesAsync(reader, "sorrel")).ShouldBe(["Sorrel meadow"]);
        }

        (await site.InDatabaseAsync(db => db.SearchHoldsAsync(TestContext.Current.CancellationToken))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_browser_is_told_where_to_search()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var reader = site.Visit();
        (await reader.GetAsync("/ko/articles")).One("link[rel=search]").GetAttribute("href").ShouldBe("/ko/opensearch.xml");
        var description = XDocument.Parse((await reader.GetAsync("/ko/opensearch.xml")).Body);
        description.Descendants().Single(e => e.Name.LocalName == "Url").Attribute("template")!.Value
            .ShouldEndWith("/ko/search?q={searchTerms}");
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<IReadOnlyList<string>> TitlesAsync(Browser reader, string question, string language = "") =>
        [.. (await reader.GetAsync(language + Ask(question))).ShouldHave(HttpStatusCode.OK).AllOf("ol.rows h2 a")
        .Select(a => a.TextContent.Trim())];
}
