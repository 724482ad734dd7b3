using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>What a translator sees beside the text: the original, and what was changed in it since.</summary>
public sealed class TranslatingTests(Sites sites) : IClassFixture<Sites>
{
    private const string Body = "The gate was shut.\n\nFour of us waited.\n\n![A gate](photo)";

    [OnEachDatabase]
    public async Task What_changed_in_the_original_since_the_translation_was_published_is_marked_until_it_is_published_again(
        DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var original = await site.PublishArticleAsync(Writing.Words("At the gate", "The gate was shut.\n\nFour of us waited.", "gate",
            "An evening."));
        site.Clock.Move(TimeSpan.FromMinutes(1));
        var chinese = await site.PublishAsync(await site.SaveAsync(
            EntryKind.Article, Writing.Words("在门口", "门关着。", "门"), ArticleFacts.None, "zh-Hans", original.ItemId));
        using var mira = await site.SignInAsync(Role.Editor);
        var address = SiteUrls.Edit(EntryKind.Article, chinese.EntryId);
        var same = await mira.GetAsync(address);
        same.AllOf("#changed-original, .from ins, .from del").ShouldBeEmpty();
        same.One(".from.original").TextContent.ShouldContain("Four of us waited.");

        site.Clock.Move(TimeSpan.FromMinutes(1));
        await site.SaveAgainAsync(EntryKind.Article, original,
            Writing.Words("At the old gate", "The gate was shut.\n\nFive of us waited.", "gate", "An evening."), ArticleFacts.None);
        // What the translator saves on the way does not hide what is still to be done.
        site.Clock.Move(TimeSpan.FromMinutes(1));
        await mira.ReviseAsync(chinese.EntryId, "save", ("Entry.Body", "门关着。我们等着。"));

        var changed = (await mira.GetAsync(address)).ShouldSay("The original was changed since this translation.");
        changed.AllOf(".from ins").Select(i => i.TextContent.Trim()).ShouldBe(["old", "Five"]);
        changed.AllOf(".from del").Select(i => i.TextContent.Trim()).ShouldBe(["Four"]);
        changed.One(".from.original").TextContent.ShouldContain("The gate was shut.");

        await mira.ReviseAsync(chinese.EntryId, "publish", ("Entry.Body", "门关着。我们五个人等着。"));
        (await mira.GetAsync(address)).AllOf("#changed-original, .from ins, .from del").ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_translation_begins_from_the_text_of_the_original_and_never_over_words_that_are_there(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var original = await site.SaveAsync(EntryKind.Article, Writing.Words("Begun " + database, Body), ArticleFacts.None);
        using var mira = await site.SignInAsync(Role.Editor);
        var address = $"/admin/articles/new?of={original.ItemId}&lang=zh-Hans";
        var before = await site.AuditHeadAsync();

        var begun = await (await OpenEditor.AtAsync(mira, address)).PressAsync("begin", ("Entry.Title", "开始"));
        begun.ShouldHave(HttpStatusCode.OK).One("textarea[name='Entry.Body']").TextContent.ShouldBe(Body);
        begun.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("开始");
        begun.AllOf("button[value=begin]").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty("nothing is saved yet");

        var kept = await (await OpenEditor.AtAsync(mira, address)).PressAsync("begin", ("Entry.Body", "已经写了。"));
        kept.One("textarea[name='Entry.Body']").TextContent.ShouldBe("已经写了。");
        (await mira.GetAsync(SiteUrls.Edit(EntryKind.Article, original.EntryId))).AllOf("button[value=begin]").ShouldBeEmpty();
    }
}
