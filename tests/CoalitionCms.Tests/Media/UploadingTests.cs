using System.Net;
using System.Text.Json;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Photos come in by form and by script, several at once; what is refused is named and takes nothing else with it.</summary>
public sealed class UploadingTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly byte[] Page = [.. "<!doctype html><script>alert(1)</script>"u8];

    [OnEachDatabase]
    public async Task Of_several_files_the_good_ones_are_taken_and_each_bad_one_is_named(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var (before, had) = (await site.AuditHeadAsync(), await site.CountMediaAsync());

        var answer =
            await mira.UploadAsync("Two squares", asScript: false, ("one.jpg", Library.Photo(11)), ("page.jpg", Page),
            ("two.jpg", Library.Photo(12)), ("empty.png", []), ("cut.jpg", Library.Photo(13)[..60]));

        answer.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("2 files are in the library.")
            .ShouldSay("page.jpg: This is a drawing or a web page").ShouldSay("empty.png: The file is empty.")
            .ShouldSay("cut.jpg: The file is incomplete or damaged.");
        (await site.CountMediaAsync()).ShouldBe(had + 2);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaAdded, AuditVerb.MediaAdded]);
    }

    [OnEachDatabase]
    public async Task The_script_gets_the_words_for_the_text_or_a_sentence_for_each_file(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);

        var answer =
            (await mira.UploadAsync("A [dark] square", asScript: true, ("one.jpg", Library.Photo(21)), ("page.jpg", Page),
            ("leaflet.pdf", Library.Document(21)))).ShouldHave(HttpStatusCode.OK);

        var files = JsonDocument.Parse(answer.Body).RootElement.GetProperty("files").EnumerateArray().ToList();
        files.Select(f => f.GetProperty("name").GetString()).ShouldBe(["one.jpg", "page.jpg", "leaflet.pdf"]);
        files[0].GetProperty("markdown").GetString()!.ShouldMatch(@"^!\[A \\\[dark\\\] square\]\(/media/[0-9a-f]{64}\)$");
        files[1].GetProperty("markdown").ValueKind.ShouldBe(JsonValueKind.Null);
        files[1].GetProperty("problem").GetString()!.ShouldStartWith("This is a drawing or a web page");
        files[2].GetProperty("markdown").GetString()!.ShouldMatch(@"\]\(/media/[0-9a-f]{64}/file\.pdf\)$");
        (await mira.UploadAsync("", asScript: true, ("page.jpg", Page))).ShouldHave(HttpStatusCode.UnprocessableEntity);
    }

    [OnEachDatabase]
    public async Task A_photo_of_thirty_megabytes_is_refused_and_the_text_that_was_typed_is_there(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("With thirty megabytes", "As saved.");
        var had = await site.CountMediaAsync();

        var page = await mira.UploadAsync(await mira.GetAsync($"/admin/articles/{entry:D}"), "form.editor", "button[value=photos]",
            [("Entry.Body", "Typed and not saved yet."), ("Entry.Title", "Typed title"), ("Entry.PhotoAlt", "A square")], asScript: false,
            ("huge.jpg", new byte[30 * 1024 * 1024]), ("small.jpg", Library.Photo(31)));

        page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("huge.jpg: The file is larger than 25 MB.");
        page.One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldMatch(@"^Typed and not saved yet\.\n\n!\[A square\]\(/media/[0-9a-f]{64}\)$");
        page.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("Typed title");
        (await site.CountMediaAsync()).ShouldBe(had + 1);

        // Photos that are still in the field are shown in the text before it is saved.
        page = await mira.UploadAsync(await mira.GetAsync($"/admin/articles/{entry:D}"), "form.editor", "button[value=save]",
            [("Entry.Body", "With a photo.")], asScript: false, ("small.jpg", Library.Photo(31)));
        page.ShouldHave(HttpStatusCode.OK).ShouldSay("The chosen files were added. Nothing is saved yet");
        page.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldMatch(@"^With a photo\.\n\n!\[A square\]\(/media/[0-9a-f]{64}\)$");
        (await site.HistoryAsync(entry)).Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task A_name_is_only_a_name_whatever_it_says(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);

        await mira.UploadAsync("", asScript: false, ("../../../tmp/照片 一.jpg", Library.Photo(41)),
            (@"C:\Users\Mira\b.jpg", Library.Photo(42)), ("<img src=x onerror=alert(1)>.jpg", Library.Photo(43)));

        (await site.InDatabaseAsync(db =>
            db.Set<MediaFile>().Where(m => m.Name.Contains("照片")).Select(m => m.Name).SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldBe("照片 一.jpg");
        (await mira.GetAsync("/admin/media")).ShouldSay("照片 一.jpg").ShouldSay("b.jpg").ShouldNotHold("Users").ShouldNotHold("<img src=x");
        Directory.EnumerateFiles(Path.Combine(site.Folder, "media"), "*", SearchOption.AllDirectories)
            .ShouldAllBe(f => Path.GetFileName(f).Length < 12 && !f.Contains("tmp/照", StringComparison.Ordinal));
    }

    [OnEachDatabase]
    public async Task The_same_photo_twice_is_one_file_with_a_description_in_each_language(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Member);
        var before = await site.AuditHeadAsync();

        var first = await site.AddAsync(actor, Library.Photo(51), "A square");
        var second = await site.AddAsync(actor, Library.Photo(51, Jpegs.Segment(0xFE, [.. "a comment"u8])), "一个方块", language: "zh-Hans");
        await site.AddAsync(actor, Library.Photo(51), "Another description");

        second.ShouldBe(first);
        var alt = await site.InDatabaseAsync(db =>
            db.Set<MediaFile>().Where(m => m.Sha256 == first).Select(m => m.AltText).SingleAsync(TestContext.Current.CancellationToken));
        (alt.In("en"), alt.In("zh-Hans")).ShouldBe(("A square", "一个方块"));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaAdded, AuditVerb.MediaDescribed]);
        mira.Dispose();
    }

    [OnEachDatabase]
    public async Task A_photo_that_somebody_else_put_in_before_stands_in_the_text_all_the_same(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Member);
        using var li = await site.SignInAsync(Role.Member);
        await site.AddAsync(actor, Library.Photo(61), "What Mira says about it");

        // Nor is what somebody else says about it what the library says, in any language and any text.
        var sent = (await site.InDatabaseAsync(db => db.Set<MediaFile>().AsNoTracking().SingleAsync(
            m => m.AddedBy == actor.AccountId, TestContext.Current.CancellationToken))).Sha256;
        await site.AddAsync((await site.EmployAsync(Role.Member)).Actor, Library.Photo(61), "错误的话", language: "zh-Hans");
        await li.WriteAsync("Says it in the text " + database, Library.InText(sent, "错误的话"), ("Entry.Language", "zh-Hans"));
        (await site.InDatabaseAsync(db => db.Set<MediaFile>().AsNoTracking().SingleAsync(m => m.Sha256 == sent,
            TestContext.Current.CancellationToken))).AltText.In("zh-Hans").ShouldBeEmpty();

        var answer = (await li.UploadAsync("", asScript: true, ("mine.jpg", Library.Photo(61)))).ShouldHave(HttpStatusCode.OK);

        JsonDocument.Parse(answer.Body).RootElement.GetProperty("files")[0].GetProperty("markdown")
            .GetString()!.ShouldMatch(@"^!\[\]\(/media/[0-9a-f]{64}\)$");
        answer.ShouldNotHold("Mira");
        mira.Dispose();
    }

    [OnEachDatabase]
    public async Task Nothing_is_taken_from_strangers_from_other_sites_or_without_a_file(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        using var visitor = site.Visit();
        var had = await site.CountMediaAsync();

        (await mira.UploadAsync("", asScript: false)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Choose one or more files first.");
        foreach (var browser in (Browser[])[mira, visitor])
        {
            var form = new MultipartFormDataContent { { new ByteArrayContent(Library.Photo(71)), "Photos", "a.jpg" } };
            (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post,
                new Uri(site.Url, "/admin/media"))
            { Content = form })).Status.ShouldNotBe(HttpStatusCode.OK);
        }

        (await site.CountMediaAsync()).ShouldBe(had);
    }
}
