using System.Net;
using CoalitionCms.Content.Markdown.ToHtml;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Recordings tell nothing of who made them where, are played by the
/// browser alone, and nothing of another site is loaded.</summary>
public sealed class PlayingRecordingsTests(Sites sites) : IClassFixture<Sites>
{
    private const string Secret = "37.5665N Canon 4711";

    private static readonly string Folder = Directory.CreateTempSubdirectory("cms-clips-").FullName;

    [Theory]
    [InlineData("mp3")]
    [InlineData("mp4")]
    public async Task Nothing_but_sound_and_pictures_is_left_of_a_recording(string kind)
    {
        var clip = kind == "mp3" ? Clips.Mp3(Secret) : Clips.Mp4(Secret);
        FileSignatures.Check(clip, out var type).ShouldBeNull();

        var (problem, cleaned) = await ImageResizerTests.Resizer.CleanClipAsync(clip, type, Folder, TestContext.Current.CancellationToken);

        problem.ShouldBeNull();
        var words = System.Text.Encoding.Latin1.GetString(cleaned!.Bytes);
        foreach (var part in new[] { Secret, "Canon", "4711", "LAME", "APETAG", "TIT2", "udta", "uuid", "mett", "\u00A9xyz", "CAEP",
            "prof" })
        {
            words.ShouldNotContain(part);
        }

        if (kind == "mp3")
        {
            (cleaned.Bytes.Length, words.Contains("Xing", StringComparison.Ordinal)).ShouldBe((3 * 417, true));
            return;
        }

        cleaned.Bytes.Length.ShouldBe(clip.Length);
        cleaned.Bytes.AsSpan().IndexOf((byte[])[0, 0, 0, 4, 0x65, 1, 2, 3])
            .ShouldBe(clip.AsSpan().IndexOf((byte[])[0, 0, 0, 4, 0x65, 1, 2, 3]));
        cleaned.Bytes.AsSpan().IndexOf((byte[])[1, 2, 3, 4, 5, 6, 7, 8]).ShouldBe(-1);
        cleaned.Removed.ShouldBe(["location", "time", "other"]);
        cleaned.Type.ShouldBe(MediaType.Mp4);
    }

    [Fact]
    public async Task What_cannot_be_cleaned_is_refused_with_a_sentence()
    {
        byte[][] files =
        [
            Clips.Mp4(Secret, brand: "qt  "), Clips.Mp4(Secret, codec: "hvc1"), Clips.Mp4(Secret, reference: 0),
            Clips.Mp4(Secret, shift: 100_000), Clips.Mp4(Secret, shift: 7), Clips.Mp4(Secret)[..^40],
            [.. Clips.Mp4(Secret)[..24], 0, 0, 0, 16, .. "moof"u8, .. new byte[8], .. Clips.Mp4(Secret)[24..]],
            [.. "ID3"u8, .. new byte[500]], Clips.Mp3(Secret)[..700],
        ];
        foreach (var (index, file) in files.Index())
        {
            FileSignatures.Check(file, out var type).ShouldBeNull($"{index}");
            var (problem, _) = await ImageResizerTests.Resizer.CleanClipAsync(file, type, Folder, TestContext.Current.CancellationToken);
            problem.ShouldBe(index == 1 ? MediaProblem.ClipUnplayable : MediaProblem.ClipUnclean, $"{index}");
        }

        // Every byte of a film that says how it is built, changed once.
        for (var place = 0; place < 1_200; place += 7)
        {
            // In this process, because it is quick: whatever was changed, it is an exception that the confined process answers for.
            var path = Path.Combine(Folder, "changed");
            var clip = Clips.Mp4(Secret);
            clip[place % clip.Length] ^= (byte)(1 << (place % 8));
            await File.WriteAllBytesAsync(path, clip, TestContext.Current.CancellationToken);
            var thrown = Record.Exception(() => ClipProcessor.Run(path, MediaType.Mp4));
            (thrown is null or InvalidDataException or NotSupportedException or ArgumentException or IndexOutOfRangeException)
                .ShouldBeTrue($"{thrown}");
        }

        File.Delete(ClipProcessor.Result);
    }

    [OnEachDatabase]
    public async Task A_film_in_a_text_is_played_by_the_browser_and_sent_in_parts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        using var visitor = site.Visit();
        var before = await site.AuditHeadAsync();
        await mira.UploadAsync("", asScript: false, ("vigil.mp4", Clips.Mp4(Secret)), ("broken.mp4", Clips.Mp4(Secret, brand: "qt  ")));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaAdded]);
        var clip = (await mira.GetAsync("/admin/media")).One("ul.media a").GetAttribute("href")!.Split('/')[^1];
        (await mira.GetAsync($"/admin/media/{clip}")).One("video[controls]");

        await mira.ReviseAsync(await mira.WriteAsync($"Film {database}", $"Words.\n\n[The vigil](/media/{clip}/file.mp4)"), "publish");
        var page = (await visitor.GetAsync("/articles/" + Slug.From($"Film {database}"))).ShouldHave(HttpStatusCode.OK);

        page.One("figure video[controls][preload=none]").GetAttribute("src").ShouldBe($"/media/{clip}/file.mp4");
        page.One("figure figcaption a").TextContent.ShouldBe("The vigil");
        page.Header("Content-Security-Policy")!.ShouldContain("media-src 'self';");
        var part = await visitor.SendAsync(HttpMethod.Get, $"/media/{clip}/file.mp4", ("Range", "bytes=4-11"));
        part.ShouldHave(HttpStatusCode.PartialContent).Body.ShouldBe("ftypisom");
        (part.ContentHeaders.ContentType!.MediaType, part.Header("Content-Security-Policy")!.Contains("sandbox", StringComparison.Ordinal))
            .ShouldBe(("video/mp4", true));
        (await visitor.GetAsync($"/media/{clip}/file.mp4")).Header("Content-Disposition")!.ShouldContain("vigil");
    }

    [Theory]
    [InlineData("https://www.youtube.com/watch?v=x1", "Video", "youtube.com")]
    [InlineData("<https://youtu.be/x1>", "Video", "youtu.be")]
    [InlineData("[The *vigil*](https://m.bilibili.com/video/BV1)", "The vigil", "m.bilibili.com")]
    [InlineData("https://example.org/a/b.MP3?x=1", "Sound recording", "example.org")]
    [InlineData("https://soundcloud.com/a/b", "Sound recording", "soundcloud.com")]
    public void A_link_to_a_recording_on_its_own_line_is_a_card_that_says_where_it_leads(string line, string title, string host)
    {
        var html = MarkdownText.ToHtml("Before.\n\n" + line + "\n\nAfter.", "en").ToString();
        var shown = title.Replace("vigil", "<em>vigil</em>", StringComparison.Ordinal);
        html.ShouldContain($"</span> {shown}</b></a><br><small><bdi>{host}</bdi> · opens another site</small></p>");
        html.ShouldContain("rel=\"noopener noreferrer nofollow ugc\"");
        foreach (var loads in new[] { "<iframe", "<img", "<embed", "<object", "<video", "src=" })
        {
            html.ShouldNotContain(loads);
        }
    }

    [Theory]
    [InlineData("See https://www.youtube.com/watch?v=x1 for it.")]
    [InlineData("https://www.youtube.com/")]
    [InlineData("https://youtube.com.example.org/watch?v=1")]
    [InlineData("https://notyoutube.com/watch?v=1")]
    [InlineData("[x](javascript:alert(1)//youtube.com/watch)")]
    [InlineData("[x](https://youtube.com@example.org/a.mp4)")]
    [InlineData("https://example.org/report")]
    [InlineData("<http://xn--ü/x>")]
    public void Other_links_stay_what_they_are(string line) =>
        MarkdownText.ToHtml(line, "en").ToString().ShouldNotContain("class=\"notice\"");
}
