using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A face is covered, and nothing of it is left: not in the picture, not in the library, not on the disk.</summary>
public sealed class EditingPicturesTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_covered_face_is_gone_from_drafts_library_and_disk_and_readers_see_the_old_picture_until_then(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync();
        using var mira = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var photo = await site.AddAsync(Actor.CommandLine, Faces(1), "A square", "group.png");
        var entry = await mira.WriteAsync($"A face to cover {database}", Library.InText(photo), ("Facts.Cover", photo));
        await mira.ReviseAsync(entry, "publish");
        var before = await site.AuditHeadAsync();

        var page = await CoverAsync(mira, photo, ("0", "0", "50", "100"));

        page.ShouldHave(HttpStatusCode.OK).ShouldSay("1 draft has the new one").ShouldSay("Readers still see the old picture in 1 text");
        var edited = page.Url.AbsolutePath.Split('/')[^1];
        var (width, _, rgb) = ImageTools.Pixels(await FileOfAsync(site, edited));
        rgb[..(width / 2 * 3)].ShouldAllBe(b => b == 0);
        (rgb[(width - 1) * 3] > 0).ShouldBeTrue();
        (await site.HistoryAsync(entry))[^1].Body.ShouldBe(Library.InText(edited));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaEdited, AuditVerb.EntrySaved]);
        (await visitor.GetAsync($"/media/{photo}/64.png")).ShouldHave(HttpStatusCode.OK);
        (await mira.GetAsync("/admin/media")).ShouldNotHold(photo);

        await mira.ReviseAsync(entry, "publish");
        await site.AskAsync(async (RemoveMedia remove) =>
        {
            await remove.PurgeReplacedAsync(TestContext.Current.CancellationToken);
            return true;
        });

        (await visitor.GetAsync($"/media/{photo}/64.png")).ShouldHave(HttpStatusCode.NotFound);
        (await mira.GetAsync($"/admin/media/{photo}")).ShouldHave(HttpStatusCode.NotFound);
        Directory.Exists(Path.Combine(site.Folder, "media", photo[..2], photo[2..4], photo)).ShouldBeFalse();
        Path.Exists(Path.Combine(site.Folder, "originals", photo[..2], photo + ".sealed")).ShouldBeFalse();
        Path.Exists(Path.Combine(site.Folder, "originals", edited[..2], edited + ".sealed")).ShouldBeFalse();
    }

    [Fact]
    public async Task Somebody_elses_upload_of_the_same_bytes_brings_no_uncovered_picture_back()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var mira = await site.SignInAsync(Role.Editor);
        var (_, member) = await site.EmployAsync(Role.Member);
        var photo = await site.AddAsync(Actor.CommandLine, Faces(5), "A square", "group.png");
        var entry = await mira.WriteAsync("A face that stays covered", Library.InText(photo), ("Facts.Cover", photo));
        await mira.ReviseAsync(entry, "publish");
        await CoverAsync(mira, photo, ("0", "0", "50", "100"));

        (await site.AddAsync(member, Faces(5))).ShouldBe(photo);

        (await site.InDatabaseAsync(db => db.Set<MediaFile>().SingleAsync(m => m.Sha256 == photo, TestContext.Current.CancellationToken)))
            .IsReplaced.ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task The_uncovered_original_is_kept_only_where_the_settings_say_so(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.RuleAsync(keepsOriginals: true);
        using var admin = await site.SignInAsync(Role.Admin);
        var original = Faces(2);
        var photo = await site.AddAsync(Actor.CommandLine, original, "A square", "group.png");

        var page = await CoverAsync(admin, photo, ("10", "10", "30", "30"));
        (await admin.GetAsync($"/admin/media/{photo}")).ShouldHave(HttpStatusCode.NotFound);
        (await admin.SubmitAsync(page, "form#original", "button")).Bytes.ShouldBe(original);

        await site.RuleAsync(keepsOriginals: false);
        page = await CoverAsync(admin, page.Url.AbsolutePath.Split('/')[^1], ("50", "50", "30", "30"));
        page.AllOf("form#original").ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(site.Folder, "originals"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Areas_outside_of_the_picture_and_of_no_size_are_refused_with_a_sentence(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync();
        using var mira = await site.SignInAsync(Role.Editor);
        using var li = await site.SignInAsync(Role.Member);
        var photo = await site.AddAsync(Actor.CommandLine, Faces(3), "A square", "group.png");
        var (before, had) = (await site.AuditHeadAsync(), await site.CountMediaAsync());
        foreach (var area in ((string, string, string, string)[])
            [("60", "0", "50", "10"), ("-1", "0", "10", "10"), ("0", "95", "10", "5.2"), ("0", "0", "0", "10"), ("0", "0", "10", "-10"),
                ("100", "0", "1", "1"), ("9999", "0", "1", "1")])
        {
            var page = (await CoverAsync(mira, photo, area)).ShouldHave(HttpStatusCode.UnprocessableEntity)
                .ShouldSay("This area is not within the picture.");
            page.One("input[name='Input.Areas[0].Left']").GetAttribute("value").ShouldBe(area.Item1);
        }

        foreach (var area in ((string, string, string, string)[])
            [("ten", "0", "10", "10"), ("", "0", "10", "10"), ("99999999999999999999", "0", "1", "1"), ("1e3", "0", "1", "1")])
        {
            (await CoverAsync(mira, photo, area)).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Write a number.");
        }

        (await mira.SubmitAsync(await mira.GetAsync($"/admin/media/{photo}/edit"), "form#edit", ("Input.Turn", "0")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Nothing would change.");
        (await mira.AttackAsync($"/admin/media/{photo}/edit", ("Input.Turn", "45"))).ShouldHave(HttpStatusCode.UnprocessableEntity);
        (await li.GetAsync($"/admin/media/{photo}/edit")).ShouldHave(HttpStatusCode.NotFound);
        (await li.AttackAsync($"/admin/media/{photo}/edit", ("Input.Turn", "90"))).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.CountMediaAsync()).ShouldBe(had);
    }

    [Fact]
    public async Task Of_a_blurred_area_no_detail_is_left_and_cropping_and_turning_are_exact()
    {
        var (resizer, folder) = (ImageResizerTests.Resizer, Directory.CreateTempSubdirectory("cms-edits-").FullName);
        var png = Pngs.BlackAndWhite(200, 100);
        PictureArea[] none = [];

        var turned = await EditAsync(new(90, null, none, none));
        (turned.Width, turned.Height).ShouldBe((100, 200));
        Shade(turned, 50, 0).ShouldBeLessThan(60);
        Shade(turned, 50, 199).ShouldBeGreaterThan(195);

        // White, the right half, alone; and what was covered stays covered however it is turned.
        var cropped = await EditAsync(new(180, new(600, 0, 400, 1000), [new(900, 0, 100, 1000)], none));
        (cropped.Width, cropped.Height).ShouldBe((80, 100));
        (Shade(cropped, 0, 50), Shade(cropped, 79, 50)).ShouldBe((0, 255));

        // Waves of forty pixels, as wide as an eye: from black to white before, all of one grey after.
        var waves = ImageTools.Waves(600, 400, count: 15);
        var blurred = await resizer.EditAsync(waves, MediaType.Png, new(0, null, none, [new(0, 0, 1000, 1000)]), folder,
            TestContext.Current.CancellationToken);
        (Range(waves) > 240, Range(blurred.Image!.Largest) < 40).ShouldBe((true, true));

        var moving = await resizer.EditAsync(Gifs.Of(3), MediaType.Gif, new(90, null, none, none), folder,
            TestContext.Current.CancellationToken);
        moving.Problem.ShouldBe(MediaProblem.Moving);

        async Task<ResizedImage> EditAsync(PictureEdits edits) =>
            (await resizer.EditAsync(png, MediaType.Png, edits, folder, TestContext.Current.CancellationToken)).Image!;

        static int Range(byte[] picture) => ImageTools.Pixels(picture).Rgb is var rgb ? rgb.Max() - rgb.Min() : 0;

        static int Shade(ResizedImage image, int x, int y) =>
            ImageTools.Pixels(image.Largest) is var (width, _, rgb) ? rgb[((y * width) + x) * 3] : 0;
    }

    private static byte[] Faces(int number) => ImageTools.Noise(64, 48, number);

    private static async Task<byte[]> FileOfAsync(CmsSite site, string sha256) => await File.ReadAllBytesAsync(
        Path.Combine(site.Folder, "media", sha256[..2], sha256[2..4], sha256, "64.png"), TestContext.Current.CancellationToken);

    private static async Task<WebPage> CoverAsync(Browser browser, string photo,
        (string Left, string Top, string Width, string Height) area) =>
        await browser.SubmitAsync(await browser.GetAsync($"/admin/media/{photo}/edit"), "form#edit", "button:not([type])",
            ("Input.Areas[0].Use", "Cover"), ("Input.Areas[0].Left", area.Left), ("Input.Areas[0].Top", area.Top),
            ("Input.Areas[0].Width", area.Width), ("Input.Areas[0].Height", area.Height));
}
