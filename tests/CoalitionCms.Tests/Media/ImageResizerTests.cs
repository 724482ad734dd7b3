using CoalitionCms.Features.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>What becomes of pictures, good and hostile, in the confined process.</summary>
public sealed class ImageResizerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms images [Q=1] %s ").FullName;

    internal static ImageResizer Resizer => new(NullLogger<ImageResizer>.Instance, TimeProvider.System);

    private static byte[] Noisy => Jpegs.Of(32, [.. Enumerable.Range(0, 1024).Select(i => (byte)(i * 37))]);

    [Theory]
    [InlineData(1, "LR")]
    [InlineData(2, "RL")]
    [InlineData(3, "RL")]
    [InlineData(4, "LR")]
    [InlineData(5, "TB")]
    [InlineData(6, "TB")]
    [InlineData(7, "BT")]
    [InlineData(8, "BT")]
    public async Task A_turned_photo_comes_out_upright(int orientation, string blackThenWhite)
    {
        byte[][] files =
            [Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(orientation))),
            Pngs.BlackAndWhite(32, 16, Pngs.Chunk("eXIf", Tiffs.Turned(orientation))),
            Webps.Turned(Pngs.BlackAndWhite(32, 16), orientation)];
        foreach (var file in files)
        {
            var made = await MadeAsync(file);
            var (width, height, rgb) = ImageTools.Pixels(made.Largest);

            (width, height).ShouldBe(orientation >= 5 ? (16, 32) : (32, 16));
            (made.Width, made.Height).ShouldBe((width, height));
            var (left, top) = (Shade(0, height / 2), Shade(width / 2, 0));
            var (right, bottom) = (Shade(width - 1, height / 2), Shade(width / 2, height - 1));
            var black = blackThenWhite[0] switch { 'L' => left, 'R' => right, 'T' => top, _ => bottom };
            var white = blackThenWhite[1] switch { 'L' => left, 'R' => right, 'T' => top, _ => bottom };
            black.ShouldBeLessThan(60);
            white.ShouldBeGreaterThan(195);

            int Shade(int x, int y) => rgb[((y * width) + x) * 3];
        }
    }

    [Theory]
    [InlineData(2400, new[] { 320, 640, 960, 1280, 1920 })]
    [InlineData(1920, new[] { 320, 640, 960, 1280, 1920 })]
    [InlineData(1000, new[] { 320, 640, 960, 1000 })]
    [InlineData(640, new[] { 320, 640 })]
    [InlineData(50, new[] { 50 })]
    public async Task Widths_are_the_fixed_ones_below_and_the_picture_is_never_enlarged(int width, int[] widths)
    {
        var made = await MadeAsync(Pngs.BlackAndWhite(width, width / 2));

        made.Widths.ShouldBe(widths);
        made.Files.Keys.ShouldBe([.. widths.Select(w => $"{w}.png"), .. widths.Select(w => $"{w}.webp")], ignoreOrder: true);
        foreach (var (name, file) in made.Files)
        {
            ImageTools.Pixels(file).Width.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(name.Split('.')[0]);
            (await ImageTools.MetadataAsync(folder, name.Split('.')[1], file)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(8064, 6048)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 16)]
    [InlineData(16, 4096)]
    public async Task Photos_of_phones_are_taken_up_to_fifty_megapixels(int width, int height)
    {
        byte[][] files =
            [Jpegs.Of(width / 8, [.. Enumerable.Range(0, width / 8 * (height / 8)).Select(i => (byte)(i % 200))]),
            Pngs.BlackAndWhite(width, height)];
        foreach (var file in files)
        {
            var made = await MadeAsync(file);

            made.Width.ShouldBe(Math.Min(1920, ImageTools.Pixels(file).Width));
            ImageTools.Pixels(made.Files[$"{made.Widths[0]}.webp"]).Width.ShouldBe(made.Widths[0]);
        }
    }

    [Fact]
    public async Task The_longest_sides_fit_into_every_type()
    {
        var tall = await MadeAsync(Pngs.BlackAndWhite(8, 20_000));
        ImageTools.Pixels(tall.Files[$"{tall.Width}.webp"]).Height.ShouldBe(16_383);
        (await MadeAsync(Pngs.BlackAndWhite(20_000, 8))).Width.ShouldBe(1920);
    }

    [Fact]
    public async Task The_placeholder_has_the_colours_of_four_by_three_parts()
    {
        var made = await MadeAsync(Jpegs.BlackAndWhite());

        made.Placeholder.Length.ShouldBe(72);
        for (var row = 0; row < 3; row++)
        {
            made.Placeholder.Substring(row * 24, 2).ShouldBeLessThan("08", "black");
            made.Placeholder.Substring((row * 24) + 18, 2).ShouldBeGreaterThan("f8", "white");
        }
    }

    [Fact]
    public async Task A_drawing_on_transparent_ground_keeps_it_and_has_no_placeholder()
    {
        var drawing = ImageTools.Transparent();

        var made = await MadeAsync(drawing);

        made.Placeholder.ShouldBeEmpty();
        ImageTools.HasTransparency(made.Largest).ShouldBeTrue();
        ImageTools.HasTransparency(made.Files["64.webp"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Colours_stay_what_they_look_like()
    {
        var grey = await MadeAsync(Jpegs.Of(4, [.. Enumerable.Repeat((byte)127, 8)]));
        grey.Placeholder.ShouldBe(string.Concat(Enumerable.Repeat("7f7f7f", 12)));

        var plain = await MadeAsync(Webps.Plain());
        plain.Placeholder[..6].ShouldBe("28c85a");
        var wide = await MadeAsync(ImageTools.InDisplayP3(Webps.Plain()));
        wide.Removed.ShouldContain("profile");
        var colours = Convert.FromHexString(wide.Placeholder[..6]);
        ((int)colours[0]).ShouldBeInRange(0x28 - 5, 0x28 + 5);
        ((int)colours[1]).ShouldBeInRange(0xC8 - 5, 0xC8 + 5);
        ((int)colours[2]).ShouldBeInRange(0x5A - 5, 0x5A + 5);
    }

    [Fact]
    public async Task A_webp_stays_webp_and_a_gif_stays_gif()
    {
        (await MadeAsync(Webps.Plain())).Files.Keys.ShouldBe(["40.webp"]);
        (await MadeAsync(Gifs.Of(1))).Files.Keys.ShouldBe(["8.gif", "8.webp"], ignoreOrder: true);
    }

    [Fact]
    public async Task Moving_pictures_stay_in_motion_in_one_size()
    {
        foreach (var (file, type) in ((byte[], string)[])[(Gifs.Of(3, Gifs.Looping, Gifs.Comment([1])), "gif"), (Webps.Moving(3), "webp")])
        {
            var made = await MadeAsync(file);

            made.Files.Keys.ShouldBe([$"8.{type}"]);
            (made.Width, made.Height, ImageTools.Frames(made.Largest)).ShouldBe((8, 8, 3));
        }
    }

    [Fact]
    public async Task A_moving_PNG_shows_its_first_picture()
    {
        var made = await MadeAsync(Pngs.Moving());

        made.Files.Keys.ShouldBe(["8.png", "8.webp"], ignoreOrder: true);
        made.Largest.AsSpan().IndexOf("fcTL"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task What_a_camera_tells_is_named_the_gravest_first()
    {
        var photo = Jpegs.BlackAndWhite(
            Jpegs.ExifSegment(Tiffs.Telling("x")), Jpegs.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x/>"u8]),
            Jpegs.Segment(0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM"u8]));

        (await MadeAsync(photo)).Removed.ShouldBe(["location", "camera", "time", "software", "thumbnail", "xmp", "iptc"]);
        (await MadeAsync(Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(6))))).Removed.ShouldBeEmpty();
        (await MadeAsync(Jpegs.BlackAndWhite())).Removed.ShouldBeEmpty();
        (await MadeAsync(Jpegs.BlackAndWhite(Jpegs.Segment(0xE1,
            [.. "http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='1'/>"u8])))).Removed.ShouldBe(["location", "xmp"]);
        (await MadeAsync(Pngs.BlackAndWhite(32, 16, Pngs.Chunk("tEXt", [.. "Comment\0words"u8])))).Removed.ShouldBe(["comment"]);
    }

    [Fact]
    public async Task A_huge_size_is_refused_from_the_header_alone()
    {
        (await ProblemAsync([.. Pngs.Signature, .. Pngs.Header(60_000, 60_000), .. Pngs.Chunk("IDAT", [1]), .. Pngs.Chunk("IEND", [])]))
            .ShouldBe(MediaProblem.TooManyPixels);
        (await ProblemAsync([.. Pngs.Signature, .. Pngs.Header(7_100, 7_100), .. Pngs.Chunk("IDAT", [1]), .. Pngs.Chunk("IEND", [])]))
            .ShouldBe(MediaProblem.TooManyPixels);
        (await ProblemAsync([.. Pngs.Signature, .. Pngs.Header(20_001, 1), .. Pngs.Chunk("IDAT", [1]), .. Pngs.Chunk("IEND", [])]))
            .ShouldBe(MediaProblem.TooManyPixels);
        (await ProblemAsync([.. Pngs.Signature, .. Pngs.Header(-1, -1), .. Pngs.Chunk("IDAT", [1]), .. Pngs.Chunk("IEND", [])]))
            .ShouldNotBeNull();
        (await ProblemAsync(Jpegs.Huge(60_000, 60_000))).ShouldBe(MediaProblem.TooManyPixels);
        (await ProblemAsync(Webps.Extended(16_000, 16_000))).ShouldBe(MediaProblem.TooManyPixels);
        (await ProblemAsync(Gifs.Huge(60_000, 60_000))).ShouldBe(MediaProblem.TooManyPixels);
    }

    [Fact]
    public async Task A_small_canvas_does_not_hide_large_pixels()
    {
        var file = Webps.Extended(16_000, 16_000);
        file.AsSpan(24, 6).Clear();

        (await ProblemAsync(file)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Ten_thousand_frames_are_refused()
    {
        (await ProblemAsync(Gifs.Of(10_000))).ShouldBe(MediaProblem.TooManyFrames);
        (await ProblemAsync(Gifs.Of(201))).ShouldBe(MediaProblem.TooManyFrames);
        (await ProblemAsync(Gifs.Of(200))).ShouldBeNull();
        (await ProblemAsync(Webps.Moving(201))).ShouldBe(MediaProblem.TooManyFrames);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("gif")]
    public async Task A_file_cut_anywhere_is_refused(string name)
    {
        var file = FileSignaturesTests.Whole[name];
        (await ProblemAsync(file)).ShouldBeNull();
        for (var length = file.Length - 2; length >= 0; length -= 29)
        {
            (await ProblemAsync(file[..length])).ShouldNotBeNull($"cut to {length} of {file.Length}");
        }
    }

    [Fact]
    public async Task Damaged_pixels_are_refused()
    {
        byte[] halfPhoto = [.. Noisy[..^400], 0xFF, 0xD9];
        var lastLines = Noisy;
        lastLines.AsSpan(lastLines.Length - 60, 40).Fill(0x55);
        byte[] halfPng = [.. Pngs.Signature, .. Pngs.Header(8, 8), .. Pngs.Chunk("IDAT", [0x78, 0x9C, 1, 2, 3]), .. Pngs.Chunk("IEND", [])];
        var damagedPng = Pngs.BlackAndWhite();
        damagedPng[50] ^= 1;
        var webp = Webps.Plain();
        webp[27] ^= 0xFF;

        foreach (var (index, file) in ((byte[][])[halfPhoto, lastLines, halfPng, damagedPng, webp]).Index())
        {
            (await ProblemAsync(file)).ShouldBe(MediaProblem.Truncated, $"file {index}");
        }
    }

    [Fact]
    public async Task Two_headers_or_a_full_end_are_refused()
    {
        (await ProblemAsync(Jpegs.BlackAndWhite(Jpegs.Frame(1, 1)))).ShouldBe(MediaProblem.Truncated);
        (await ProblemAsync(Pngs.BlackAndWhite(32, 16, Pngs.Header(1, 1)))).ShouldBe(MediaProblem.Truncated);
        (await ProblemAsync([.. Pngs.BlackAndWhite()[..^12], .. Pngs.Chunk("IEND", [1, 2, 3])])).ShouldBe(MediaProblem.Truncated);
    }

    [Fact]
    public async Task Slips_of_phones_that_harm_no_pixel_are_forgiven()
    {
        byte[] padded = [.. Noisy[..^2], 0, 0, 0, 0, 0xFF, 0xD9];
        var oddScan = Noisy;
        oddScan[oddScan.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]) + 9] = 0;

        foreach (var file in (byte[][])[padded, oddScan, [.. Noisy, .. Noisy, .. "SEFT"u8]])
        {
            await MadeAsync(file);
        }
    }

    [Fact]
    public async Task Noise_is_decoded_or_refused_and_never_answered_otherwise()
    {
        foreach (var seed in FileSignaturesTests.Whole.Where(w => w.Key != "pdf").Select(w => w.Value))
        {
            var noise = new Noise(seed.Length + 1);
            for (var round = 0; round < 3; round++)
            {
                var file = noise.Change(seed);
                if (FileSignatures.Check(file, out var type) is null)
                {
                    await Resizer.MakeAsync(file, type, folder, TestContext.Current.CancellationToken);
                }
            }
        }
    }

    [Fact]
    public async Task What_is_called_a_JPEG_is_read_as_nothing_else()
    {
        byte[] drawing = [.. "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8];
        foreach (var file in (byte[][])[drawing, Pngs.BlackAndWhite(), Gifs.Of(1), Webps.Plain()])
        {
            (await Resizer.MakeAsync(file, MediaType.Jpeg, folder, TestContext.Current.CancellationToken))
                .ShouldBe((MediaProblem.Truncated, null));
        }
    }

    [Fact]
    public async Task Nothing_stays_in_the_folder()
    {
        var forgotten = Directory.CreateDirectory(Path.Combine(folder, "images-in-work", "forgotten"));
        forgotten.CreationTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2);

        await MadeAsync(Jpegs.BlackAndWhite());

        Directory.EnumerateFileSystemEntries(Path.Combine(folder, "images-in-work")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_picture_is_not_followed()
    {
        using var work = TempImageFolder.In(folder, TimeProvider.System.GetUtcNow());
        var secret = Path.Combine(folder, "secret.jpg");
        await using (File.Create(secret))
        {
        }

        File.CreateSymbolicLink(work.File("320.jpg"), secret);

        await Should.ThrowAsync<UndecodableException>(() => work.ReadAsync("320.jpg", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_decoders_say_which_they_are()
    {
        var found = await Resizer.FindDecodersAsync(folder, TestContext.Current.CancellationToken);
        found.Version.ShouldNotBeNull().ShouldStartWith("8.");
        var bare = new ImageResizer(NullLogger<ImageResizer>.Instance, TimeProvider.System, vips: null);
        (await bare.FindDecodersAsync(folder, TestContext.Current.CancellationToken)).ShouldBe(new ImageDecoders(found.Version, null));

        Assert.SkipWhen(ConfinedProcess.OnPath("vips") is null, "vips is not installed (package libvips-tools)");
        found.HeicVersion.ShouldNotBeNull();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<ResizedImage> MadeAsync(byte[] file)
    {
        var (problem, made) = await Resizer.MakeAsync(file, FileSignaturesTests.Type(file), folder, TestContext.Current.CancellationToken);
        problem.ShouldBeNull();
        return made.ShouldNotBeNull();
    }

    private async Task<MediaProblem?> ProblemAsync(byte[] file) =>
        FileSignatures.Check(file, out var type)
        ?? (await Resizer.MakeAsync(file, type, folder, TestContext.Current.CancellationToken)).Problem;
}
