using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Formats;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>What the workshop makes of pictures, with libvips and without.</summary>
public sealed class MakingRenditionsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms workshop [Q=1] %s ").FullName;

    internal static ImageResizer WithTools
    {
        get
        {
            var workshop = new ImageResizer(NullLogger<ImageResizer>.Instance, TimeProvider.System);
            Assert.SkipUnless(workshop.IsInstalled, "vipsthumbnail is not installed (package libvips-tools)");
            return workshop;
        }
    }

    internal static ImageResizer WithoutTools => new(NullLogger<ImageResizer>.Instance, TimeProvider.System, null, null);

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
        byte[][] files = [Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Turned(orientation))), Pngs.BlackAndWhite(32, 16, Pngs.Chunk("eXIf", Tiffs.Turned(orientation)))];
        foreach (var file in files)
        {
            var made = (await MakeAsync(WithTools, file)).ShouldNotBeNull();
            var (width, height, rgb) = await ImageTools.PixelsAsync(folder, made.Type.Extension(), made.Largest.Bytes);

            (width, height).ShouldBe(orientation >= 5 ? (16, 32) : (32, 16));
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
        var made = (await MakeAsync(WithTools, Pngs.BlackAndWhite(width, width / 2))).ShouldNotBeNull();

        made.Main.Select(r => r.Name).ShouldBe(widths.Select(w => $"{w}.png"));
        made.Alternatives.Select(r => r.Name).ShouldBe(widths.Select(w => $"{w}.webp"));
        foreach (var rendition in made.Main.Concat(made.Alternatives))
        {
            var header = ReadingImageHeadersTests.Header(rendition.Bytes);
            (header.Width, header.Height).ShouldBe((rendition.Width, rendition.Height));
            header.Metadata.ShouldBeEmpty();
            (await ImageTools.MetadataAsync(folder, header.Type.Extension(), rendition.Bytes)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task The_placeholder_has_the_colours_of_four_by_three_parts()
    {
        var made = (await MakeAsync(WithTools, Jpegs.BlackAndWhite())).ShouldNotBeNull();

        made.Placeholder.Length.ShouldBe(72);
        for (var row = 0; row < 3; row++)
        {
            made.Placeholder.Substring(row * 24, 2).ShouldBeLessThan("08", "black");
            made.Placeholder.Substring((row * 24) + 18, 2).ShouldBeGreaterThan("f8", "white");
        }
    }

    [Fact]
    public async Task Colours_stay_what_they_look_like()
    {
        var grey = (await MakeAsync(WithTools, Jpegs.Of(4, [.. Enumerable.Repeat((byte)127, 8)]))).ShouldNotBeNull();
        grey.Placeholder.ShouldBe(string.Concat(Enumerable.Repeat("7f7f7f", 12)));

        var plain = (await MakeAsync(WithTools, Webps.Plain())).ShouldNotBeNull();
        plain.Placeholder[..6].ShouldBe("28c85a");
        var wide = (await MakeAsync(WithTools, await ImageTools.InDisplayP3Async(folder, Webps.Plain()))).ShouldNotBeNull();
        var colours = Convert.FromHexString(wide.Placeholder[..6]);
        ((int)colours[0]).ShouldBeInRange(0x28 - 5, 0x28 + 5);
        ((int)colours[1]).ShouldBeInRange(0xC8 - 5, 0xC8 + 5);
        ((int)colours[2]).ShouldBeInRange(0x5A - 5, 0x5A + 5);
    }

    [Theory]
    [InlineData("P6\n4 3\n255\n", 36, true)]
    [InlineData("P6\n#a comment 9 9\n4 3\n#another\n255\n", 36, true)]
    [InlineData("P5\n4 3\n255\n", 12, true)]
    [InlineData("P6\n4 3\n65535\n", 72, false)]
    [InlineData("P6\n4 3\n255\n", 35, false)]
    [InlineData("P6\n4 4\n255\n", 48, false)]
    [InlineData("P7#", 0, false)]
    public void Colours_are_read_in_one_size_only(string header, int bytes, bool isGood) =>
        Placeholder.FromPpm([.. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[bytes]]).ShouldBe(isGood ? new string('0', 72) : null);

    [Fact]
    public async Task A_webp_stays_webp_and_a_gif_stays_gif()
    {
        var webp = (await MakeAsync(WithTools, Webps.Plain())).ShouldNotBeNull();
        webp.Main.ShouldHaveSingleItem().Name.ShouldBe("40.webp");
        webp.Alternatives.ShouldBeEmpty();

        var gif = (await MakeAsync(WithTools, Gifs.Of(1))).ShouldNotBeNull();
        gif.Main.ShouldHaveSingleItem().Name.ShouldBe("8.gif");
        gif.Alternatives.ShouldHaveSingleItem().Name.ShouldBe("8.webp");
    }

    [Fact]
    public async Task Moving_pictures_are_cleaned_and_left_in_motion()
    {
        foreach (var file in (byte[][])[Gifs.Of(3, Gifs.Looping, Gifs.Comment([1])), Webps.Moving(3), Pngs.Moving()])
        {
            var made = (await MakeAsync(WithTools, file)).ShouldNotBeNull();
            var header = ReadingImageHeadersTests.Header(made.Main.ShouldHaveSingleItem().Bytes);
            header.Frames.ShouldBeGreaterThan(1);
            header.Metadata.ShouldBeEmpty();
            (made.Alternatives.Count, made.Placeholder).ShouldBe((0, ""));
        }
    }

    [Fact]
    public async Task Damaged_pixels_are_refused()
    {
        byte[] halfPhoto = [.. Noisy[..^400], 0xFF, 0xD9];
        var lastLines = Noisy;
        lastLines.AsSpan(lastLines.Length - 60, 40).Fill(0x55);
        byte[] halfPng = [.. Pngs.Signature, .. Pngs.Header(8, 8), .. Pngs.Chunk("IDAT", [0x78, 0x9C, 1, 2, 3]), .. Pngs.Chunk("IEND", [])];
        var webp = Webps.Plain();
        webp[27] ^= 0xFF;

        foreach (var file in (byte[][])[halfPhoto, lastLines, halfPng, webp])
            (await MakeAsync(WithTools, file)).ShouldBeNull();
    }

    [Fact]
    public async Task Slips_of_phones_that_harm_no_pixel_are_forgiven()
    {
        byte[] padded = [.. Noisy[..^2], 0, 0, 0, 0, 0xFF, 0xD9];
        var oddScan = Noisy;
        oddScan[oddScan.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]) + 9] = 0;

        foreach (var file in (byte[][])[padded, oddScan])
            (await MakeAsync(WithTools, file)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_the_tool_the_cleaned_picture_is_all_there_is()
    {
        var made = (await MakeAsync(WithoutTools, Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Telling("secret", 6))))).ShouldNotBeNull();

        var only = made.Main.ShouldHaveSingleItem();
        (only.Name, only.Width, only.Height).ShouldBe(("16.jpg", 16, 32));
        made.Placeholder.ShouldBe("");
        only.Bytes.AsSpan().IndexOf("secret"u8).ShouldBe(-1);
        ReadingImageHeadersTests.Header(only.Bytes).Orientation.ShouldBe(6);
    }

    [Fact]
    public async Task Nothing_stays_in_the_workshop()
    {
        var forgotten = Directory.CreateDirectory(Path.Combine(folder, "workshop", "forgotten"));
        forgotten.CreationTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2);

        await MakeAsync(WithTools, Jpegs.BlackAndWhite());

        Directory.EnumerateFileSystemEntries(Path.Combine(folder, "workshop")).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<WorkshopResult?> MakeAsync(ImageResizer workshop, byte[] file) =>
        await workshop.MakeAsync(file, ReadingImageHeadersTests.Header(file), folder, TestContext.Current.CancellationToken);
}
