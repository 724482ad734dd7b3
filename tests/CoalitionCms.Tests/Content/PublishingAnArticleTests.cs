using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Integrity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The main job: write, publish, take back, move.</summary>
public sealed class PublishingAnArticleTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_published_article_stands_at_once_on_the_home_page_in_the_list_and_in_the_feed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        foreach (var page in (string[])["/zh-Hans", "/zh-Hans/articles", "/zh-Hans/feed.atom"])
        {
            (await visitor.GetAsync(page)).ShouldHave(HttpStatusCode.OK).ShouldNotHold("图书馆重新开放");
        }

        using var editor = await site.SignInAsync(Role.Editor);
        (await PostAsync(editor, "publish", ("Entry.Title", "图书馆重新开放"), ("Entry.Body", "今天早上九点。"), ("Entry.Language", "zh-Hans")))
            .ShouldHave(HttpStatusCode.OK);

        foreach (var page in (string[])["/zh-Hans", "/zh-Hans/articles", "/zh-Hans/feed.atom"])
        {
            Assert.Contains("图书馆重新开放", (await visitor.GetAsync(page)).Body, StringComparison.Ordinal);
        }

        (await visitor.GetAsync("/zh-Hans/articles/图书馆重新开放")).ShouldHave(HttpStatusCode.OK).ShouldSay("今天早上九点。");
    }

    [OnEachDatabase]
    public async Task A_draft_is_seen_by_nobody_outside(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        await PostAsync(editor, "save", ("Entry.Title", "Quiet draft"), ("Entry.Body", "Not yet."));

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/quiet-draft")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/articles")).ShouldNotHold("Quiet draft");
        (await visitor.GetAsync("/feed.atom")).ShouldNotHold("Quiet draft");
    }

    [OnEachDatabase]
    public async Task A_newer_draft_of_a_public_article_is_seen_by_nobody_outside(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var first = await site.PublishArticleAsync(Writing.Words("Steady words", "As published."));
        await site.SaveAgainAsync(EntryKind.Article, first, Writing.Words("Steady words", "As drafted."), ArticleFacts.None);

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/steady-words")).ShouldSay("As published.").ShouldNotHold("As drafted.");
    }

    [OnEachDatabase]
    public async Task A_withdrawn_article_looks_like_one_that_never_was(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Taken back", "For a while."));
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/taken-back")).ShouldHave(HttpStatusCode.OK);

        await site.WithdrawAsync(saved);

        var gone = (await visitor.GetAsync("/articles/taken-back")).ShouldHave(HttpStatusCode.NotFound);
        var never = (await visitor.GetAsync("/articles/never-was")).ShouldHave(HttpStatusCode.NotFound);
        gone.Body.ShouldBe(never.Body);
        HeaderNames(gone).ShouldBe(HeaderNames(never));
        (await visitor.GetAsync("/articles")).ShouldNotHold("Taken back");
        (await visitor.GetAsync("/feed.atom")).ShouldNotHold("Taken back");
    }

    [OnEachDatabase]
    public async Task A_former_address_sends_readers_on_once_however_often_it_moved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("First name", slug: "first-name"));
        saved = await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved,
            Writing.Words("Second name", slug: "second-name"), ArticleFacts.None));
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("第三个名字", slug: "第三个名字"),
            ArticleFacts.None));

        using var visitor = site.Visit();
        foreach (var former in (string[])["first-name", "second-name"])
        {
            var page = (await visitor.GetAsync("/articles/" + former)).ShouldHave(HttpStatusCode.OK);
            page.Redirects.ShouldBe([HttpStatusCode.MovedPermanently]);
            page.Path.ShouldBe("/articles/第三个名字");
        }
    }

    [OnEachDatabase]
    public async Task A_former_address_of_a_withdrawn_article_leads_nowhere(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Old way", slug: "old-way"));
        saved = await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("New way", slug: "new-way"),
            ArticleFacts.None));
        await site.WithdrawAsync(saved);

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/old-way")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Every_step_leaves_its_line_in_the_log_and_no_other_and_the_chain_holds(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var before = await site.AuditHeadAsync();

        var saved = await site.PublishArticleAsync(Writing.Words("Logged steps"));
        await site.WithdrawAsync(saved);

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished, AuditVerb.EntryWithdrawn]);
        await ChainHoldsAsync(site);
    }

    [OnEachDatabase]
    public async Task A_change_without_a_line_in_the_log_is_not_saved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Silent change"));
        await Should.ThrowAsync<InvalidOperationException>(() => site.InDatabaseAsync(async db =>
        {
            db.Remove(await db.Set<Publication>().SingleAsync(p => p.EntryId == saved.EntryId, TestContext.Current.CancellationToken));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }));
    }

    [OnEachDatabase]
    public async Task Nothing_in_the_program_changes_a_line_of_the_log(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await Should.ThrowAsync<InvalidOperationException>(() => site.InDatabaseAsync(async db =>
        {
            db.Remove(await db.AuditEntries.FirstAsync(TestContext.Current.CancellationToken));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }));
    }

    [OnEachDatabase]
    public async Task Writers_at_the_same_moment_make_one_chain(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var before = await site.AuditHeadAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => site.PublishArticleAsync(Writing.Words($"At once {n}"))));

        (await site.AuditedSinceAsync(before)).Count.ShouldBe(24);
        await ChainHoldsAsync(site);
    }

    [OnEachDatabase]
    public async Task Two_articles_of_one_title_never_share_an_address(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var words = Writing.Words("Race for an address", slug: "race-for-an-address");
            var input =
                new SaveEntry.Input(EntryKind.Article, null, null, Language.English, words, 0, FactsJson.Write(ArticleFacts.None), 0);
            var saved = await site.AskAsync((SaveEntry save) =>
                save.RunAsync(Actor.CommandLine, input, SaveThen.Nothing, TestContext.Current.CancellationToken));
            return saved.IsDone && (await site.AskAsync((PublishEntry publish) =>
                publish.RunAsync(Actor.CommandLine, new(saved.Value.EntryId, saved.Value.Version),
                TestContext.Current.CancellationToken))).IsDone;
        }));
        results.Count(done => done).ShouldBe(1);
    }

    private static async Task<WebPage> PostAsync(Browser editor, string button, params (string Name, string Value)[] fields) =>
        await editor.SubmitAsync(await editor.GetAsync("/admin/articles/new"), "form.editor", $"button[value={button}]", fields);

    private static IEnumerable<string> HeaderNames(WebPage page) => page.Headers.Select(h => h.Key).Order(StringComparer.Ordinal);

    private static async Task ChainHoldsAsync(CmsSite site)
    {
        var (entries, head) = await site.InDatabaseAsync(async db => (
            await db.AuditEntries.OrderBy(e => e.Number).AsNoTracking().ToListAsync(TestContext.Current.CancellationToken),
            await db.AuditHeads.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)));
        HashChain.FindFirstBreak(
            HashChain.Genesis,
            entries.Select(e =>
            (new ChainEntry(e.Number, e.AtUtc, e.Actor, e.Verb, e.ObjectKind, e.ObjectId, e.Details), e.PreviousHash, e.Hash)),
            new ChainHead(head.Number, head.Hash)).ShouldBeNull();
    }
}
