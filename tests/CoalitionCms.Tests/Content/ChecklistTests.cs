using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Before something becomes public its author is told what is amiss; what would harm people is asked about, or refused.</summary>
public sealed class ChecklistTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_photo_without_a_description_is_not_published(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var photo = await AddAsync(site, "");
        foreach (var (title, body, cover) in ((string, string, string)[])[("Silent photo", $"![](/media/{photo})", ""),
            ("Silent cover", "Words.", photo)])
        {
            var entry = await mira.WriteAsync(title, body, ("Facts.Cover", cover));
            (await mira.ReviseAsync(entry, "publish")).ShouldSay("Photos without a description: 1.");
            (await site.PublicSlugAsync(entry)).ShouldBeNull(title);
        }

        var told = await mira.WriteAsync("Told photo", $"![A square](/media/{photo})");
        (await mira.ReviseAsync(told, "publish")).ShouldSay("Published.").ShouldSay("Every photo has a description (1).");
        var foreign = await mira.WriteAsync("Foreign photo", $"![A square](/media/{new string('c', 64)}) ![b](https://example.org/b.png)");
        (await mira.ReviseAsync(foreign, "publish")).ShouldSay("Photos in the text that are not in the library: 2.");
    }

    [OnEachDatabase]
    public async Task The_name_of_a_member_who_is_hidden_is_asked_about_wherever_it_stands(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        await site.AddMemberAsync("Mei O'Example", "梅示例");
        var photo = await AddAsync(site, "Mei O'Example at the gate");
        (string Where, (string, string)[] Fields)[] places =
        [
            ("title", [("Entry.Title", "Mei O'Example was heard")]),
            ("small letters", [("Entry.Body", "then mei o'example spoke")]),
            ("native script", [("Entry.Body", "昨天梅示例说了话。")]),
            ("over a line end", [("Entry.Body", "Then Mei\nO'Example spoke.")]),
            ("half emphasised", [("Entry.Body", "Then **Mei** O'Example spoke.")]),
            ("words of a link", [("Entry.Body", "Then [Mei O'Example](https://example.org/) spoke.")]),
            ("summary", [("Entry.Summary", "About Mei O'Example.")]),
            ("tag", [("Entry.Tags", "Mei O'Example, law")]),
            ("byline", [("Facts.Byline", "OwnName"), ("Facts.BylineName", "Mei O'Example")]),
            ("address", [("Entry.Slug", "梅示例-was-heard")]),
            ("description of a photo", [("Entry.Body", $"![](/media/{photo})")]),
        ];
        foreach (var (where, fields) in places)
        {
            var entry = await mira.WriteAsync("Names in " + where);
            var page = await mira.ReviseAsync(entry, "publish", fields);
            page.ShouldSay("The checklist has a warning. Read it, tick the box, and publish again.")
                .ShouldSay("This text names members who must not be named in public");
            (await site.PublicSlugAsync(entry)).ShouldBeNull(where);
        }
    }

    [Fact]
    public async Task Who_may_not_see_the_roster_does_not_learn_it_from_the_checklist()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var writer = await site.SignInAsync(Role.Member);
        for (var i = 0; i < ToldNames.MostADay; i++)
        {
            await site.AddMemberAsync($"Probed Example{"ABCDEFGH"[i]}");
        }

        // One answer, however many are named; then no answer to anything, and nothing that tells one text from another.
        foreach (var body in Enumerable.Range(1, ToldNames.MostADay - 1).Select(most => string.Join(", ",
            Enumerable.Range(0, most).Select(i => $"Probed Example{"ABCDEFGH"[i]}"))))
        {
            var entry = await writer.WriteAsync("Probe", body);
            (await writer.ReviseAsync(entry, "publish")).ShouldSay(
                "This text names members who must not be named in public, or people of the same name. Remove the names");
            (await site.PublicSlugAsync(entry)).ShouldBeNull(body);
        }

        foreach (var body in new[] { $"Probed Example{"ABCDEFGH"[ToldNames.MostADay - 1]}", "Probed ExampleA", "Nobody of the roster." })
        {
            var entry = await writer.WriteAsync("Probe", body);
            var page = await writer.ReviseAsync(entry, "publish");
            page.ShouldSay("An editor must publish your texts until tomorrow");
            page.One("[name='Entry.Despite']").GetAttribute("value").ShouldBe("");
            (await site.PublicSlugAsync(entry)).ShouldBeNull(body);
            var links = await writer.GetAsync(SiteUrls.DraftLinks(entry));
            (await writer.SubmitAsync(links, "main form[method=post]")).ShouldSay("An editor must publish your texts until tomorrow");
        }
    }

    [OnEachDatabase]
    public async Task A_tick_holds_for_the_people_that_were_named_and_for_no_others(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        await site.AddMemberAsync("Qing Example");
        await site.AddMemberAsync("Rong Example");
        var entry = await mira.WriteAsync("Ticked names", "Qing Example spoke.");

        (await mira.ReviseAsync(entry, "publish", ("Entry.Despite", "true"), ("Entry.Body", "Qing Example and Rong Example spoke.")))
            .ShouldSay("This text names members who must not be named in public");
        (await site.PublicSlugAsync(entry)).ShouldBeNull("two, where one was ticked");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Qing Example spoke again."));
        await mira.ReviseAsync(entry, "publish", ("Entry.Despite", "true"), ("Entry.Body", "Rong Example spoke."));
        (await site.PublicSlugAsync(entry)).ShouldBeNull("another one than was ticked");

        (await mira.ReviseAsync(entry, "publish", ("Entry.Despite", "true"))).ShouldSay("Published.");
    }

    [OnEachDatabase]
    public async Task Whoever_agreed_to_be_named_is_no_warning_and_neither_are_parts_of_words(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var open = await site.AddMemberAsync("Sun Example");
        await site.AddMemberAsync("Lianu");
        await site.AttendAsync(await site.PublishEventAsync("Named there"), open, Gathering.Public);

        var entry = await mira.WriteAsync("Named with leave", "Sun Example spoke to the Lianuese.");

        (await mira.ReviseAsync(entry, "publish")).ShouldSay("Published.");
    }

    [OnEachDatabase]
    public async Task A_link_to_an_address_that_was_given_up_is_asked_about_however_it_is_written(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        foreach (var location in (string[])["www.given-up.example", "social.example/old-page", "旧址.example"])
        {
            var input =
                new SaveAddress.Input(null, location, AddressKind.Retired, false, FuzzyDate.Unknown, FuzzyDate.Unknown,
                LocalText.Of("en", "Sold."), 0, 0);
            Newsroom.Check(await site.AskAsync((SaveAddress save) =>
                save.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken)));
        }

        foreach (var body in (string[])
        [
            "[here](https://www.given-up.example/)", "<https://given-up.example>", "See https://news.given-up.example/a",
                "[a][1]\n\n[1]: http://GIVEN-UP.example./x",
            "[mail](mailto:info@given-up.example)", "[s](https://social.example/old-page/post)", "[i](https://xn--sesv45a.example/)",
            "[i](https://旧址.example/)",
        ])
        {
            var entry = await mira.WriteAsync("Leads away " + Guid.CreateVersion7(), body);
            (await mira.ReviseAsync(entry, "publish")).ShouldSay("an address that this organisation no longer uses")
                .ShouldSay("The checklist has a warning.");
            (await site.PublicSlugAsync(entry)).ShouldBeNull(body);
        }

        var fine =
            await mira.WriteAsync("Leads elsewhere",
            "[s](https://social.example/other) [n](https://not-given-up.example/) [o](https://social.example/old-pages)");
        (await mira.ReviseAsync(fine, "publish")).ShouldSay("Published.");
    }

    [OnEachDatabase]
    public async Task Advice_is_given_and_stops_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var english = await site.PublishArticleAsync(Writing.Words("Of two ages", slug: "of-two-ages"));
        var chinese = await site.SaveAsync(EntryKind.Article, Writing.Words("两个年代"), ArticleFacts.None, "zh-Hans", english.ItemId);
        var entry =
            await mira.WriteAsync("Well meant",
            "## One\n\n#### Two\n\n[dead](/articles/never-was) [alive](/articles/of-two-ages) [page](/official) "
            + "[old](/zh-Hans/articles/不存在)");

        (await mira.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("There is no summary.").ShouldSay("The headings skip a level")
            .ShouldSay("The link to /articles/never-was leads to nothing").ShouldSay("不存在 leads to nothing")
            .ShouldNotHold("The link to /articles/of-two-ages");
        (await mira.ReviseAsync(entry, "publish")).ShouldSay("Published.");

        site.Clock.Move(TimeSpan.FromMinutes(1));
        await site.SaveAgainAsync(EntryKind.Article, english, Writing.Words("Of two ages", "Newer.", "of-two-ages"), ArticleFacts.None);
        (await mira.GetAsync($"/admin/articles/{chinese.EntryId:D}"))
            .ShouldSay("The original (English) was changed after this translation.");
        (await mira.GetAsync($"/admin/articles/{english.EntryId:D}")).ShouldSay("The translation into 简体中文 is older than this text.");
    }

    [OnEachDatabase]
    public async Task Five_thousand_links_cost_no_more_statements_than_two(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        using var mira = await site.SignInAsync(Role.Editor);
        async Task<int> StatementsAsync(int links)
        {
            var entry = await mira.WriteAsync($"{links} links", string.Join('\n', Enumerable.Range(0, links)
                .Select(n => $"[link](/articles/nothing-{n}) [out](https://example.org/{n})")));
            counter.Statements.Clear();
            (await mira.GetAsync($"/admin/articles/{entry:D}")).ShouldHave(HttpStatusCode.OK)
                .ShouldSay("leads to nothing that readers can see");
            var opening = counter.Statements.Count;
            (await mira.ReviseAsync(entry, "publish")).ShouldSay("Published.");
            return opening;
        }

        _ = await StatementsAsync(1);
        (await StatementsAsync(5_000)).ShouldBe(await StatementsAsync(2));
    }

    [OnEachDatabase]
    public async Task Ticking_several_in_a_list_confirms_no_warning(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        await site.AddMemberAsync("Tao Example");
        var (named, plain) = (await mira.WriteAsync("Bulk with a name", "Tao Example."), await mira.WriteAsync("Bulk without"));

        var answer =
            await mira.AttackAsync("/admin/bulk", ("Act", "Publish"), ("Kind", "Article"), ("chosen", $"{named:D}:1:1"),
            ("chosen", $"{plain:D}:1:1"));

        answer.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Done for 1 text.")
            .ShouldSay("Bulk with a name: The checklist has a warning.");
        (await site.PublicSlugAsync(named)).ShouldBeNull();
        (await site.PublicSlugAsync(plain)).ShouldNotBeNull();
    }

    private static async Task<string> AddAsync(CmsSite site, string altText)
    {
        var shade = (byte)(altText.Length % 200);
        var input = new AddMedia.Input(Jpegs.Of(4, [.. Enumerable.Repeat(shade, 8)]), "photo.jpg", Language.English, altText);
        return (await site.AskAsync((AddMedia add) => add.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken))).Value;
    }
}
