using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>
/// With the four-eyes rule nothing reaches readers that one person alone has seen, whichever way they try.
/// </summary>
public sealed class ApprovalRuleTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task An_author_hands_in_somebody_else_approves_and_then_it_can_be_published(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        var entry = await author.WriteAsync("By the rule", "As approved.");

        (await author.ReviseAsync(entry, "submit")).ShouldSay("Sent for review.").AllOf("button[value=publish]").ShouldBeEmpty();
        (await reviewer.GetAsync("/admin/review")).ShouldSay("By the rule");
        (await reviewer.JudgeAsync(entry, ReviewStepKind.Approved)).ShouldSay("Approved. It can be published now.");
        (await reviewer.GetAsync("/admin/review")).ShouldNotHold("By the rule");
        (await author.ReviseAsync(entry, "publish")).ShouldSay("Published. It is on the site now.");

        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntrySubmitted, AuditVerb.EntryApproved, AuditVerb.EntryPublished]);
        (await site.PublicSlugAsync(entry)).ShouldBe("by-the-rule");
    }

    [OnEachDatabase]
    public async Task Nobody_publishes_unapproved_by_any_way_there_is(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        foreach (var role in Enum.GetValues<Role>())
        {
            var (author, actor) = await site.EmployAsync(role);
            var entry = await author.WriteAsync($"Forced by {role}", "Unseen.");
            var before = await site.AuditHeadAsync();
            var address = $"/admin/articles/{entry:D}";

            (await (await OpenEditor.AtAsync(author, address)).ForgeAsync("publish")).ShouldSay("Somebody else must approve this version");
            (await (await OpenEditor.AtAsync(author, address))
                .ForgeAsync("schedule", ("Entry.ScheduleOn", "2026-12-01"), ("Entry.ScheduleAt", "10:00")))
                .ShouldSay("Somebody else must approve this version");
            (await author.AttackAsync("/admin/bulk", ("Act", "Publish"), ("Kind", "Article"), ("chosen", $"{entry:D}:1:1")))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Somebody else must approve this version");
            foreach (var who in (Actor[])[actor, Actor.CommandLine, Actor.System])
            {
                (await site.TryPublishAsync(who, entry)).Errors.ShouldBe([ContentErrors.NotApproved]);
                (await site.TryScheduleAsync(who, entry, 5)).Errors.ShouldBe([ContentErrors.NotApproved]);
            }

            (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
            (await site.PublicSlugAsync(entry)).ShouldBeNull();
            author.Dispose();
        }
    }

    [OnEachDatabase]
    public async Task Nobody_approves_what_they_wrote_themselves_not_even_an_admin_or_the_command_line(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        foreach (var role in (Role[])[Role.Editor, Role.Admin])
        {
            var (author, actor) = await site.EmployAsync(role);
            var entry = await author.WriteAsync($"Own text of {role}");
            await author.ReviseAsync(entry, "submit");
            var before = await site.AuditHeadAsync();

            (await author.GetAsync($"/admin/review/{entry:D}")).ShouldSay("You wrote some of it").AllOf("button[value=Approved]")
                .ShouldBeEmpty();
            (await author.AttackAsync($"/admin/review/{entry:D}", ("do", "Approved"), ("Version", "1"), ("FactsVersion", "1")))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("You cannot approve what you wrote yourself");
            (await site.TryReviewAsync(actor, entry, ReviewStepKind.Approved)).Errors.ShouldBe([ContentErrors.OwnText]);
            (await site.TryReviewAsync(Actor.CommandLine, entry, ReviewStepKind.Approved)).Errors.ShouldBe([ContentErrors.OwnText]);
            (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
            author.Dispose();
        }
    }

    [OnEachDatabase]
    public async Task Whoever_fixed_a_comma_has_written_of_it_until_readers_saw_it(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var ((editor, fixer), (third, other)) = (await site.EmployAsync(Role.Editor), await site.EmployAsync(Role.Editor));
        var entry = await author.WriteAsync("With a comma", "Words and more words.");
        await editor.ReviseAsync(entry, "save", ("Entry.Body", "Words, and more words."));
        await author.ReviseAsync(entry, "submit", ("Entry.Body", "Words, and yet more words."));

        (await site.TryReviewAsync(fixer, entry, ReviewStepKind.Approved)).Errors.ShouldBe([ContentErrors.OwnText]);
        Newsroom.Check(await site.TryReviewAsync(other, entry, ReviewStepKind.Approved));
        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry));

        await author.ReviseAsync(entry, "save", ("Entry.Body", "New words."));
        await author.ReviseAsync(entry, "submit");
        Newsroom.Check(await site.TryReviewAsync(fixer, entry, ReviewStepKind.Approved));
        editor.Dispose();
        third.Dispose();
    }

    [OnEachDatabase]
    public async Task An_approval_is_void_after_any_change(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        var photo = new string('b', 64);
        using var author = await site.SignInAsync(Role.Member);
        (string Name, Func<Guid, Task> Make)[] changes =
        [
            ("an edit", entry => author.ReviseAsync(entry, "save", ("Entry.Body", "Other words."))),
            ("an autosave", async entry =>
            await (await OpenEditor.AtAsync(author, $"/admin/articles/{entry:D}")).AutosaveAsync(("Entry.Body", "Other words."))),
            ("a title", entry => author.ReviseAsync(entry, "save", ("Entry.Title", "Other title"))),
            ("a tag", entry => author.ReviseAsync(entry, "save", ("Entry.Tags", "other"))),
            ("a fact", entry => author.ReviseAsync(entry, "save", ("Facts.DatedOn", "2026-04-01"))),
            ("a photo swapped", entry => author.ReviseAsync(entry, "save", ("Entry.Body", $"Words. ![a](/media/{photo})"))),
            ("another language", entry => author.ReviseAsync(entry, "save", ("Entry.Language", "ko"))),
            ("an older version restored", async entry =>
            {
                await author.ReviseAsync(entry, "save", ("Entry.Body", "Other words."));
                await author.SubmitAsync(await author.GetAsync($"/admin/revisions/{entry:D}/difference?from=1&to=2"), "form.actions");
            }),
            ("a sending back", async entry =>
            Newsroom.Check(await site.TryReviewAsync(Actor.CommandLine, entry, ReviewStepKind.SentBack, "Wait."))),
        ];
        foreach (var (name, make) in changes)
        {
            var entry = await ApprovedAsync(site, author, $"Approved before {name}");
            (await IsApprovedAsync(site, entry)).ShouldBeTrue(name);

            await make(entry);

            (await IsApprovedAsync(site, entry)).ShouldBeFalse(name);
            (await site.TryPublishAsync(Actor.CommandLine, entry)).IsDone.ShouldBeFalse(name);
        }
    }

    [OnEachDatabase]
    public async Task Saving_again_without_a_change_leaves_the_approval(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var entry = await ApprovedAsync(site, author, "Saved again as it was");

        await author.ReviseAsync(entry, "save");

        (await IsApprovedAsync(site, entry)).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task What_is_public_stays_as_approved_while_its_author_edits_it(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var entry = await ApprovedAsync(site, author, "Stays as approved");
        await author.ReviseAsync(entry, "publish");

        var edited = await (await OpenEditor.AtAsync(author, $"/admin/articles/{entry:D}"))
            .ForgeAsync("publish", ("Entry.Body", "Slipped in."), ("Facts.Byline", "PenName"), ("Facts.BylineName", "Slipped Pen"));

        edited.ShouldSay("Somebody else must approve this version");
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/stays-as-approved")).ShouldSay("Approved words.").ShouldNotHold("Slipped");
    }

    [OnEachDatabase]
    public async Task Facts_of_a_later_draft_are_not_carried_out_by_the_approval_of_an_earlier_one(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var entry = await ApprovedAsync(site, author, "Scheduled with its facts");
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, entry, 5));
        await author.ReviseAsync(entry, "save", ("Facts.Byline", "PenName"), ("Facts.BylineName", "Slipped Pen"));

        site.Clock.Move(TimeSpan.FromMinutes(6));
        await site.RunSchedulerAsync();

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/scheduled-with-its-facts")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Slipped Pen");
        (await author.GetAsync($"/admin/articles/{entry:D}")).One("input[name='Facts.BylineName']").GetAttribute("value")
            .ShouldBe("Slipped Pen", "the draft keeps what was typed");
    }

    [OnEachDatabase]
    public async Task Facts_of_another_languages_draft_are_not_carried_out_by_the_approval_of_this_one(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        var (author, actor) = await site.EmployAsync(Role.Member);
        var entry = await ApprovedAsync(site, author, "Two languages of facts");
        var item = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.ItemId).SingleAsync(TestContext.Current.CancellationToken));
        var facts = ArticleFacts.None with { Byline = BylineKind.PenName, BylineName = "Slipped Pen" };
        var input =
            new SaveEntry.Input(EntryKind.Article, null, item, Language.Find("zh-Hans")!, Writing.Words("两种语言"), 0,
            FactsJson.Write(facts), 1);
        Newsroom.Check(await site.AskAsync((SaveEntry save) =>
            save.RunAsync(actor, input, SaveThen.Nothing, TestContext.Current.CancellationToken)));

        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry));

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/two-languages-of-facts")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Slipped Pen");
        author.Dispose();
    }

    private static async Task<Guid> ApprovedAsync(CmsSite site, Browser author, string title)
    {
        var entry = await author.WriteAsync(title, "Approved words.");
        await author.ReviseAsync(entry, "submit");
        var (_, id) = await site.HireAsync(Role.Editor);
        Newsroom.Check(await site.TryReviewAsync(Actor.Account(id, Role.Editor), entry, ReviewStepKind.Approved));
        return entry;
    }

    private static async Task<bool> IsApprovedAsync(CmsSite site, Guid entry)
    {
        var text = await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().Where(r => r.EntryId == entry).OrderByDescending(r => r.Number)
            .FirstAsync(TestContext.Current.CancellationToken));
        var item = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.ItemId).SingleAsync(TestContext.Current.CancellationToken));
        var facts = await site.InDatabaseAsync(db =>
            db.Set<FactsRevision>().Where(f => f.ItemId == item).OrderByDescending(f => f.Number)
            .FirstAsync(TestContext.Current.CancellationToken));
        return await site.AskAsync((ApprovalRule rule) => rule.IsApprovedAsync(text, facts, TestContext.Current.CancellationToken));
    }

    private async Task<CmsSite> SiteAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(needsApproval: true);
        return site;
    }
}
