using System.Text;
using CoalitionCms.Features.Media.Formats;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A cleaned picture shows the same and tells nothing: who took it, where, when, with what.</summary>
public sealed class RemovingMetadataTests : IDisposable
{
    private const string Secret = "Xq7-where-she-lives-Zk9";
    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    private static readonly Dictionary<string, (byte[] Plain, byte[] Telling)> Pairs = new()
    {
        ["jpg"] = (Jpegs.BlackAndWhite(), [.. Jpegs.BlackAndWhite(TellingSegments(1)), .. SecretBytes]),
        ["png"] = (Pngs.BlackAndWhite(), Pngs.BlackAndWhite(32, 16, TellingChunks(1))),
        ["webp"] = (Webps.Plain(), Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Telling(Secret)), Webps.Chunk("XMP ", SecretBytes), Webps.Chunk("note", SecretBytes))),
        ["gif"] = (Gifs.Of(1), Gifs.Of(1, Gifs.Looping, Gifs.Comment(SecretBytes), [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. SecretBlock, 0], [0x21, 0x01, .. SecretBlock, 0], [0x21, 0xF9, 4, 0, 0, 0, 0, .. SecretBlock, 0])),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("cms-clean-").FullName;

    public static TheoryData<string> Types => [.. Pairs.Keys];

    private static byte[] SecretBlock => [(byte)SecretBytes.Length, .. SecretBytes];

    [Theory]
    [MemberData(nameof(Types))]
    public void No_secret_stays_in_any_byte(string type)
    {
        var telling = Pairs[type].Telling;
        Holds(telling).ShouldBeTrue();

        var clean = Clean(telling);

        Holds(clean).ShouldBeFalse();
        ImageHeader.Read(clean, out var header).ShouldBeNull();
        header.Metadata.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_pixels_are_the_same(string type)
    {
        var before = await ImageTools.PixelsAsync(folder, type, Pairs[type].Plain);
        var after = await ImageTools.PixelsAsync(folder, type, Clean(Pairs[type].Telling));

        (after.Width, after.Height).ShouldBe((before.Width, before.Height));
        after.Rgb.ShouldBe(before.Rgb);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Exiftool_finds_nothing(string type)
    {
        (await ImageTools.MetadataAsync(folder, type, Pairs[type].Telling)).ShouldNotBeEmpty();

        (await ImageTools.MetadataAsync(folder, type, Clean(Pairs[type].Telling))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_all_that_a_camera_tells_the_direction_alone_stays_where_it_is_needed()
    {
        byte[][] turned =
        [
            Jpegs.BlackAndWhite(TellingSegments(6)), Pngs.BlackAndWhite(32, 16, TellingChunks(6)),
            Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Telling(Secret, 6)), Webps.Chunk("XMP ", SecretBytes)),
        ];

        foreach (var file in turned)
        {
            var header = ReadingImageHeadersTests.Header(file);
            var clean = Cleaner.Clean(header.Type, file, header.Orientation)!;
            Holds(clean).ShouldBeFalse();
            ReadingImageHeadersTests.Header(clean).Orientation.ShouldBe(6);
            ReadingImageHeadersTests.Header(clean).Metadata.ShouldBeEmpty();
            (await ImageTools.MetadataAsync(folder, header.Type.Extension(), clean)).Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("Orientation");
        }
    }

    [Fact]
    public void Moving_pictures_lose_what_is_hidden_between_and_within_their_frames()
    {
        var webp = Clean(Webps.Moving(3, Webps.Chunk("note", SecretBytes)));
        Holds(webp).ShouldBeFalse();
        ReadingImageHeadersTests.Header(webp).Frames.ShouldBe(3);

        var gif = Clean(Gifs.Of(3, Gifs.Looping, Gifs.Comment(SecretBytes)));
        gif.ShouldBe(Gifs.Of(3, Gifs.Looping));

        Clean(Pngs.Moving()).ShouldBe(Pngs.Moving());
    }

    [Fact]
    public void The_colour_profile_stays_and_a_JFIF_thumbnail_goes()
    {
        byte[] profile = Jpegs.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9, 9]);
        var plain = Jpegs.BlackAndWhite(profile);
        byte[] withThumbnail = [.. Jpegs.Start, .. Jpegs.Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 1, 8, .. SecretBytes]), .. plain[20..]];

        Clean(withThumbnail).ShouldBe(plain);
    }

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        foreach (var (_, telling) in Pairs.Values)
            Clean(Clean(telling)).ShouldBe(Clean(telling));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte[] Clean(byte[] file) => Cleaner.Clean(ReadingImageHeadersTests.Header(file).Type, file, orientation: 1).ShouldNotBeNull();

    private static bool Holds(byte[] file) => file.AsSpan().IndexOf(SecretBytes) >= 0;

    private static byte[][] TellingSegments(int orientation) =>
    [
        Jpegs.ExifSegment(Tiffs.Telling(Secret, orientation)),
        Jpegs.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. SecretBytes]),
        Jpegs.Segment(0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM\u0004\u0004\0\0\0\0\0"u8, (byte)(SecretBytes.Length + 5), 0x1C, 2, 120, 0, (byte)SecretBytes.Length, .. SecretBytes]),
        Jpegs.Segment(0xE2, [.. "MPF\0"u8, .. SecretBytes]),
        Jpegs.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0, .. SecretBytes]),
        Jpegs.Segment(0xEB, SecretBytes),
        Jpegs.Segment(0xFE, SecretBytes),
    ];

    private static byte[][] TellingChunks(int orientation) =>
    [
        Pngs.Chunk("tEXt", [.. "Comment\0"u8, .. SecretBytes]), Pngs.Chunk("zTXt", [.. "Author\0\0"u8, .. SecretBytes]),
        Pngs.Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. SecretBytes]), Pngs.Chunk("tIME", [7, 232, 1, 2, 3, 4, 5]),
        Pngs.Chunk("eXIf", Tiffs.Telling(Secret, orientation)), Pngs.Chunk("bKGD", SecretBytes), Pngs.Chunk("seCr", SecretBytes),
    ];
}
