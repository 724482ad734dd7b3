using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>What somebody wrote by hand is shown to staff when it names a member who may not be named.</summary>
public sealed class NamesInTextsTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Captions_and_texts_that_name_a_hidden_member_are_listed_for_staff_alone(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var stop = TestContext.Current.CancellationToken;
        var member = await site.AddMemberAsync("Duan Hong", "段虹", alias: "River Bend");
        await site.AskAsync((RecordConsent record) => record.RunAsync(Actor.CommandLine, member, Gathering.Public, stop));
        var latin = await site.AddAsync(Actor.CommandLine, Library.Photo(60), "On the left DUAN HONG with a lamp", "latin.jpg");
        var native = await site.AddAsync(Actor.CommandLine, Library.Photo(61), "左边是段虹", "native.jpg", "zh-Hans");
        var alias = await site.AddAsync(Actor.CommandLine, Library.Photo(62), "River Bend speaks", "alias.jpg");
        await site.PublishArticleAsync(Writing.Words("Lamp night", "There **Duan**\nHong spoke."));
        await site.PublishArticleAsync(Writing.Words("Another night", "Duan Hongwei spoke."));
        using var editor = await site.SignInAsync(Role.Editor);
        using var writer = await site.SignInAsync(Role.Member);

        (await editor.GetAsync(SiteUrls.MediaFile(latin))).ShouldSay("Duan Hong (段虹)").ShouldSay("agreed to be named");
        (await editor.GetAsync(SiteUrls.HiddenNames)).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Duan Hong");

        await site.AskAsync((WithdrawConsent withdraw) =>
            withdraw.ForAsync(Actor.CommandLine, member, new(ConsentMeans.InPerson, null, ""), stop));

        foreach (var file in (string[])[latin, native])
        {
            (await editor.GetAsync(SiteUrls.MediaFile(file))).ShouldSay("This caption names a hidden member");
            (await writer.GetAsync(SiteUrls.MediaFile(file))).ShouldNotHold("This caption names");
        }

        (await editor.GetAsync(SiteUrls.MediaFile(alias))).ShouldNotHold("This caption names");
        var found = await editor.GetAsync(SiteUrls.HiddenNames);
        found.ShouldSay("Duan Hong (段虹)").ShouldSay("Lamp night").ShouldSay("latin.jpg").ShouldSay("native.jpg").ShouldNotHold("alias.jpg")
            .ShouldNotHold("Another night");
        (await editor.GetAsync("/admin")).ShouldSay("took their name out in the last 30 days");
        (await writer.GetAsync("/admin")).ShouldNotHold(SiteUrls.HiddenNames);

        var entry = await editor.WriteAsync("With a photo " + database, $"![Lamp](/media/{latin})");
        (await editor.GetAsync($"/admin/articles/{entry:D}"))
            .ShouldSay("Photos whose description, caption or credit names a hidden member: 1.");

        // A file is downloaded by the name that it has in any language.
        var other = await editor.WriteAsync("With another photo " + database, $"![Lamp](/media/{native})");
        (await editor.GetAsync($"/admin/articles/{other:D}"))
            .ShouldSay("Photos whose description, caption or credit names a hidden member: 1.");
    }

    [OnEachDatabase]
    public async Task A_native_name_is_found_in_the_other_Chinese_script(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Writing.Words("Simplified night", "昨晚刘晓卫发言。"));
        await site.PublishArticleAsync(Writing.Words("Regional night", "昨晚劉曉衛發言。"));
        await site.PublishArticleAsync(Writing.Words("Traditional night", "昨晚鍾靈發言。"));
        await site.PublishArticleAsync(Writing.Words("Quiet night", "昨晚无人发言。"));
        await site.AddMemberAsync("", "劉曉衞");
        await site.AddMemberAsync("", "钟灵", language: "zh-Hans");
        using var editor = await site.SignInAsync(Role.Editor);

        (await editor.GetAsync(SiteUrls.HiddenNames)).ShouldSay("Simplified night").ShouldSay("Regional night")
            .ShouldSay("Traditional night")
            .ShouldNotHold("Quiet night");
    }

    [OnEachDatabase]
    public async Task Members_who_were_never_asked_are_looked_for_everywhere_and_however_they_are_written(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Writing.Words("Turned round", "As Plain, Ever said."));
        await site.PublishArticleAsync(Writing.Words("Run together", "Ask jinhai about it."));
        await site.PublishArticleAsync(Writing.Words("Before the wedding", "Fan Early was there."));
        await site.PublishArticleAsync(Writing.Words("Other letters", "As \u0412\u0430i \u0412\u0443 wrote."));
        await site.PublishEventAsync("Where it was", Gathering.Facts with { Venue = LocalText.Of("en", "At the house of Hou Ge") });
        await site.PublishArticleAsync(Writing.Words("By somebody", "Words."),
            facts: ArticleFacts.None with { Byline = BylineKind.PenName, BylineName = "Bai By" });
        await site.AddAsync(Actor.CommandLine, Library.Photo(63), "A lamp", "che-file-2026.jpg");
        foreach (var (romanised, native) in new[]
        {
            ("Ever Plain", ""), ("Jin Hai", "金海"), ("Hou Ge", "侯阁"), ("Bai By", "白作"), ("Che File", ""),
        })
        {
            await site.AddMemberAsync(romanised, native);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(await site.AddMemberAsync("Fan Early"))),
            "form:has([name='Input.Alias'])", ("Input.RomanisedName", "Fan Later"));
        var found = await editor.GetAsync(SiteUrls.HiddenNames);

        foreach (var words in (string[])["Turned round", "Run together", "Where it was", "By somebody", "che-file-2026.jpg",
            "Before the wedding", "Other letters"])
        {
            found.ShouldSay(words);
        }
    }
}
