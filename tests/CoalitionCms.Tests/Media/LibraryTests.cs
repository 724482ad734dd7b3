using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>
/// In the library a photo is found again, described, replaced and deleted, without readers seeing anything that nobody published.
/// </summary>
public sealed class LibraryTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_photo_is_found_by_its_name_and_description_and_wild_cards_are_letters(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        await site.AddAsync(Actor.CommandLine, Library.Photo(1), "A Lantern 100% bright", "IMG_0001.JPG");
        await site.AddAsync(Actor.CommandLine, Library.Photo(2), "一盏灯笼", "照片.jpg", "zh-Hans");
        foreach (var (words, found) in ((string, string[])[])
        [
            ("lantern", ["IMG_0001.JPG"]), ("img_0001", ["IMG_0001.JPG"]), ("灯笼", ["照片.jpg"]), ("照片", ["照片.jpg"]),
                ("100%", ["IMG_0001.JPG"]), ("%", []), ("_", []), ("img_0_01", []), ("' OR 1=1", []),
        ])
        {
            string.Join(", ", await NamesAsync(mira, "?q=" + Uri.EscapeDataString(words))).ShouldBe(string.Join(", ", found), words);
        }
    }

    [Fact]
    public async Task Who_writes_adds_no_more_in_a_day_than_one_person_does()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var (email, account) = await site.HireAsync(Role.Editor);
        var person = Actor.Account(account, Role.Editor);
        var first = await site.AddAsync(person, Library.Photo(70), "", "much.jpg");
        await site.InDatabaseAsync(db => db.Set<MediaFile>().Where(m => m.Sha256 == first)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Length, 1024 * 1024 * 1024), TestContext.Current.CancellationToken));
        using var browser = site.Visit();
        await browser.SignInAsync(email);

        (await browser.UploadAsync("", asScript: false, ("more.jpg", Library.Photo(71))))
            .ShouldSay("more files than one person does in a day");
        (await NamesAsync(browser, "?q=more")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Filters_tell_what_no_text_uses_and_what_nobody_described(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var used = await site.AddAsync(Actor.CommandLine, Library.Photo(3), "Used", "used.jpg");
        await site.AddAsync(Actor.CommandLine, Library.Photo(4), "", "silent.jpg");
        await site.AddAsync(Actor.CommandLine, Library.Document(4), "", "leaflet.pdf");
        var entry = await mira.WriteAsync("Uses a photo", Library.InText(used));

        (await NamesAsync(mira, "?show=Unused")).ShouldBe(["leaflet.pdf", "silent.jpg"], ignoreOrder: true);
        (await NamesAsync(mira, "?show=WithoutAlt")).ShouldBe(["silent.jpg"]);
        (await NamesAsync(mira, "")).Count.ShouldBe(3);
        await mira.ReviseAsync(entry, "publish");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "No photo."));
        (await NamesAsync(mira, "?show=Unused")).ShouldNotContain("used.jpg");
        (await mira.GetAsync($"/admin/media/{used}")).ShouldSay("Uses a photo in public").AllOf("ul.plain li").Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task Sixty_five_files_are_three_pages_without_a_gap(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        for (var n = 0; n < 65; n++)
        {
            await site.AddAsync(Actor.CommandLine, Library.Document(n), name: $"{n}.pdf");
        }

        var (names, path) = (new List<string>(), "/admin/media");
        for (var page = 0; path is not null && page < 9; page++)
        {
            var shown = (await mira.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            names.AddRange(shown.AllOf("ul.media a > span:last-child").Select(s => s.TextContent));
            path = shown.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        names.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 65).Select(n => $"{n}.pdf").Order(StringComparer.Ordinal));
        (await mira.GetAsync("/admin/media?before=nonsense")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Replacing_makes_new_drafts_and_readers_see_it_when_those_are_published(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var old = await site.AddAsync(Actor.CommandLine, Library.Photo(5), "Before");
        var entry = await mira.WriteAsync("With a photo to replace", Library.InText(old), ("Facts.Cover", old));
        await mira.ReviseAsync(entry, "publish");
        var before = await site.AuditHeadAsync();

        var answer =
            await mira.UploadAsync(await mira.GetAsync($"/admin/media/{old}"), "form#replace", "button", [], asScript: false,
            ("new.jpg", Library.Photo(6)));
        var fresh = answer.ShouldHave(HttpStatusCode.Found).Headers.Location!.ToString().Split('/')[^1];

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaAdded, AuditVerb.EntrySaved, AuditVerb.MediaReplaced]);
        (await visitor.GetAsync("/articles/with-a-photo-to-replace")).ShouldNotHold(fresh).AllOf($"img[src*='{old}']").Count.ShouldBe(2);
        (await visitor.GetAsync($"/media/{fresh}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
        await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{fresh}"), "form#describe", ("Input.AltText[en]", "After"));
        await mira.ReviseAsync(entry, "publish");
        (await visitor.GetAsync("/articles/with-a-photo-to-replace")).ShouldNotHold(old).AllOf($"img[src*='{fresh}']").Count.ShouldBe(2);
        (await visitor.GetAsync($"/media/{fresh}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync($"/media/{old}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Replacing_reaches_a_translation_whose_facts_were_changed_through_the_original(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (old, fresh) =
            (await site.AddAsync(Actor.CommandLine, Library.Photo(7), "Before"),
            await site.AddAsync(Actor.CommandLine, Library.Photo(8), "After"));
        var english = await site.PublishArticleAsync(Writing.Words("Facts move on", Library.InText(old)));
        var chinese =
            await site.SaveAsync(EntryKind.Article, Writing.Words("事实改变", Library.InText(old)), ArticleFacts.None, "zh-Hans",
            english.ItemId);
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, english, Writing.Words("Facts move on", Library.InText(old)),
            ArticleFacts.None with { DatedOn = new DateOnly(2026, 4, 1) }));

        var result = await site.AskAsync((Features.MediaLibrary.Actions.ReplaceMedia replace) =>
            replace.RunAsync(Actor.CommandLine, old, fresh, TestContext.Current.CancellationToken));

        (result.Value.Done, result.Value.NotDone.Count).ShouldBe((2, 0));
        (await site.HistoryAsync(chinese.EntryId))[^1].Body.ShouldBe(Library.InText(fresh));
        using var mira = await site.SignInAsync(Role.Editor);
        (await mira.GetAsync($"/admin/articles/{chinese.EntryId:D}")).One("input[name='Facts.DatedOn']").GetAttribute("value")
            .ShouldBe("2026-04-01");
    }

    [OnEachDatabase]
    public async Task Only_what_no_text_uses_can_be_deleted_and_then_it_is_gone_from_the_disk(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(9), "A square");
        var entry = await mira.WriteAsync("Holds on to a photo", Library.InText(photo));
        var before = await site.AuditHeadAsync();
        (await mira.GetAsync($"/admin/media/{photo}")).AllOf("form#delete").ShouldBeEmpty();
        (await mira.AttackAsync($"/admin/media/{photo}", ("do", "delete"), ("Input.Focus", "11")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This file is used.");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        await mira.ReviseAsync(entry, "save", ("Entry.Body", "No photo."));
        (await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{photo}"), "form#delete", "button")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("The file is deleted.");

        (await mira.GetAsync($"/admin/media/{photo}")).ShouldHave(HttpStatusCode.NotFound);
        Directory.Exists(Path.Combine(site.Folder, "media", photo[..2], photo[2..4], photo)).ShouldBeFalse();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.MediaRemoved]);
    }

    [OnEachDatabase]
    public async Task A_description_stands_on_the_public_page_at_once_and_the_log_does_not_repeat_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(10), "First words");
        await site.PublishArticleAsync(Writing.Words("Described photo", $"![](/media/{photo})"));
        (await visitor.GetAsync("/articles/described-photo")).One("main img[alt='First words']");
        var before = await site.AuditHeadAsync();

        await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{photo}"), "form#describe",
            ("Input.AltText[en]", "Better words"), ("Input.AltText[zh-Hans]", "更好的话"), ("Input.Caption[en]", "<b>Caption</b>"),
            ("Input.Credit", "Mira Tan"));

        (await visitor.GetAsync("/articles/described-photo")).ShouldSay("<b>Caption</b>").ShouldSay("Mira Tan")
            .One("main img[alt='Better words']");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaDescribed]);
        (await site.InDatabaseAsync(db =>
            db.AuditEntries.OrderByDescending(e => e.Number).Select(e => e.Details).FirstAsync(TestContext.Current.CancellationToken)))
            .ShouldNotContain("Better words");
        (await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{photo}"), "form#describe", ("Input.AltText[en]", new string('长', 600))))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).One("[name='Input.AltText[en]']").GetAttribute("value")!.Length.ShouldBe(600);
    }

    [OnEachDatabase]
    public async Task Members_name_nobody_who_is_hidden_beside_a_public_photo_and_do_not_read_what_staff_call_files(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.AddMemberAsync("Beside Photo " + database, "");
        using var mira = await site.SignInAsync(Role.Editor);
        var (own, actor) = await site.EmployAsync(Role.Member);
        var photo = await site.AddAsync(actor, Library.Photo(81), "Some words");
        var theirs = await site.AddAsync(Actor.CommandLine, Library.Photo(82), "Other words", "wang-fang-at-home.jpg");
        var text = await own.WriteAsync($"Photo of a member {database}", Library.InText(photo, ""));
        await own.ReviseAsync(text, "publish");
        await site.PublishArticleAsync(Writing.Words($"Photo of staff {database}", Library.InText(theirs, "")));

        (await own.SubmitAsync(await own.GetAsync($"/admin/media/{photo}"), "form#describe",
            ("Input.Caption[en]", $"With Beside Photo {database}"))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("must not be named in public");
        using var visitor = site.Visit();
        (await visitor.GetAsync($"/articles/photo-of-a-member-{database}".ToLowerInvariant())).ShouldSay("Photo of a member")
            .ShouldNotHold("Beside Photo");
        (await own.GetAsync("/admin/media")).ShouldNotHold("wang-fang").One($"a[href*='{theirs}']");
        (await own.GetAsync($"/admin/media/{theirs}")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("wang-fang");
        (await own.GetAsync("/admin/media?q=fang")).AllOf($"a[href*='{theirs}']").ShouldBeEmpty();
        (await mira.GetAsync("/admin/media?q=fang")).One($"a[href*='{theirs}']");
        own.Dispose();
    }

    [OnEachDatabase]
    public async Task The_part_that_must_stay_in_sight_is_one_of_nine_buttons_over_the_picture(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(11), "A square");
        var page = await mira.GetAsync($"/admin/media/{photo}");
        page.AllOf(".focus input[type=radio]").Count.ShouldBe(9);
        page.One(".focus input[checked]").GetAttribute("value").ShouldBe("11");

        (await mira.SubmitAsync(page, "form#describe", ("Input.Focus", "20"))).One(".focus input[checked]").GetAttribute("value")
            .ShouldBe("20");

        (await site.InDatabaseAsync(db => db.Set<MediaFile>().Where(m => m.Sha256 == photo).Select(m => new { m.FocusX, m.FocusY })
            .SingleAsync(TestContext.Current.CancellationToken))).ShouldBe(new { FocusX = 100, FocusY = 0 });
        await mira.AttackAsync($"/admin/media/{photo}", ("do", "describe"), ("Input.Focus", "99"));
        (await mira.GetAsync($"/admin/media/{photo}")).One(".focus input[checked]").GetAttribute("value").ShouldBe("11");
    }

    private static async Task<List<string>> NamesAsync(Browser browser, string query) =>
        [.. (await browser.GetAsync("/admin/media" + query)).ShouldHave(HttpStatusCode.OK).AllOf("ul.media a > span:last-child")
        .Select(s => s.TextContent)];
}
