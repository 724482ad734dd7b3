using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Shouldly;

namespace CoalitionCms.Tests.Content;

/// <summary>A list shows each thing once, with the state of each language.</summary>
public sealed class ListingThingsTests
{
    [OnEachDatabase]
    public async Task A_thing_in_three_languages_is_one_row_with_a_chip_for_each_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var original = await site.PublishArticleAsync(Writing.Words("In three languages"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("三种语言"), ArticleFacts.None, "zh-Hans",
            original.ItemId));
        var korean = await site.SaveAsync(EntryKind.Article, Writing.Words("세 언어로"), ArticleFacts.None, "ko", original.ItemId);
        using var editor = await site.SignInAsync(Role.Editor);

        var list = await editor.GetAsync("/admin/articles");

        list.AllOf("table.list tbody tr").Count.ShouldBe(1);
        list.One("table.list th[scope=row] a").TextContent.ShouldBe("In three languages");
        list.AllOf(".lc .ok").Count.ShouldBe(2);
        list.One(".lc .tone").GetAttribute("href").ShouldBe($"/admin/articles/{korean.EntryId:D}");
        list.AllOf(".lc .none").Select(a => a.GetAttribute("href")).ShouldContain($"/admin/articles/new?of={original.ItemId:D}&lang=ug");
        (await editor.GetAsync("/admin/articles?lang=ko")).One("table.list th[scope=row] a").TextContent.ShouldBe("세 언어로");
        (await editor.GetAsync("/admin/articles?lang=ug")).ShouldSay("Nothing matches.");
    }

    [OnEachDatabase]
    public async Task Tabs_say_how_many_things_are_in_each_state_and_empty_ones_are_left_out(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Writing.Words("Public"));
        await site.SaveAsync(EntryKind.Article, Writing.Words("First draft"), ArticleFacts.None);
        await site.SaveAsync(EntryKind.Article, Writing.Words("Second draft"), ArticleFacts.None);
        await site.SaveAsync(EntryKind.Page, Writing.Words("Another kind"), new Features.Pages.PageFacts(false, 0));
        using var editor = await site.SignInAsync(Role.Editor);

        var tabs = (await editor.GetAsync("/admin/articles")).AllOf(".tabs a")
            .Select(a => string.Join(' ', a.TextContent.Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries)));

        tabs.ShouldBe(["All", "Drafts 2", "Not in every language 3", "Trash"]);
        (await editor.GetAsync("/admin/articles?state=Draft")).AllOf("table.list tbody tr").Count.ShouldBe(2);
        (await editor.GetAsync("/admin/articles?missing=true")).AllOf("table.list tbody tr").Count.ShouldBe(3);
    }

    [OnEachDatabase]
    public async Task Pages_of_the_list_show_every_thing_once(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 0; i < 33; i++)
        {
            var original = await site.SaveAsync(EntryKind.Article, Writing.Words($"Number {i}"), ArticleFacts.None);
            if (i % 2 == 0)
            {
                await site.SaveAsync(EntryKind.Article, Writing.Words($"第{i}篇"), ArticleFacts.None, "zh-Hans", original.ItemId);
            }
        }

        using var editor = await site.SignInAsync(Role.Editor);
        var first = await editor.GetAsync("/admin/articles");
        var second = await editor.GetAsync(first.One("a[rel=next]").GetAttribute("href")!);

        var titles = first.AllOf("table.list th[scope=row] a").Concat(second.AllOf("table.list th[scope=row] a")).Select(a => a.TextContent)
            .ToList();
        titles.Count.ShouldBe(33);
        titles.Distinct().Count().ShouldBe(33);
    }

    [OnEachDatabase]
    public async Task After_moving_to_the_trash_one_lands_on_the_list_and_can_undo_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Thrown away too soon");

        var list = await mira.SubmitAsync(await mira.GetAsync($"/admin/trash/{entry:D}"), "main form[method=post]", "button");

        list.Url.AbsolutePath.ShouldBe("/admin/articles");
        list.ShouldSay("Moved to the trash.").AllOf("table.list tbody tr").ShouldBeEmpty();
        (await mira.SubmitAsync(list, ".notice form", "button")).ShouldSay("Restored as a draft.");
        (await mira.GetAsync("/admin/articles")).ShouldSay("Thrown away too soon");
    }
}
