using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Operations.Notifications;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>People who may edit a text talk about its passages; nobody else ever reads a word of it.</summary>
public sealed class RemarkingTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private const string Form = "form:has([value=remark])";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_remark_is_made_answered_resolved_and_opened_again(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Editor);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Remarked " + database, "On Monday the **court** met.\n\nNobody\nwas let in.");
        var before = await site.AuditHeadAsync();

        // As the page shows it: without the marks of the Markdown, and with other line breaks.
        await RemarkAsync(reviewer, entry, "the court met", "Which court?");
        await RemarkAsync(reviewer, entry, "Nobody was let in", "Who says so?");
        var page = await author.GetAsync(SiteUrls.Remarks(entry));
        page.ShouldSay("2 open remarks").ShouldSay("Which court?").ShouldSay("on version 1");
        (await author.GetAsync("/admin")).ShouldSay("Remarks on 1 text wait for your answer");
        (await reviewer.GetAsync("/admin")).Text.ShouldNotContain("wait for your answer");
        var first = page.One(".remark button[value^='answer:']").GetAttribute("value")!;
        await author.SubmitAsync(page, $"form:has([value='{first}'])", $"[value='{first}']",
            ($"Remark.Answers[{first.Split(':')[1]}]", "The second."));
        (await reviewer.GetAsync(SiteUrls.Review(entry))).ShouldSay("The second.").ShouldSay("2 open remarks");

        // Each waits for the other's word: the author for none, then again for one.
        (await reviewer.GetAsync("/admin")).ShouldSay("Remarks on 1 text wait for your answer");
        page = await author.GetAsync(SiteUrls.Remarks(entry));
        var second = page.AllOf(".remark button[value^='answer:']")[1].GetAttribute("value")!;
        await author.SubmitAsync(page, $"form:has([value='{second}'])", $"[value='{second}']",
            ($"Remark.Answers[{second.Split(':')[1]}]", "A neighbour."));
        (await author.GetAsync("/admin")).Text.ShouldNotContain("wait for your answer");
        await reviewer.SubmitAsync(await reviewer.GetAsync(SiteUrls.Remarks(entry)), $"form:has([value='{second}'])", $"[value='{second}']",
            ($"Remark.Answers[{second.Split(':')[1]}]", "Which one?"));
        (await author.GetAsync("/admin")).ShouldSay("Remarks on 1 text wait for your answer");

        page = await reviewer.GetAsync(SiteUrls.Remarks(entry));
        page = await reviewer.SubmitAsync(page, $"form:has([value='{first}'])", $"[value^=resolve]");
        page.ShouldSay("The remark is resolved.").ShouldSay("One open remark");
        (await reviewer.SubmitAsync(page, "form:has([value^=reopen])", "[value^=reopen]")).ShouldSay("2 open remarks");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryRemarked, AuditVerb.EntryRemarked, AuditVerb.EntryRemarkAnswered,
            AuditVerb.EntryRemarkAnswered, AuditVerb.EntryRemarkAnswered, AuditVerb.EntryRemarkResolved,
            AuditVerb.EntryRemarkReopened]);
        (await site.InDatabaseAsync(db => db.AuditEntries.Where(e => e.Number > before).Select(e => e.Details).ToListAsync(Token)))
            .ShouldAllBe(d => !d.Contains("court", StringComparison.Ordinal));

        // The author is told by mail of what others remarked.
        var told = (await site.InDatabaseAsync(db => db.AuditEntries.Where(e => e.Number > before).OrderBy(e => e.Number)
            .ToListAsync(Token))).ConvertAll(QueuedNotification.Of);
        told.Count(n => n is not null).ShouldBe(2);
        told[0]!.Kind.ShouldBe(NotificationKind.Remarked);
    }

    [Fact]
    public async Task In_the_editor_remarks_are_read_and_made_and_nothing_typed_is_lost()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Remarked beside", "The first sentence. The second sentence.");
        var page = await author.ReviseAsync(entry, "remark", ("Entry.Body", "The first sentence. Typed meanwhile."),
            ("Remark.Quote", "The second sentence."), ("Remark.Text", "Is it needed?"));
        page.ShouldSay("The remark is saved.").ShouldSay("One open remark").ShouldSay("Is it needed?");
        page.One("#Entry_Body").TextContent.ShouldContain("Typed meanwhile.");
        page.One("#Remark_Text").TextContent.Trim().ShouldBeEmpty();

        // Saved without the sentence: the remark stays, and says so.
        page = await OpenEditor.On(author, page).PressAsync("save");
        page.ShouldSay("The text no longer has this passage.");

        // Too long by a little: a sentence, and every letter is still there.
        var answer = page.One("button[value^='answer:']").GetAttribute("value")!;
        var field = $"Remark.Answers[{answer.Split(':')[1]}]";
        var tooLong = new string('x', Remark.MaxText + 1);
        page = (await OpenEditor.On(author, page).PressAsync(answer, (field, tooLong), ("Entry.Title", "Another title")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This has 2,001 characters; there is room for 2,000.");
        page.One($"textarea[name='{field}']").TextContent.Trim().ShouldBe(tooLong);
        page.One("#Entry_Title").GetAttribute("value").ShouldBe("Another title");
        page = await OpenEditor.On(author, page).PressAsync("remark", ("Remark.Quote", "words of nobody"), ("Remark.Text", "Kept."));
        page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("The saved text does not have these words.")
            .One("#Remark_Text").TextContent.Trim().ShouldBe("Kept.");

        page = await OpenEditor.On(author, page).PressAsync(answer.Replace("answer", "resolve", StringComparison.Ordinal));
        page.ShouldSay("The remark is resolved.").One("#Entry_Title").GetAttribute("value").ShouldBe("Another title");
    }

    [Fact]
    public async Task An_open_remark_is_confirmed_before_publishing_and_a_later_one_again()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Remarked before publishing", "Words to look at.");
        await RemarkAsync(author, entry, "Words", "One.");
        var page = (await author.ReviseAsync(entry, "publish")).ShouldSay("Open remarks on this text: 1.");
        (await site.PublicSlugAsync(entry)).ShouldBeNull();
        await RemarkAsync(author, entry, "look", "Another.");
        (await OpenEditor.On(author, page).PressAsync("publish", ("Entry.Despite", "true"))).ShouldSay("Open remarks on this text: 2.");
        (await site.PublicSlugAsync(entry)).ShouldBeNull();
        (await author.ReviseAsync(entry, "publish", ("Entry.Despite", "true"))).ShouldSay("Published.");
    }

    [Fact]
    public async Task Somebody_who_may_not_edit_a_text_neither_reads_nor_makes_remarks()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Member);
        using var other = await site.SignInAsync(Role.Member);
        var (entry, own) = (await author.WriteAsync("Remarked in private", "Own words."), await other.WriteAsync("Of the other"));
        await RemarkAsync(author, entry, "Own", "Mine.");
        var remark = await site.InDatabaseAsync(db => db.Set<Remark>().Where(r => r.EntryId == entry).Select(r => r.Id).SingleAsync(Token));
        var count = await CountAsync();
        (await other.GetAsync(SiteUrls.Remarks(entry))).ShouldHave(HttpStatusCode.NotFound);
        foreach (var (target, button) in ((Guid, string)[])[(entry, "remark"), (entry, $"answer:{remark}"), (entry, $"resolve:{remark}"),
            (own, $"answer:{remark}"), (own, $"resolve:{remark}")])
        {
            (await other.AttackAsync(SiteUrls.Remarks(target), ("do", button), ("Remark.Quote", "Own"), ("Remark.Text", "x"),
                ($"Remark.Answers[{remark}]", "x"))).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity);
        }

        (await CountAsync()).ShouldBe(count);
        (await author.GetAsync(SiteUrls.Remarks(entry))).ShouldSay("One open remark");

        Task<int> CountAsync() => site.InDatabaseAsync(db => db.Set<Remark>().CountAsync(Token));
    }

    [Fact]
    public async Task No_public_answer_has_a_word_of_a_remark()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Public with remarks", "A sentence that readers see.", ("Entry.Tags", "remarked"));
        await RemarkAsync(author, entry, "A sentence", "canaryremark of a colleague");
        var page = await author.GetAsync(SiteUrls.Remarks(entry));
        var answer = page.One("button[value^='answer:']").GetAttribute("value")!;
        await author.SubmitAsync(page, $"form:has([value='{answer}'])", $"[value='{answer}']",
            ($"Remark.Answers[{answer.Split(':')[1]}]", "canaryanswer to the colleague"));
        (await author.ReviseAsync(entry, "publish", ("Entry.Despite", "true"))).ShouldSay("Published.");

        // From every page to every address that it names; and what searches, feeds and lists for machines answer.
        using var visitor = site.Visit();
        var waiting = new Queue<string>(["/", "/articles/public-with-remarks", "/feed.atom", "/feed.json", "/sitemap-1.xml", "/people.csv",
            "/people.json", "/events.ics", "/search?q=canaryremark", "/search?q=canaryanswer", "/search?q=sentence", "/tags/remarked"]);
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        while (waiting.TryDequeue(out var path) && seen.Count < 400)
        {
            var answerOf = await visitor.GetAsync(path);
            answerOf.ShouldNotHold("colleague");

            // The question stands in the answer of a search.
            if (!path.StartsWith("/search", StringComparison.Ordinal))
            {
                answerOf.ShouldNotHold("canary");
            }

            foreach (var next in answerOf.ContentHeaders.ContentType?.MediaType == "text/html"
                ? answerOf.AllOf("[href^='/'],[src^='/']").Select(e => (e.GetAttribute("href") ?? e.GetAttribute("src"))!.Split('#')[0])
                    .Where(p => !p.StartsWith("/account", StringComparison.Ordinal) && !p.Contains('?', StringComparison.Ordinal))
                : [])
            {
                if (seen.Add(next))
                {
                    waiting.Enqueue(next);
                }
            }
        }

        seen.Count.ShouldBeGreaterThan(30);
        var folder = Path.Combine(site.Folder, "export-of-remarks");
        await site.AskAsync(async (ExportSite export) =>
        {
            await export.RunAsync(folder, "test", null, Token);
            return export.Texts;
        });
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(10);
        files.Where(f => File.ReadAllText(f) is var text && (text.Contains("canary", StringComparison.Ordinal)
            || text.Contains("colleague", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static async Task RemarkAsync(Browser browser, Guid entry, string quote, string text) =>
        (await browser.SubmitAsync(await browser.GetAsync(SiteUrls.Remarks(entry)), Form, "[value=remark]", ("Remark.Quote", quote),
        ("Remark.Text", text)))
            .ShouldHave(HttpStatusCode.OK).ShouldSay("The remark is saved.");
}
