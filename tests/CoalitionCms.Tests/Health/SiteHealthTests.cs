using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Health;

/// <summary>The health page, and public texts that were changed behind the program's back.</summary>
public sealed class SiteHealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_page_names_the_decoder_of_photos(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);

        (await admin.GetAsync("/admin/health")).ShouldSay("Photos are read by libvips 8.").ShouldSay("HEIC photos");
    }

    [OnEachDatabase]
    public async Task An_untouched_site_is_well_and_its_head_can_be_noted(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);

        (await admin.GetAsync("/admin/health")).ShouldSay("have not been checked since").ShouldSay("Press “Check everything now” above.")
            .ShouldNotHold("Treat the host as broken into");
        var page = await CheckAsync(admin);
        StateOf(page, "chain").ShouldBe("OK");
        StateOf(page, "content").ShouldBe("OK");
        StateOf(page, "database").ShouldBe("OK");
        StateOf(page, "migrations").ShouldBe("OK");
        StateOf(page, "clock").ShouldBe("OK");
        StateOf(page, "icu").ShouldBe("OK");
        StateOf(page, "proxy").ShouldBe("OK");
        StateOf(page, "readingonly").ShouldBe("OK");
        StateOf(page, "factors").ShouldBe("Look");
        StateOf(page, "fieldkeys").ShouldBe("Look", "The key lies where backups take it along.");
        StateOf(page, "mail").ShouldBe("OK");
        page.One("#factors").TextContent.ShouldContain("Admins who sign in with a password alone: 1");
        page.ShouldSay((await site.HeadAsync()).ToString())
            .ShouldSay("A chain alone proves nothing against somebody who owns the database");
        page.One("#versions").TextContent.ShouldContain(database == DatabaseKind.Sqlite ? "SQLite 3" : "PostgreSQL 1");
    }

    [OnEachDatabase]
    public async Task A_changed_line_turns_the_page_red(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();
        using var admin = await site.SignInAsync(Role.Admin);
        await site.TamperAsync($"""UPDATE "AuditEntries" SET "Verb" = 'entry.purged' WHERE "Number" = 3""");

        var page = await CheckAsync(admin);
        StateOf(page, "chain").ShouldBe("Act now");
        page.ShouldSay("Broken at entry 3: its content does not match its hash.").ShouldSay("needs action now");
        site.Log.ToString().ShouldContain("Audit log: line 3 changed");
    }

    [OnEachDatabase]
    public async Task A_public_text_changed_behind_the_programs_back_is_named_by_entry_and_path(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();
        var saved = await site.PublishArticleAsync(Writing.Words("Letters from inside", body: "True words.", tags: ["Letters"]));
        (await ContentAsync(site)).ShouldBe(new ContentReport(null, 4, 0));
        await site.TamperAsync($"""UPDATE "Publications" SET "Body" = 'Other words.' WHERE "EntryId" = {saved.EntryId}""");

        (await ContentAsync(site)).Wrong.ShouldBe(new WrongContent(saved.EntryId, "/articles/letters-from-inside",
            ContentFault.TextDiffers));
        using var admin = await site.SignInAsync(Role.Admin);
        StateOf((await CheckAsync(admin)).ShouldSay("/articles/letters-from-inside: its text differs from"), "content").ShouldBe("Act now");
        var (exitCode, output) = await site.RunAsync("verify", "content");
        exitCode.ShouldBe(1, output);
        output.ShouldContain($"error: The public text /articles/letters-from-inside (entry {saved.EntryId:D}) is not what was "
            + "published: its text differs from the version that was published");
    }

    [OnEachDatabase]
    public async Task The_same_change_in_revision_and_hash_does_not_help(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Letters", body: "True words.", tags: ["Letters"]));
        await TryAsync($"""UPDATE "PublicationTags" SET "Word" = 'letters' WHERE "EntryId" = {saved.EntryId}""", ContentFault.TextDiffers);
        await TryAsync($"""UPDATE "PublicationTags" SET "Word" = 'Letters' WHERE "EntryId" = {saved.EntryId}""", fault: null);
        await TryAsync($"""UPDATE "Publications" SET "Body" = 'Other words.' WHERE "EntryId" = {saved.EntryId}""",
            ContentFault.TextDiffers);
        await TryAsync($"""UPDATE "TextRevisions" SET "Body" = 'Other words.' WHERE "EntryId" = {saved.EntryId}""",
            ContentFault.RevisionChanged);
        var forged = CoalitionCms.Integrity.ContentHash.Of("Article", "en", "Letters", "letters", "", "Other words.", "Letters");
        await TryAsync($"""UPDATE "TextRevisions" SET "Hash" = {forged} WHERE "EntryId" = {saved.EntryId}""", ContentFault.Misplaced);
        await TryAsync($"""UPDATE "Publications" SET "RevisionHash" = {forged} WHERE "EntryId" = {saved.EntryId}""",
            ContentFault.OtherPublished);

        async Task TryAsync(FormattableString sql, ContentFault? fault)
        {
            await site.TamperAsync(sql);
            (await ContentAsync(site)).Wrong?.Fault.ShouldBe(fault!.Value);
        }
    }

    [OnEachDatabase]
    public async Task Facts_changed_behind_the_programs_back_are_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var facts = new PersonFacts { Names = [new("Qing Example", "zh-Latn", NameKind.Romanised, true)], Status = CaseStatus.Imprisoned };
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("Qing Example"), facts));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Writing.Words("示例", slug: "qing"), facts, "zh-Hans", saved.ItemId));
        (await ContentAsync(site)).ShouldBe(new ContentReport(null, 2, 0));

        await TryAsync($"""UPDATE "People" SET "Status" = {(int)CaseStatus.Released} WHERE "Id" = {saved.ItemId}""",
            ContentFault.FactsDiffer);
        await TryAsync($"""UPDATE "People" SET "Status" = {(int)CaseStatus.Imprisoned} WHERE "Id" = {saved.ItemId}""", fault: null);
        await TryAsync($"""UPDATE "PersonNames" SET "Text" = 'Rong Example' """, ContentFault.FactsDiffer);
        await TryAsync($"""UPDATE "FactsRevisions" SET "Json" = replace("Json", 'Qing Example', 'Rong Example')""",
            ContentFault.FactsDiffer);
        await TryAsync($"""UPDATE "Items" SET "PublicFactsNumber" = NULL""", ContentFault.FactsDiffer);

        // Whatever became of the entry that they were published with, the newest word counts.
        await TryAsync($"""UPDATE "PersonNames" SET "Text" = 'Qing Example' """, ContentFault.FactsDiffer);
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Person, saved, Writing.Words("Qing Example"),
            facts with { Status = CaseStatus.Released }));
        await site.WithdrawAsync(saved);
        (await ContentAsync(site)).ShouldBe(new ContentReport(null, 1, 0));

        async Task TryAsync(FormattableString sql, ContentFault? fault)
        {
            await site.TamperAsync(sql);
            (await ContentAsync(site)).Wrong?.Fault.ShouldBe(fault!.Value);
            ((await ContentAsync(site)).Wrong is null).ShouldBe(fault is null);
        }
    }

    [OnEachDatabase]
    public async Task A_text_that_the_log_does_not_know_or_knows_as_withdrawn_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Letters"));
        await site.TamperAsync($"""CREATE TABLE "Kept" AS SELECT * FROM "Publications" """);
        await site.WithdrawAsync(saved);
        (await ContentAsync(site)).ShouldBe(new ContentReport(null, 0, 0));
        await site.TamperAsync($"""INSERT INTO "Publications" SELECT * FROM "Kept" """);
        (await ContentAsync(site)).Wrong!.Fault.ShouldBe(ContentFault.Withdrawn);

        await site.TamperAsync($"""UPDATE "AuditEntries" SET "ObjectId" = 'x' WHERE "ObjectId" = {saved.EntryId.ToString("D")}""");
        (await ContentAsync(site)).Wrong!.Fault.ShouldBe(ContentFault.NeverPublished);
    }

    [OnEachDatabase]
    public async Task Columns_of_lists_changed_behind_the_programs_back_are_named_and_rebuilt(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var facts = CoalitionCms.Features.Events.EventFacts.None with { StartsOn = new DateOnly(2026, 5, 1) };
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words("Vigil"), facts));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words("守夜", slug: "vigil"), facts, "zh-Hans", saved.ItemId));
        var tagged = await site.PublishArticleAsync(Writing.Words("Of candles", tags: "candles"));
        var draft =
            await site.SaveAsync(EntryKind.Event, Writing.Words("Not known yet"), facts with { StartsOn = new DateOnly(2026, 6, 1) });
        foreach (var (sql, fault) in (IEnumerable<(FormattableString, ContentFault)>)[
            ($"""UPDATE "Entries" SET "Title" = 'Other' WHERE "Id" = {saved.EntryId}""", ContentFault.ListsDiffer),
            ($"""UPDATE "Entries" SET "Slug" = 'other' WHERE "Id" = {draft.EntryId}""", ContentFault.ListsDiffer),
            ($"""UPDATE "Entries" SET "IsOriginal" = NOT "IsOriginal" WHERE "ItemId" = {saved.ItemId}""", ContentFault.ListsDiffer),
            ($"""UPDATE "Publications" SET "IsOriginal" = NOT "IsOriginal" """, ContentFault.ListsDiffer),
            ($"""UPDATE "Publications" SET "Year" = 1999 WHERE "EntryId" = {saved.EntryId}""", ContentFault.ListsDiffer),
            ($"""UPDATE "PublicationTags" SET "SortAt" = {site.Clock.GetUtcNow().UtcDateTime.AddDays(9)}""", ContentFault.ListsDiffer),
            ($"""UPDATE "PublicationTags" SET "Word" = 'Other' WHERE "EntryId" = {tagged.EntryId}""", ContentFault.TextDiffers),
            ($"""UPDATE "Publications" SET "Title" = 'Other' WHERE "EntryId" = {saved.EntryId}""", ContentFault.TextDiffers),
            ($"""UPDATE "Events" SET "Status" = 'Cancelled' WHERE "Id" = {saved.ItemId}""", ContentFault.FactsDiffer),
            ($"""UPDATE "Events" SET "Status" = 'Cancelled' WHERE "Id" = {draft.ItemId}""", ContentFault.FactsDiffer)])
        {
            await site.TamperAsync(sql);
            (await ContentAsync(site)).Wrong?.Fault.ShouldBe(fault, sql.Format);
            (await site.AskAsync((RebuildProjection rebuild) => rebuild.RunAsync(Actor.CommandLine, progress: null, Token))).ShouldBe(3);
            (await ContentAsync(site)).ShouldBe(new ContentReport(null, 3, 0), sql.Format);
        }

        var before = await site.AuditHeadAsync();
        var (exitCode, output) = await site.RunAsync("rebuild", "projection");
        exitCode.ShouldBe(0, output);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty("there was nothing to make again");
    }

    [OnEachDatabase]
    public async Task A_publication_that_was_deleted_behind_the_programs_back_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Letters"));
        await site.TamperAsync($"""DELETE FROM "Publications" WHERE "EntryId" = {saved.EntryId}""");

        (await ContentAsync(site)).Wrong.ShouldBe(new WrongContent(saved.EntryId, $"/admin/articles/{saved.EntryId:D}",
            ContentFault.Missing));
    }

    [Fact]
    public async Task What_others_may_open_and_a_proxy_that_nobody_named_are_told()
    {
        await using var site =
            await CmsSite.StartAsync(DatabaseKind.Sqlite,
            new SiteOptions { Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "http://www.coalition.example" } });
        using var admin = await site.SignInAsync(Role.Admin);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(site.Folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        admin.Sends["X-Forwarded-For"] = "203.0.113.9";
        var page = (await admin.GetAsync("/admin/health")).ShouldHave(HttpStatusCode.OK);
        StateOf(page, "https").ShouldBe("Act now");
        StateOf(page, "proxy").ShouldBe("Act now");
        StateOf(page, "private").ShouldBe("Act now");
        page.One("#private").TextContent.ShouldContain(". (705)");
    }

    [Fact]
    public async Task A_clock_that_went_back_is_told()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        site.Clock.Jump(TimeSpan.FromMinutes(-30));

        StateOf(await admin.GetAsync("/admin/health"), "clock").ShouldBe("Act now");
    }

    private static async Task<WebPage> CheckAsync(Browser admin) =>
        (await admin.SubmitAsync(await admin.GetAsync("/admin/health"), "main form[method=post]")).ShouldHave(HttpStatusCode.OK);

    private static string StateOf(WebPage page, string check) =>
        page.One($"#{check} .badge").TextContent.Trim().TrimStart('✓', '!', '✕').Trim();

    private static Task<ContentReport> ContentAsync(CmsSite site) =>
        site.AskAsync((ContentVerification verification) => verification.RunAsync(progress: null, Token));
}
