using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>The texts of another system move in whole, once, with their addresses; what must not be kept is not.</summary>
public sealed class MovingInTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_blog_moves_in_and_its_old_addresses_lead_to_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var before = await site.AuditHeadAsync();
        var file = Write(BlogFile(
            Post(1, "Vigil in the park", Vigil + "See <a href='http://lantern.blogspot.com/2015/11/second.html'>the second</a> and "
                + "<a href='http://lantern.blogspot.com/search/label/Vigil'>all</a>.", "/2015/10/Vigil-in-park.html"),
            Post(2, "The second", Vigil, "/2015/11/second.html", "2015-11-01T10:00:00.000-05:00"),
            Post(3, "Not ready", Vigil), Post(4, "About us", Vigil, "/p/about-us.html", kind: "page"), Comment));
        var report = await site.ImportAsync(ImportFormat.Blogger, file);
        report.Entries.Select(e => (e.Title, e.Outcome, e.IsPublic)).ShouldBe([
            ("Vigil in the park", ImportOutcome.Imported, true), ("The second", ImportOutcome.Imported, true),
            ("Not ready", ImportOutcome.Imported, false), ("About us", ImportOutcome.Imported, true)]);
        (report.Comments, report.EmailAddresses).ShouldBe((1, 6));

        using var reader = site.Visit();
        foreach (var (old, path) in new[]
        {
            ("/2015/10/Vigil-in-park.html", "/articles/vigil-in-park"), ("/2015/11/second.html", "/articles/second"),
            ("/p/about-us.html", "/about-us"), ("/search/label/Vigil", "/tags/vigil"), ("/feeds/posts/default", "/feed.atom"),
            ("/2015/10/", "/articles/2015"), ("/2015", "/articles/2015"),
        })
        {
            var page = await reader.GetAsync(old);
            (page.Url.AbsolutePath, page.Status, page.Redirects.Count).ShouldBe((path, HttpStatusCode.OK, 1), old);
        }

        var article = await reader.GetAsync("/articles/vigil-in-park");
        article.Body.ShouldContain("href=\"/articles/second\"");
        article.Body.ShouldContain("href=\"/tags/vigil\"");
        article.Body.ShouldContain("2015-10-06");
        article.Text.ShouldContain("Lan");
        (await reader.GetAsync("/articles/not-ready")).Status.ShouldBe(HttpStatusCode.NotFound);

        // The file is named beside each text.
        var imported = await site.InDatabaseAsync(db => db.AuditEntries.Where(e => e.Number > before && e.Verb == AuditVerb.EntryImported)
            .Select(e => e.Details).ToListAsync(Token));
        imported.Count.ShouldBe(4);
        imported.ShouldAllBe(d => d.Contains(report.Sha256));
        foreach (var secret in new[] { "troll", "words of a", "owner@", "noreply@" })
        {
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await CopyAsync(site), Token)).ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task Moving_a_text_in_costs_few_statements()
    {
        const int MostForAText = 23;
        var counter = new StatementCounter(countsAll: true);
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = counter.Watch });
        var html = "See <a href='https://elsewhere.example/report'>the report</a>. " + Vigil;
        await site.ImportAsync(ImportFormat.Blogger, Write(BlogFile(Post(1, "First", html, "/2015/10/first.html"))));
        var few = await CostAsync([.. Enumerable.Range(2, 2)]);
        var more = await CostAsync([.. Enumerable.Range(4, 6)]);
        (more.Length - few.Length).ShouldBeLessThanOrEqualTo(4 * MostForAText, string.Join("\n--\n", few));

        async Task<string[]> CostAsync(int[] ids)
        {
            counter.Statements.Clear();
            // Of different minutes: the place of a text in search follows from its second, and a taken place costs a look for the next.
            await site.ImportAsync(ImportFormat.Blogger, Write(BlogFile([.. ids.Select(id =>
                Post(id, $"Post {id}", html, $"/2015/10/n{id}.html", $"2015-10-06T20:{id:00}:00.000-04:00"))])));
            return [.. counter.Statements];
        }
    }

    [OnEachDatabase]
    public async Task The_same_file_twice_changes_nothing_and_what_was_changed_here_stays(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var file = Write(BlogFile(Post(1, "One", Vigil, "/2015/10/one.html"), Post(2, "Two", Vigil, "/2015/10/two.html")));
        await site.ImportAsync(ImportFormat.Blogger, file);
        var head = await site.AuditHeadAsync();
        (await site.ImportAsync(ImportFormat.Blogger, file)).Entries.ShouldAllBe(e => e.Outcome == ImportOutcome.Unchanged);
        (await site.AuditedSinceAsync(head)).ShouldBe([AuditVerb.SiteImported]);

        var entry = await site.InDatabaseAsync(db => db.Set<Entry>().SingleAsync(e => e.Slug == "two", Token));
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, new(entry.Id, entry.ItemId, entry.Version, 1),
            Writing.Words("Two", "By hand.", "two"), ArticleFacts.None));
        var changed = Write(BlogFile(Post(1, "One", "Newer.", "/2015/10/one.html"), Post(2, "Two", "Newer.", "/2015/10/two.html")));
        (await site.ImportAsync(ImportFormat.Blogger, changed)).Entries.Select(e => e.Outcome)
            .ShouldBe([ImportOutcome.Updated, ImportOutcome.LeftAlone]);

        // Written otherwise there, and the same here.
        var same = Write(BlogFile(Post(1, "One", "<span>Newer.</span>", "/2015/10/one.html")));
        (await site.ImportAsync(ImportFormat.Blogger, same)).Entries.Single().Outcome.ShouldBe(ImportOutcome.Unchanged);
        using var reader = site.Visit();
        (await reader.GetAsync("/articles/one")).Text.ShouldContain("Newer.");
        (await reader.GetAsync("/articles/two")).Text.ShouldContain("By hand.");
    }

    [Fact]
    public async Task Photos_come_from_the_export_or_a_folder_and_a_second_run_fills_in_what_was_missing()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var feed =
            BlogFile(Post(1, "Vigil", "<table class='tr-caption-container'><tr><td><a href='https://1.bp.blogspot.com/x/s1600/IMG_1.JPG'>"
            + "<img src='https://1.bp.blogspot.com/x/s320/IMG_1.JPG'></a></td></tr><tr><td class='tr-caption'>Candles&nbsp;at "
            + "dusk</td></tr>"
            + "</table><div class='separator'><a href='https://1.bp.blogspot.com/x/s1600/b.jpg'><img alt='A street' "
            + "src='https://1.bp.blogspot.com/x/s320/b.jpg'></a></div>", "/2015/10/vigil.html"));
        var first = await site.ImportAsync(ImportFormat.Blogger, Zip(
            ("Takeout/Blogger/Blogs/Lantern/feed.atom", Encoding.UTF8.GetBytes(feed)),
            ("Takeout/Blogger/Albums/Lantern/IMG_1.JPG", Jpegs.Of(4, [0, 0, 255, 255, 0, 90, 255, 255])),
            ("__MACOSX/Takeout/._feed.atom", [1])));
        first.Missing.Select(m => m.Address).ShouldBe(["https://1.bp.blogspot.com/x/s0/b.jpg"]);
        using var reader = site.Visit();
        var page = await reader.GetAsync("/articles/vigil");
        page.AllOf("figure").Count.ShouldBe(1);
        page.One("figcaption").TextContent.ShouldBe("Candles at dusk");
        page.Text.ShouldContain("A street");

        var folder = Directory.CreateTempSubdirectory("cms-photos-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "b.jpg"), Jpegs.Of(4, [9, 0, 200, 255, 0, 90, 255, 255]), Token);
        await File.WriteAllBytesAsync(Path.Combine(folder, "img_1.jpg"), Jpegs.Of(4, [0, 0, 255, 255, 0, 90, 255, 255]), Token);
        var second = await site.ImportAsync(ImportFormat.Blogger, Write(feed), r => r with { MediaFolder = folder });
        (second.Missing.Count, second.Entries[0].Outcome).ShouldBe((0, ImportOutcome.Updated));

        // A third run from a Takeout archive without the folder takes nothing out again.
        var third = await site.ImportAsync(ImportFormat.Blogger, Tgz(
            ("Takeout 2/Blogger/Blogs/Lantern/feed.atom", Encoding.UTF8.GetBytes(feed)),
            ("Takeout 2/Blogger/Albums/Lantern/IMG_1.JPG", Jpegs.Of(4, [0, 0, 255, 255, 0, 90, 255, 255]))));
        (third.Missing.Count, third.Entries[0].Outcome).ShouldBe((1, ImportOutcome.LeftAlone));
        (await reader.GetAsync("/articles/vigil")).AllOf("figure").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_site_in_two_languages_keeps_its_translations()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file = Write(Wxr(
            Item(1, "Vigil", "<p>We met.</p>", Meta("_icl_lang_code", "en") + Meta("trid", "7"), name: "vigil-wpml"),
            Item(2, "守夜", "<p>我们见面了。</p>", Meta("_icl_lang_code", "zh-hans") + Meta("trid", "7"), name: "vigil-wpml"),
            Item(3, "Rally", "<p>We walked.</p>", Meta("_translations", "a:2:{s:2:\"en\";i:3;s:2:\"ko\";i:4;}"), name: "rally-pl"),
            "<wp:tag><wp:tag_slug>%e5%8c%97%e4%ba%ac</wp:tag_slug><wp:tag_name>北京</wp:tag_name></wp:tag><wp:category><wp:term_id>12"
                + "</wp:term_id><wp:category_nicename>v</wp:category_nicename><wp:cat_name>Vigil</wp:cat_name></wp:category>",
            Item(5, "In Beijing", "<p>We met there.</p>",
            more: "<category domain=\"post_tag\" nicename=\"%e5%8c%97%e4%ba%ac\">北京</category>"),
            Item(4, "집회", "<p>우리는 걸었다.</p>", Meta("_translations", "a:2:{s:2:\"en\";i:3;s:2:\"ko\";i:4;}"), name: "rally-pl")));
        var report = await site.ImportAsync(ImportFormat.WordPress, file);
        report.Entries.Select(e => e.Address).ShouldBe(
            ["/articles/vigil-wpml", "/zh-Hans/articles/vigil-wpml", "/articles/rally-pl", "/articles/n5", "/ko/articles/rally-pl"]);
        using var reader = site.Visit();
        (await reader.GetAsync("/articles/vigil-wpml")).Body.ShouldContain("hreflang=\"zh-Hans\"");
        (await reader.GetAsync("/?p=4")).Url.AbsolutePath.ShouldBe("/ko/articles/rally-pl");
        (await reader.GetAsync("/tag/vigil/")).Url.AbsolutePath.ShouldBe("/tags/vigil");
        (await reader.GetAsync("/?tag=%E5%8C%97%E4%BA%AC")).Url.AbsolutePath.ShouldBe("/tags/" + Uri.EscapeDataString("北京"));
        (await reader.GetAsync("/?cat=12")).Url.AbsolutePath.ShouldBe("/tags/vigil");
        (await reader.GetAsync("/?p=99999")).Url.AbsolutePath.ShouldBe("/");
    }

    [Fact]
    public async Task What_WordPress_replaces_when_it_shows_a_text_is_replaced_here()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file = Write(Wxr(
            Item(21, "Shared", "<!-- wp:paragraph --><p>Shared words.</p><!-- /wp:paragraph -->", type: "wp_block"),
            Item(22, "Classic", "First line\nsecond line\n\nA [caption id=\"a\" width=\"3\"]<img src=\"https://lantern.example/x.jpg\" "
            + "alt=\"A "
                + "hall\" /> The hall[/caption] and [contact-form-7 "
                + "id=\"1\"]\n\n[embed]https://www.youtube.com/watch?v=abcDEF12345[/embed]",
                name: "classic"),
            Item(23, "Blocks", "<!-- wp:block {\"ref\":21} /--><!-- wp:paragraph --><p>In 1989<sup data-fn=\"k1\" class=\"fn\"><a "
                + "href=\"#k1\">1</a></sup> it began.</p><!-- /wp:paragraph --><!-- wp:verse --><pre "
                + "class=\"wp-block-verse\">One\nTwo</pre>"
                + "<!-- /wp:verse --><script>alert(1)</script>", Meta("footnotes", "[{\"id\":\"k1\",\"content\":\"In spring.\"}]"),
                name: "blocks", more: "<wp:comment><wp:comment_type>note</wp:comment_type><wp:comment_content>secret "
                + "note</wp:comment_content>"
                + "</wp:comment>"),
            Item(24, "Locked", "<p>secret</p>", more: "<wp:post_password>pw</wp:post_password>")));
        var report = await site.ImportAsync(ImportFormat.WordPress, file);
        (report.Notes, report.Comments).ShouldBe((1, 0));
        (await BodyAsync(site, "classic")).ShouldBe(
            "First line\\\nsecond line\n\nA\n\n*The hall*\n\nand\n\nhttps://www.youtube.com/watch?v=abcDEF12345");
        (await BodyAsync(site, "blocks")).ShouldBe("Shared words.\n\nIn 1989[^1] it began.\n\nOne\\\nTwo\n\n[^1]: In spring.");
        report.Entries.Single(e => e.Title == "Locked").IsPublic.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_never_public_there_is_not_public_here_and_no_public_text_names_it()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var report = await site.ImportAsync(ImportFormat.WordPress, Write(Wxr(
            Item(81, "Message of a reader", "<p>I am in danger</p>", type: "flamingo_inbound", name: "message"),
            Item(82, "Site header", "<p>Header words</p>", type: "template_part", name: "header"),
            Item(83, "Arrest of Jin Hai", "<p>Not yet</p>", status: "private", name: "arrest-of-jin-hai"),
            Item(84, "Open", "<p>See <a href='https://lantern.example/?p=83'>this</a> and <a "
            + "href='https://lantern.example/?p=85'>that</a>.</p>",
                name: "open"),
            Item(85, "Other", "<p>Words</p>", name: "other"))));

        report.LeftOut["flamingo_inbound"].ShouldBe(1);
        report.Entries.Where(e => e.IsPublic).Select(e => e.Title).ShouldBe(["Open", "Other"]);
        (await BodyAsync(site, "open")).ShouldBe("See [this](https://lantern.example/?p=83) and [that](/articles/other).");
        (await site.InDatabaseAsync(db => db.Set<TextRevision>().AnyAsync(r => r.Body.Contains("danger")))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_says_the_same()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var file = Write(BlogFile(Post(1, "One", Vigil, "/2015/10/one.html"), Post(2, "Two", Vigil)));
        var head = await site.AuditHeadAsync();
        var dry = await site.ImportAsync(ImportFormat.Blogger, file, r => r with { IsDryRun = true });
        (await site.AuditHeadAsync()).ShouldBe(head);
        var done = await site.ImportAsync(ImportFormat.Blogger, file);
        dry.Entries.Select(e => (e.Id, e.Outcome, e.IsPublic)).ShouldBe(done.Entries.Select(e => (e.Id, e.Outcome, e.IsPublic)));
    }

    [Fact]
    public async Task An_import_that_was_ended_goes_on_where_it_was()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var file = Write(BlogFile([.. Enumerable.Range(1, 30).Select(i => Post(i, $"Text {i}", Vigil, $"/2015/10/text-{i}.html"))]));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Should.ThrowAsync<OperationCanceledException>(() => site.AskAsync((ImportSite import) => import.RunAsync(Actor.CommandLine,
            new(ImportFormat.Blogger, [file]), p =>
            {
                if (p is { IsReading: false, Done: 11 })
                {
                    end.Cancel();
                }
            }, end.Token)));
        var there = await site.InDatabaseAsync(db => db.Set<ImportedEntry>().CountAsync(Token));
        there.ShouldBeInRange(11, 29);
        var report = await site.ImportAsync(ImportFormat.Blogger, file);
        report.Entries.Count(e => e.Outcome == ImportOutcome.Unchanged).ShouldBe(there);
        (await site.InDatabaseAsync(db => db.Set<Publication>().CountAsync(Token))).ShouldBe(30);
    }

    [Fact]
    public async Task A_link_to_a_lost_host_becomes_words_and_a_list_of_people_is_pointed_out()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file =
            Write(BlogFile(Post(71, "Warning", "Our <a href='http://www.gone.example/x'>old site</a>, http://www.gone.example/, is lost. "
            + "<div>Members attending include: Lin Bai (林白), Geun Seo, Shen Qing（沈清）.</div>", "/2015/10/warning.html"))
            .Replace("blog-77", "blog-78", StringComparison.Ordinal));
        var report = await site.ImportAsync(ImportFormat.Blogger, file, r => r with { Map = new() { Retired = ["gone.example"] } });
        (report.RetiredLinks, report.Attendance.Single().Names).ShouldBe((2, 3));
        var body = await BodyAsync(site, "warning");
        body.ShouldStartWith("Our old site, gone.example/, is lost.");
    }

    [Fact]
    public async Task A_list_in_a_report_is_offered_for_its_event_and_names_nobody()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var happening = await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words("Rally at noon"),
            Features.Events.EventFacts.None with { StartsOn = new(2015, 10, 6) }));
        await site.PublishArticleAsync(Writing.Words("Rally", "We met.\n\n出席人员：林白羽（Lin Baiyu）、沈清源、罗敬天。"),
            facts: ArticleFacts.None with { EventId = happening.ItemId });
        using var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync($"/admin/events/{happening.ItemId}/attendance");
        page.ShouldSay("lists 3 people");
        page = await editor.GetAsync(page.One(".notice.info a").GetAttribute("href")!);
        page.One("textarea[name='Input.Names']").TextContent.ShouldContain("沈清源");
        (await site.InDatabaseAsync(db => db.Set<Features.Members.Member>().CountAsync(Token))).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_comes_out_as_one_would_have_written_it()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var file = Write(BlogFile(
            Post(91, "Shape one", "<font face='Arial'>Demands:</font><br />• Release them<br /><span "
            + "style='font-size:large'>•&nbsp;Stop</span><br /><br />"
                + "<a name='more'></a>1. First<br />2. Second<hr "
                + "/><table><tr><td><b>Name</b></td><td><b>Years</b></td></tr><tr><td>Lin</td><td>3"
                + "</td></tr></table><iframe src='//www.youtube.com/embed/AbCdEfGhIjk'></iframe><div class='blogger-post-footer'><img "
                + "width='1' "
                + "height='1' src='https://blogger.googleusercontent.com/tracker/1'/></div>", "/2016/01/shape-one.html"),
            Post(92, "Shape two", "<div style='text-align:center'>夜色如水<br />灯火如星<br /><br />你在墙内</div><div>&nbsp;</div><p>See "
                + "<a href='/2016/01/shape-one.html'>one</a>, <a "
                + "href='http://lantern.blogspot.hk/2016/01/shape-one.html?m=1#c9'>again</a>, "
                + "<a href='javascript:alert(1)'>bad</a>.</p>", "/2016/01/shape-two.html"),
            Post(93, "Shape three", "We ask:<p><span style='font-family:Symbol'>·<span>&nbsp; </span></span>a doctor;</p>"
                + "<p>·&nbsp; a visit.</p>Bring<br />- a pen<br />- paper<br />------------------<br />We are volunteers.<br />"
                + "* * * * *<br />- Ma Lan<br />*****", "/2016/01/shape-three.html"),
            Post(94, "Shape four", "　　亲爱的朋友们：<br /><br />　　我是一位母亲。<br />　　请你们帮助我。<br /><br />　夜<br />墙",
                "/2016/01/shape-four.html")));
        await site.ImportAsync(ImportFormat.Blogger, file);
        (await BodyAsync(site, "shape-one"))
            .ShouldBe("Demands:\n\n- Release them\n- Stop\n\n1. First\n2. Second\n\n---\n\n| Name | Years |\n"
            + "| --- | --- |\n| Lin | 3 |\n\nhttps://www.youtube.com/watch?v=AbCdEfGhIjk");
        (await BodyAsync(site, "shape-two")).ShouldBe("夜色如水\\\n灯火如星\n\n你在墙内\n\nSee [one](/articles/shape-one), "
            + "[again](/articles/shape-one), bad.");
        (await BodyAsync(site, "shape-three")).ShouldBe("We ask:\n\n- a doctor;\n- a visit.\n\nBring\n\n- a pen\n- paper\n\n---\n\n"
            + "We are volunteers.\n\n---\n\n\\- Ma Lan");
        (await BodyAsync(site, "shape-four")).ShouldBe("亲爱的朋友们：\n\n我是一位母亲。\\\n请你们帮助我。\n\n　夜\\\n墙");
    }

    private static Task<string> BodyAsync(CmsSite site, string slug) => site.InDatabaseAsync(db =>
        db.Set<Publication>().Where(p => p.Slug == slug).Select(p => p.Body).SingleAsync(Token));

    /// <summary>The database as one file: what a thief of it would search.</summary>
    private static async Task<string> CopyAsync(CmsSite site)
    {
        var copy = Path.Combine(site.Folder, "copy.txt");
        await using var file = new StreamWriter(copy);
        foreach (var text in await site.InDatabaseAsync(db => db.Set<TextRevision>().Select(r => r.Title + r.Body + r.Summary + r.Tags)
            .ToListAsync(Token)))
        {
            await file.WriteLineAsync(text);
        }

        return copy;
    }
}
