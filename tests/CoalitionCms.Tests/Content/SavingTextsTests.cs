using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Whatever is wrong with a save, each mistake gets a sentence and every word typed comes back.</summary>
public sealed class SavingTextsTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task The_second_of_two_people_sees_both_texts_and_neither_is_lost(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var tomas = await site.SignInAsync(Role.Editor);
        var address = (await PostAsync(mira, "save", ("Entry.Title", "Shared text"), ("Entry.Body", "Beginning."))).Url.AbsolutePath;
        var before = await site.AuditHeadAsync();
        var (hers, his) = (await mira.GetAsync(address), await tomas.GetAsync(address));

        await mira.SubmitAsync(hers, "form.editor", "button[value=save]", ("Entry.Body", "Her words."));
        var conflict = await tomas.SubmitAsync(his, "form.editor", "button[value=publish]", ("Entry.Body", "His words."));

        conflict.ShouldHave(HttpStatusCode.Conflict).ShouldSay("Her words.");
        conflict.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("His words.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved]);

        var saved = await tomas.SubmitAsync(conflict, "form.editor", "button[value=save]");
        saved.ShouldHave(HttpStatusCode.OK).One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("His words.");
    }

    [Fact]
    public async Task A_notice_that_waits_for_the_text_is_no_fault_on_the_page_of_a_new_one()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await editor.WriteAsync("Open in two windows");
        var older = await editor.GetAsync($"/admin/articles/{entry}");
        await editor.ReviseAsync(entry, "save", ("Entry.Body", "Of the second window."));

        var sent = await editor.UploadAsync(older, "form.editor", "button[value=save]", [("Entry.Body", "Of the first window.")], false);

        sent.ShouldHave(HttpStatusCode.Redirect);
        (await editor.GetAsync("/admin/articles/new")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("in another window");
        (await editor.GetAsync($"/admin/articles/{entry}")).ShouldSay("You saved version 2 in another window meanwhile");
    }

    [OnEachDatabase]
    public async Task A_text_without_a_title_is_refused_and_comes_back(DatabaseKind database) =>
        await RefusedAsync(database, "Write a title.", ("Entry.Title", ""), ("Entry.Body", "Kept words."));

    [OnEachDatabase]
    public async Task A_title_of_300_characters_is_refused_and_comes_back(DatabaseKind database) =>
        await RefusedAsync(database, "This has 300 characters; there is room for 200.", ("Entry.Title", new string('长', 300)),
            ("Entry.Body", "Kept words."));

    [OnEachDatabase]
    public async Task An_address_of_only_punctuation_is_refused(DatabaseKind database) =>
        await RefusedAsync(database, "An address needs letters or digits, such as news-of-may.", ("Entry.Title", "Fine"),
            ("Entry.Slug", "?!…"), ("Entry.Body", "Kept words."));

    [OnEachDatabase]
    public async Task A_title_of_only_punctuation_asks_for_an_address(DatabaseKind database) =>
        await RefusedAsync(database, "No address can be made from this title.", ("Entry.Title", "？！"), ("Entry.Body", "Kept words."));

    [OnEachDatabase]
    public async Task A_year_is_no_address_of_an_article(DatabaseKind database) =>
        await RefusedAsync(database, "The site itself uses this address.", ("Entry.Title", "2015"), ("Entry.Body", "Kept words."));

    [OnEachDatabase]
    public async Task A_taken_address_is_refused_with_a_free_one(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Mine first", slug: "mine-first"));
        await RefusedAsync(database, "This one is free: mine-first-2", ("Entry.Title", "Mine first"), ("Entry.Slug", "mine-first"),
            ("Entry.Body", "Kept words."));
    }

    [OnEachDatabase]
    public async Task Two_megabytes_of_Markdown_are_refused_and_come_back(DatabaseKind database)
    {
        var body = string.Concat(Enumerable.Repeat("二字 ", 700_000)).Trim();
        await RefusedAsync(database, "there is room for 500,000", ("Entry.Title", "Too much"), ("Entry.Body", body));
    }

    [OnEachDatabase]
    public async Task Script_in_a_text_stays_text(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        await PostAsync(editor, "publish",
            ("Entry.Title", "<script>alert(1)</script> & co"), ("Entry.Slug", "script-stays-text"),
            ("Entry.Summary", "\"><img src=x onerror=alert(1)>"),
            ("Entry.Body", "<script>alert(1)</script> [here](javascript:alert(1)) [there](https://example.org/)"),
            ("Entry.Tags", "<b>bold</b>"));

        using var visitor = site.Visit();
        foreach (var path in (string[])["/articles/script-stays-text", "/articles", "/"])
        {
            var page = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).ShouldSay("<script>alert(1)</script> & co");
            page.AllOf("script:not([type='application/ld+json']), main img, [onerror], a[href^='javascript' i]")
                .ShouldBeEmpty(page.ToString());
            page.AllOf("script").ShouldAllBe(s => !s.TextContent.Contains('<', StringComparison.Ordinal));
        }
    }

    [OnEachDatabase]
    public async Task A_preview_is_the_public_page_and_saves_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var preview = await PostAsync(editor, "preview", ("Entry.Title", "Only looked at"), ("Entry.Body", "**Bold** words."));

        preview.ShouldHave(HttpStatusCode.OK).ShouldSay("This is not public.").One("article strong").TextContent.ShouldBe("Bold");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_member_finds_no_draft_of_another(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var other = await site.SignInAsync(Role.Member);
        var address =
            (await PostAsync(author, "save", ("Entry.Title", "My own draft " + Guid.CreateVersion7()),
            ("Entry.Body", "Mine."))).Url.AbsolutePath;

        (await author.GetAsync(address)).ShouldHave(HttpStatusCode.OK);
        (await other.GetAsync(address)).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("My own draft");
        (await other.GetAsync("/admin/articles")).ShouldNotHold("My own draft");
    }

    [OnEachDatabase]
    public async Task The_trash_gives_back_what_was_put_into_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var address = (await PostAsync(editor, "save", ("Entry.Title", "There and back"), ("Entry.Body", "Still here."))).Url.AbsolutePath;
        var before = await site.AuditHeadAsync();
        var id = address.Split('/')[^1];

        await editor.SubmitAsync(await editor.GetAsync("/admin/trash/" + id), "main form[method=post]", "button");
        await editor.SubmitAsync(await editor.GetAsync("/admin/trash/" + id), "main form[method=post]", "button");

        (await editor.GetAsync(address)).ShouldHave(HttpStatusCode.OK).One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldBe("Still here.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryTrashed, AuditVerb.EntryRestored]);
    }

    [OnEachDatabase]
    public async Task What_is_public_does_not_vanish_into_the_trash(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Stays public"));
        using var editor = await site.SignInAsync(Role.Editor);

        var page = (await editor.GetAsync($"/admin/trash/{saved.EntryId}")).ShouldSay("This is public. Unpublish it first");
        page.AllOf("main form").ShouldBeEmpty();
        page.One($"main a[href='/admin/publication/{saved.EntryId}']");

        (await editor.AttackAsync($"/admin/trash/{saved.EntryId}")).ShouldSay("This is public. Unpublish it first");
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/stays-public")).ShouldHave(HttpStatusCode.OK);
    }

    private static async Task<WebPage> PostAsync(Browser editor, string button, params (string Name, string Value)[] fields) =>
        await editor.SubmitAsync(await editor.GetAsync("/admin/articles/new"), "form.editor", $"button[value={button}]", fields);

    private async Task RefusedAsync(DatabaseKind database, string sentence, params (string Name, string Value)[] fields)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var again = (await PostAsync(editor, "publish", fields)).ShouldSay(sentence);

        foreach (var (name, value) in fields)
        {
            var field = again.One($"[name='{name}']");
            (field.GetAttribute("value") ?? field.TextContent.Trim()).ShouldBe(value, $"{name} did not come back");
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
