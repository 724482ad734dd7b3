using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A review is a talk between author and reviewer about one version, and nobody speaks in it who has no part.</summary>
public sealed class ReviewingTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Sending_back_needs_a_reason_which_the_author_reads(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Sent back", "Words.");
        await author.ReviseAsync(entry, "submit");
        var before = await site.AuditHeadAsync();

        (await reviewer.JudgeAsync(entry, ReviewStepKind.SentBack)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Write what you want to say.");
        (await reviewer.JudgeAsync(entry, ReviewStepKind.SentBack, "The date is wrong.")).ShouldSay("Sent back to its author.");

        (await author.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("The date is wrong.");
        (await reviewer.GetAsync("/admin/review")).ShouldNotHold("Sent back</");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySentBack]);
        (await site.InDatabaseAsync(db => Task.FromResult(db.AuditEntries.OrderBy(e => e.Number).Last().Details)))
            .ShouldNotContain("date is wrong");
    }

    [OnEachDatabase]
    public async Task What_was_sent_back_and_handed_in_again_waits_again(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Back and forth");
        await author.ReviseAsync(entry, "submit");
        await reviewer.JudgeAsync(entry, ReviewStepKind.Approved);
        await reviewer.JudgeAsync(entry, ReviewStepKind.SentBack, "On second thoughts, no.");
        (await author.ReviseAsync(entry, "submit")).ShouldSay("Sent for review.");

        (await reviewer.GetAsync("/admin/review")).ShouldSay("Back and forth");
        (await reviewer.GetAsync($"/admin/review/{entry:D}")).One("button[value=Approved]");
    }

    [OnEachDatabase]
    public async Task A_version_that_the_reviewer_has_not_seen_is_not_approved_by_their_page(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Changed under the eyes");
        await author.ReviseAsync(entry, "submit");
        var page = await reviewer.GetAsync($"/admin/review/{entry:D}");
        await author.ReviseAsync(entry, "save", ("Entry.Body", "Slipped in."));
        await author.ReviseAsync(entry, "submit");
        var before = await site.AuditHeadAsync();

        (await reviewer.SubmitAsync(page, "main form[method=post]", "button[value=Approved]"))
            .ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("The text was changed after you opened this page.").ShouldSay("Slipped in.");

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Steps_that_only_the_program_takes_cannot_be_posted_nor_steps_that_are_none(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var entry = await author.WriteAsync("No such step");
        var before = await site.AuditHeadAsync();

        foreach (var step in (string[])["NotPublished", "4", "99", "", "Aproved"])
        {
            await author.AttackAsync($"/admin/review/{entry:D}", ("do", step), ("Version", "1"), ("Text", "Media.Refused"));
        }

        await author.AttackAsync($"/admin/review/{entry:D}", ("Version", "1"), ("Text", "No button."));
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await author.GetAsync($"/admin/articles/{entry:D}")).ShouldNotHold("Could not be published on time");
    }

    [OnEachDatabase]
    public async Task A_member_judges_nothing_neither_their_own_text_nor_anothers(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var stranger = await site.SignInAsync(Role.Member);
        var entry = await author.WriteAsync("Judged by members", "Secret words.");
        await author.ReviseAsync(entry, "submit");
        var before = await site.AuditHeadAsync();

        foreach (var browser in (Browser[])[author, stranger])
        {
            foreach (var step in (string[])["Approved", "SentBack"])
            {
                (await browser.AttackAsync($"/admin/review/{entry:D}", ("do", step), ("Version", "1"), ("Text", "x")))
                    .ShouldHave(HttpStatusCode.NotFound);
            }
        }

        (await stranger.GetAsync("/admin/review")).Status.ShouldNotBe(HttpStatusCode.OK);
        (await stranger.GetAsync($"/admin/review/{entry:D}")).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("Secret words.");
        (await author.GetAsync($"/admin/review/{entry:D}")).ShouldHave(HttpStatusCode.OK)
            .AllOf("button[value=Approved], button[value=SentBack]").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task What_was_not_handed_in_is_not_approved(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var (reviewer, actor) = await site.EmployAsync(Role.Editor);
        var entry = await author.WriteAsync("Not handed in");

        (await site.TryReviewAsync(actor, entry, ReviewStepKind.Approved)).Errors.ShouldBe([ContentErrors.NotSubmitted]);
        reviewer.Dispose();
    }

    private async Task<CmsSite> SiteAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(needsApproval: true);
        return site;
    }
}
