using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>What is done with several texts at once is done by each one's own rules, after a question, and to nothing else.</summary>
public sealed class ActingOnSeveralTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Several_are_published_withdrawn_trashed_and_restored_after_a_question(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        Guid[] entries = [await mira.WriteAsync("Several one"), await mira.WriteAsync("Several two")];
        var before = await site.AuditHeadAsync();
        foreach (var act in (string[])["Publish", "Withdraw", "Trash"])
        {
            (await TickAsync(mira, "", act, entries)).ShouldSay("Done for 2 texts.");
        }

        (await TickAsync(mira, "?state=Trashed", "Restore", entries)).ShouldSay("Done for 2 texts.");

        (await site.AuditedSinceAsync(before)).ShouldBe(
        [
            AuditVerb.EntryPublished, AuditVerb.EntryPublished, AuditVerb.EntryWithdrawn, AuditVerb.EntryWithdrawn,
            AuditVerb.EntryTrashed, AuditVerb.EntryTrashed, AuditVerb.EntryRestored, AuditVerb.EntryRestored,
        ]);
    }

    [OnEachDatabase]
    public async Task Before_the_answer_nothing_happens_and_what_was_saved_meanwhile_is_not_published_unseen(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Asked first");
        var before = await site.AuditHeadAsync();

        var question = await AskAsync(mira, "", "Publish", entry);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Not meant yet."));

        (await mira.SubmitAsync(question, "main form[method=post]", "button")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Asked first: Somebody saved a newer version");
        (await site.PublicSlugAsync(entry)).ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task What_is_not_ones_own_or_no_act_at_all_is_left_alone(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var stranger = await site.SignInAsync(Role.Member);
        var (foreign, own) = (await mira.WriteAsync("Somebody else's draft"), await stranger.WriteAsync("Own and untouched"));
        var before = await site.AuditHeadAsync();

        foreach (var act in (string[])["Publish", "Withdraw", "Trash", "Restore"])
        {
            (await stranger.AttackAsync("/admin/bulk", ("Act", act), ("Kind", "Article"), ("chosen", $"{foreign:D}:1:1")))
                .ShouldNotHold("Somebody else");
        }

        foreach (var act in (string[])["Destroy", "17", ""])
        {
            await stranger.AttackAsync("/admin/bulk", ("Act", act), ("Kind", "Article"), ("chosen", $"{own:D}:1:1"));
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Two_people_who_publish_in_the_same_moment_publish_once_and_nobody_sees_a_failure(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        for (var round = 0; round < 5; round++)
        {
            var entry = await mira.WriteAsync($"Published at once {round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.TryPublishAsync(Actor.CommandLine, entry)));

            results.Count(o => o.IsDone).ShouldBeGreaterThan(0);
            (await site.InDatabaseAsync(db =>
                db.Set<Publication>().CountAsync(p => p.EntryId == entry, TestContext.Current.CancellationToken)))
                .ShouldBe(1);
        }
    }

    private static async Task<WebPage> AskAsync(Browser browser, string list, string act, params Guid[] entries)
    {
        var page = await browser.GetAsync("/admin/articles" + list);
        foreach (var entry in entries)
        {
            page.AllOf("table.list tbody tr").Single(r => r.QuerySelector($"a[href$='{entry:D}']") is not null)
                .QuerySelector("input[name='items[]']")!.SetAttribute("checked", "checked");
        }

        return (await browser.SubmitAsync(page, "form[action='/admin/bulk']", "button", ("act", act))).ShouldHave(HttpStatusCode.OK);
    }

    private static async Task<WebPage> TickAsync(Browser browser, string list, string act, params Guid[] entries) =>
        await browser.SubmitAsync(await AskAsync(browser, list, act, entries), "main form[method=post]", "button");
}
