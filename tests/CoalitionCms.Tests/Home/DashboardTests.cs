using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Home;

/// <summary>The first page after signing in says what waits for this person, and nothing that does not.</summary>
public sealed class DashboardTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task What_was_sent_back_waits_for_its_author_with_the_comment_until_it_is_saved(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.RuleAsync(needsApproval: true);
        using var author = await site.SignInAsync(Role.Member);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Needs a second look");
        (await reviewer.GetAsync("/admin")).AllOf(".needs li").ShouldBeEmpty();
        await author.ReviseAsync(entry, "submit");

        (await author.GetAsync("/admin")).AllOf(".needs li").ShouldBeEmpty();
        (await reviewer.GetAsync("/admin")).ShouldSay("1 text waits for your review").One(".side a[href='/admin/review'] .num")
            .TextContent.ShouldStartWith("1");

        await reviewer.JudgeAsync(entry, ReviewStepKind.SentBack, "Who took the photo?");

        (await reviewer.GetAsync("/admin")).ShouldNotHold("waits for your review");
        var told = await author.GetAsync("/admin");
        told.ShouldSay("Sent back to you: Needs a second look").ShouldSay("Who took the photo?");
        told.One(".needs a").GetAttribute("href").ShouldBe($"/admin/articles/{entry:D}");
        told.One(".side a[href='/admin'] .num").TextContent.ShouldStartWith("1");

        await author.ReviseAsync(entry, "save", ("Entry.Body", "Mira took it."));
        (await author.GetAsync("/admin")).ShouldNotHold("Sent back to you");
    }

    [OnEachDatabase]
    public async Task Nobody_is_asked_to_review_their_own_text(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.RuleAsync(needsApproval: true);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await editor.WriteAsync("By an editor");
        await editor.ReviseAsync(entry, "submit");

        (await editor.GetAsync("/admin")).ShouldNotHold("waits for your review");
    }

    [OnEachDatabase]
    public async Task A_translation_whose_original_was_published_after_it_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var original = await site.PublishArticleAsync(Writing.Words("Told first"));
        await site.PublishAsync(await site.SaveAsync(
            EntryKind.Article, Writing.Words("先说的"), Features.Articles.ArticleFacts.None, "zh-Hans", original.ItemId));
        using var editor = await site.SignInAsync(Role.Editor);
        (await editor.GetAsync("/admin")).ShouldNotHold("older than its original");

        site.Clock.Move(TimeSpan.FromMinutes(5));
        using var other = await site.SignInAsync(Role.Editor);
        await other.ReviseAsync(original.EntryId, "publish", ("Entry.Body", "Told better."));

        (await other.GetAsync("/admin")).ShouldSay("1 public translation is older than its original").ShouldSay("先说的");
        (await other.GetAsync("/admin/articles")).AllOf(".lc .warn").Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task A_scheduled_text_is_listed_with_the_time_of_its_publication_and_the_zone(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await editor.WriteAsync("To appear");
        await editor.ReviseAsync(entry, "schedule", ("Entry.ScheduleOn", "2026-06-01"), ("Entry.ScheduleAt", "08:00"),
            ("Entry.ScheduleZone", "Asia/Seoul"));

        // Eight in the morning in Seoul is seven in the evening of the day before in New York.
        (await editor.GetAsync("/admin")).ShouldSay("appears 31 May 2026 19:00 (New York)");
    }

    [OnEachDatabase]
    public async Task A_new_site_lists_its_first_steps_to_an_admin_with_what_is_done(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        (await editor.GetAsync("/admin")).AllOf(".firsts").ShouldBeEmpty();
        using var admin = await site.SignInAsync(Role.Admin);
        var first = await admin.GetAsync("/admin");
        first.AllOf(".firsts li").Count.ShouldBe(6);
        var done = first.AllOf(".firsts .done").Count;
        first.One("progress").GetAttribute("value").ShouldBe($"{done}");

        var address = new SaveAddress.Input(null, "https://www.coalition.example", AddressKind.Official, false, FuzzyDate.Unknown,
            FuzzyDate.Unknown, LocalText.Empty, 0, 0);
        (await site.AskAsync((SaveAddress save) => save.RunAsync(Actor.CommandLine, address, TestContext.Current.CancellationToken)))
            .IsDone.ShouldBeTrue();

        (await admin.GetAsync("/admin")).AllOf(".firsts .done").Count.ShouldBe(done + 1);
    }

    [OnEachDatabase]
    public async Task The_frame_names_the_reader_as_they_write_themselves(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync("/account"), "form[action='/account']", ("Input.Name", "王芳"));

        (await editor.GetAsync("/admin")).ShouldHave(HttpStatusCode.OK).One(".adm-head a[href='/account']").TextContent.ShouldBe("王芳");
    }
}
