using System.Net;
using System.Text.Json;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Photos of a text are described, moved, edited and made its cover below it,
/// without a script and without reading an address.</summary>
public sealed class PhotosOfATextTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string A = new('a', 64);
    private static readonly string B = new('b', 64);

    [Fact]
    public void Photos_change_places_with_each_other_and_the_words_between_them_stay()
    {
        var text = $"One.\n\n![a](/media/{A})\n\nTwo.\n\n![b](/media/{B} \"Cap\")\n\nThree.";
        var swapped = $"One.\n\n![b](/media/{B} \"Cap\")\n\nTwo.\n\n![a](/media/{A})\n\nThree.";
        PhotosInText.Move(text, "up", 1).ShouldBe(swapped);
        PhotosInText.Move(text, "down", 0).ShouldBe(swapped);
        PhotosInText.Move(text, "out", 0).ShouldBe($"One.\n\n\n\nTwo.\n\n![b](/media/{B} \"Cap\")\n\nThree.");
        foreach (var (act, index) in new[] { ("up", 0), ("down", 1), ("beside", 1), ("apart", 1), ("up", 9), ("out", -1), ("x", 0) })
        {
            PhotosInText.Move(text, act, index).ShouldBe(text, act);
        }
    }

    [Fact]
    public void Rows_have_at_most_three_photos_and_none_across_words()
    {
        var (first, second) = ($"![](/media/{A})", $"![](/media/{B})");
        PhotosInText.Move($"{first}\n\n{second}", "beside", 1).ShouldBe($"{first}\n{second}");
        PhotosInText.Move($"{first}\n{second}", "apart", 1).ShouldBe($"{first}\n\n{second}");
        Row($"{first}\r\n{second}\n{first}\n\n{second}").ShouldBe([(false, false), (true, false), (true, false), (false, false)]);
        Row($"{first}\n{second}\n\n{first}").ShouldBe([(false, false), (true, false), (false, true)]);
        Row($"{first}\n\nWords.\n\n{second}").ShouldBe([(false, false), (false, false)]);

        static List<(bool, bool)> Row(string text) => [.. PhotosInText.In(text).Select(p => (p.StandsBeside, p.MayStandBeside))];
    }

    [Fact]
    public void A_description_is_written_to_the_photo_that_it_was_asked_for_whatever_else_changed()
    {
        var text = $"![](/media/{A}) and ![](/media/{A}) and ![old](/media/{B} \"c\")";
        PhotoForm[] forms =
        [
            new() { Sha256 = A, AltText = "", WasAltText = "", Caption = "", WasCaption = "" },
            new() { Sha256 = B, AltText = "A [new]\nway \\", WasAltText = "old", Caption = "said \"so\"", WasCaption = "c" },
            new() { Sha256 = B, AltText = "not asked", WasAltText = "older", Caption = "", WasCaption = "" },
        ];
        var described = PhotosInText.Describe(text, forms);
        described.ShouldBe($"![](/media/{A}) and ![](/media/{A}) and ![A \\[new\\] way \\\\](/media/{B} \"said \\\"so\\\"\")");
        PhotosInText.In(described)[2].AltText.ShouldBe("A [new] way \\");
        PhotosInText.In(described)[2].Caption.ShouldBe("said \"so\"");
        PhotosInText.In(string.Concat(Enumerable.Repeat("![\\", 200_000))).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Buttons_below_the_text_describe_and_move_photos_and_save_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Member);
        var (one, two) = (await site.AddAsync(actor, Library.Photo(91)), await site.AddAsync(actor, Library.Photo(92)));
        var entry = await mira.WriteAsync("A strip", $"![](/media/{one})\n\n![](/media/{two})");

        var page = await mira.ReviseAsync(entry, "photo:up:1", ("Entry.Photos[1].AltText", "Second"), ("Entry.Title", "Typed"));
        page.ShouldHave(HttpStatusCode.OK).One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldBe($"![Second](/media/{two})\n\n![](/media/{one})");
        page.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("Typed");
        page = await OpenEditor.On(mira, page).PressAsync("photo:beside:1", ("Entry.Photos[1].AltText", "First"));
        page.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe($"![Second](/media/{two})\n![First](/media/{one})");
        page = await OpenEditor.On(mira, page).PressAsync("photo:cover:1");
        page.One("input[name='Facts.Cover'][checked]").GetAttribute("value").ShouldBe(one);
        page.One("input[name='Entry.CoverAlt']").GetAttribute("value").ShouldBe("First");
        (await site.HistoryAsync(entry)).Count.ShouldBe(1);

        page = await OpenEditor.On(mira, page).PressAsync("photo:edit:0");
        page.Url.PathAndQuery.ShouldBe($"/admin/media/{two}/edit?entry={entry:D}", page.Text);
        (await site.HistoryAsync(entry))[^1].Body.ShouldBe($"![Second](/media/{two})\n![First](/media/{one})");
        mira.Dispose();
    }

    [OnEachDatabase]
    public async Task What_the_text_says_about_a_photo_is_known_for_the_cover_and_the_next_text(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(93));
        var title = $"Described once {database}";
        var entry = await mira.WriteAsync(title, $"![](/media/{photo})");

        var page = await mira.ReviseAsync(entry, "publish", ("Facts.Cover", photo));
        page.ShouldSay("Photos without a description: 2.").AllOf(".notice.warn a").Select(a => a.GetAttribute("href"))
            .ShouldBe(["#shot-0-alt"]);
        page.One("#shot-0-alt");
        var before = await site.AuditHeadAsync();
        (await mira.ReviseAsync(entry, "publish", ("Entry.Photos[0].AltText", "Candles"))).ShouldSay("Published.");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaDescribed, AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        (await visitor.GetAsync("/articles/" + Slug.From(title))).AllOf("main img[alt='Candles']").Count.ShouldBe(2);
        (await AltAsync(site, photo)).ShouldBe("Candles");
        page = await mira.ReviseAsync(await mira.WriteAsync($"Next {database}", "Words."), "save", ("Facts.Cover", photo));
        page.One("input[name='Entry.CoverAlt']").GetAttribute("value").ShouldBe("Candles");
    }

    [OnEachDatabase]
    public async Task A_cover_is_sent_and_described_in_the_form_and_the_next_save_keeps_that_for_the_language(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync();
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync($"Sent cover {database}");
        var page = await mira.UploadAsync(await mira.GetAsync($"/admin/articles/{entry:D}"), "form.editor", "button[value=cover]", [],
            asScript: false, "CoverFile", ("cover.jpg", Library.Photo(94)));
        var cover = page.ShouldHave(HttpStatusCode.OK).One("input[name='Facts.Cover'][checked]").GetAttribute("value")!;
        cover.Length.ShouldBe(64);
        page.One("input[name='Entry.CoverOf']").GetAttribute("value").ShouldBe(cover);

        page = await OpenEditor.On(mira, page).PressAsync("publish");
        page.ShouldSay("Photos without a description: 1.").AllOf(".notice.warn a").Select(a => a.GetAttribute("href"))
            .ShouldBe(["#Entry_CoverAlt"]);
        (await OpenEditor.On(mira, page).PressAsync("publish", ("Entry.CoverAlt", "A gate"))).ShouldSay("Published.");
        (await AltAsync(site, cover)).ShouldBe("A gate");

        // Somebody else describes it in their own text, and not in the library, which would say it in every text.
        using var li = await site.SignInAsync(Role.Member);
        var other = await li.WriteAsync($"Other cover {database}", "Words.", ("Entry.Language", "zh-Hans"), ("Facts.Cover", cover));
        page = await li.ReviseAsync(other, "save", ("Entry.CoverAlt", "错误的话"));
        page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Somebody else added this photo.");
        (await li.ReviseAsync(other, "publish", ("Entry.Body", Library.InText(cover, "一扇门")))).ShouldSay("Published.");
        (await AltAsync(site, cover, "zh-Hans")).ShouldBe("");

        // Once readers see it, nobody changes what it says around the approval.
        await site.RuleAsync(needsApproval: true);
        page = await mira.ReviseAsync(entry, "save", ("Entry.CoverAlt", "Something else"), ("Entry.Title", "Typed"));
        page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("somebody else must approve it first")
            .One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("Typed");
        (await AltAsync(site, cover)).ShouldBe("A gate");
        await site.RuleAsync();
        page = await mira.UploadAsync(await mira.GetAsync($"/admin/articles/{entry:D}"), "form.editor", "button[value=cover]", [],
            asScript: false, "CoverFile", ("page.jpg", [.. "<!doctype html>"u8]));
        page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This is a drawing or a web page");
    }

    [OnEachDatabase]
    public async Task The_checklist_is_fresh_after_each_save_of_the_script(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Editor);
        var photo = await site.AddAsync(actor, Library.Photo(95));
        var entry = await mira.WriteAsync("Fresh checklist", $"![](/media/{photo})");
        var shots = (await mira.GetAsync($"/admin/articles/{entry:D}")).One("ul.shots");
        shots.QuerySelectorAll("li[role]").ShouldBeEmpty("What is in a list is an item of it.");
        shots.QuerySelector("li > [role=group]")!.GetAttribute("aria-label").ShouldBe("Photo 1");
        shots.QuerySelector("img")!.GetAttribute("height").ShouldNotBeNull("Nothing jumps when it arrives.");
        await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{photo}"), "form#describe", ("Input.ShowsHiddenMembers", "true"));
        var page = await mira.GetAsync($"/admin/articles/{entry:D}");
        page.ShouldSay("Photos without a description: 1.");

        page.One("form.editor button[name=do][hidden]").SetAttribute("value", "autosave");
        var json = JsonDocument.Parse((await mira.SubmitAsync(page, "form.editor", "button[name=do][hidden]",
            ("Entry.Body", $"![Candles](/media/{photo})"))).ShouldHave(HttpStatusCode.OK).Body).RootElement;

        var lines = json.GetProperty("checks").EnumerateArray().ToList();
        lines.Select(l => l.GetProperty("text").GetString())
            .ShouldNotContain(t => t!.Contains("without a description", StringComparison.Ordinal));
        var hidden = lines.Find(l => l.GetProperty("text").GetString()!
            .Contains("do not want to be identified", StringComparison.Ordinal));
        hidden.GetProperty("place").GetString().ShouldBe($"/admin/media/{photo}/edit?entry={entry:D}");
        json.GetProperty("confirm").GetString().ShouldNotBeEmpty();
        mira.Dispose();
    }

    private static async Task<string> AltAsync(CmsSite site, string sha256, string language = "en") =>
        await site.InDatabaseAsync(async db => (await db.Set<MediaFile>().SingleAsync(m => m.Sha256 == sha256,
            TestContext.Current.CancellationToken)).AltText.In(language));
}
