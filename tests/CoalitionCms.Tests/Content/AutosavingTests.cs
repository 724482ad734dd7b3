using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The editor saves by itself: nothing typed is lost, and the history does not fill with keystrokes.</summary>
public sealed class AutosavingTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_new_text_without_a_title_is_kept_and_gets_an_address(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var before = await site.AuditHeadAsync();

        var answer = await (await OpenEditor.AtAsync(mira)).AutosaveAsync(("Entry.Body", "First words of an untitled text."));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Message);
        (answer.Message, answer.Version, answer.Others).ShouldBe(("Draft saved. Version 1.", 1, ""));
        (await mira.GetAsync(answer.Url)).ShouldHave(HttpStatusCode.OK).One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldBe("First words of an untitled text.");
        (await mira.GetAsync("/admin/articles")).ShouldSay("Untitled");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryAutosaved]);
    }

    [OnEachDatabase]
    public async Task Ten_minutes_of_writing_make_one_revision_and_the_next_ones_another(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);
        var entry = Newsroom.IdIn((await editor.AutosaveAsync(("Entry.Title", "Slowly written"), ("Entry.Body", "One."))).Url);

        (await editor.AutosaveAsync(("Entry.Body", "One. Two."))).Version.ShouldBe(2);
        (await editor.AutosaveAsync(("Entry.Body", "One. Two. Three."))).Version.ShouldBe(3);
        (await site.HistoryAsync(entry)).ShouldBe([(3, RevisionReason.Autosaved, "One. Two. Three.")]);

        site.Clock.Move(TimeSpan.FromMinutes(11));
        await editor.AutosaveAsync(("Entry.Body", "Another."));
        (await site.HistoryAsync(entry))
            .ShouldBe([(3, RevisionReason.Autosaved, "One. Two. Three."), (4, RevisionReason.Autosaved, "Another.")]);
    }

    [OnEachDatabase]
    public async Task A_text_that_did_not_change_is_not_saved_again(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);
        await editor.AutosaveAsync(("Entry.Title", "Steady"), ("Entry.Body", "Same."));
        var before = await site.AuditHeadAsync();

        (await editor.AutosaveAsync(("Entry.Body", "Same."))).Version.ShouldBe(1);

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Saving_by_hand_turns_the_autosave_into_a_saved_revision(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);
        var before = await site.AuditHeadAsync();
        var entry = Newsroom.IdIn((await editor.AutosaveAsync(("Entry.Title", "Then by hand"), ("Entry.Body", "Whole."))).Url);

        (await editor.PressAsync("save")).ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");

        (await site.HistoryAsync(entry)).ShouldBe([(2, RevisionReason.Saved, "Whole.")]);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryAutosaved, AuditVerb.EntrySaved]);
        await editor.AutosaveAsync();
    }

    [OnEachDatabase]
    public async Task What_was_published_stays_in_the_history(DatabaseKind database) =>
        await StaysAsync(database, async (site, entry) => Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry)));

    [OnEachDatabase]
    public async Task What_waits_for_review_stays_in_the_history(DatabaseKind database) =>
        await StaysAsync(database, async (site, entry) =>
            Newsroom.Check(await site.TryReviewAsync(Actor.CommandLine, entry, ReviewStepKind.Submitted)));

    [OnEachDatabase]
    public async Task What_was_commented_stays_in_the_history(DatabaseKind database) =>
        await StaysAsync(database, async (site, entry) =>
            Newsroom.Check(await site.TryReviewAsync(Actor.CommandLine, entry, ReviewStepKind.Commented, "Which day?")));

    [OnEachDatabase]
    public async Task What_is_scheduled_stays_in_the_history(DatabaseKind database) =>
        await StaysAsync(database, async (site, entry) => Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, entry, 600)));

    [OnEachDatabase]
    public async Task What_somebody_else_has_open_stays_in_the_history(DatabaseKind database) =>
        await StaysAsync(database, async (site, entry) =>
    {
        using var li = await site.SignInAsync(Role.Editor);
        await (await OpenEditor.AtAsync(li, $"/admin/articles/{entry:D}")).PingAsync();
    });

    [OnEachDatabase]
    public async Task Facts_that_cannot_be_read_do_not_lose_the_words(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);

        foreach (var (number, fact) in new[] { ("Facts.DatedOn", "soon"), ("Facts.Byline", "PenName") }.Index())
        {
            var answer = await editor.AutosaveAsync(("Entry.Title", "Half facts"), ("Entry.Body", $"Words {number}."), fact);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Message);
            answer.Message.ShouldStartWith("The text is saved as version");
            (await mira.GetAsync(answer.Url)).One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe($"Words {number}.");
            await editor.AutosaveAsync(("Facts.DatedOn", ""));
        }
    }

    [OnEachDatabase]
    public async Task An_address_far_too_long_is_no_reason_to_lose_the_words(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);

        var answer = await (await OpenEditor.AtAsync(mira))
            .AutosaveAsync(("Entry.Title", "Long way"), ("Entry.Slug", new string('路', 400)), ("Entry.Body", "Kept."));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Message);
        (await mira.GetAsync(answer.Url)).One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("Kept.");
    }

    [OnEachDatabase]
    public async Task What_cannot_be_kept_is_said_in_a_sentence(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var before = await site.AuditHeadAsync();

        var answer = await (await OpenEditor.AtAsync(mira)).AutosaveAsync(("Entry.Title", new string('长', 300)));

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Message.ShouldContain("Your text is on this page and in this browser. This has 300 characters");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_language_chosen_by_mistake_can_be_changed_until_readers_saw_the_text(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);
        var answer = await editor.AutosaveAsync(("Entry.Title", "语言"), ("Entry.Body", "文字。"), ("Entry.Language", "en"));
        var entry = Newsroom.IdIn(answer.Url);

        await editor.AutosaveAsync(("Entry.Language", "zh-Hans"));
        (await LanguageAsync(site, entry)).ShouldBe("zh-Hans");

        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry));
        await editor.AutosaveAsync(("Entry.Body", "新的文字。"), ("Entry.Language", "en"));
        (await LanguageAsync(site, entry)).ShouldBe("zh-Hans");
        (await mira.GetAsync(answer.Url)).AllOf("select[name='Entry.Language']").ShouldBeEmpty();
    }

    private static Task<string> LanguageAsync(CmsSite site, Guid entry) =>
        site.InDatabaseAsync(db =>
        db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.Language).SingleAsync(TestContext.Current.CancellationToken));

    private async Task StaysAsync(DatabaseKind database, Func<CmsSite, Guid, Task> happens)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync();
        using var mira = await site.SignInAsync(Role.Member);
        var editor = await OpenEditor.AtAsync(mira);
        var entry =
            Newsroom.IdIn((await editor.AutosaveAsync(("Entry.Title", "Referred to " + Guid.CreateVersion7()),
            ("Entry.Body", "As it was."))).Url);
        await happens(site, entry);

        (await editor.AutosaveAsync(("Entry.Body", "As it went on."))).Status.ShouldBe(HttpStatusCode.OK);

        (await site.HistoryAsync(entry))
            .ShouldBe([(1, RevisionReason.Autosaved, "As it was."), (2, RevisionReason.Autosaved, "As it went on.")]);
    }
}
