using System.Text;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A picture that came through shows the same and tells nothing: who took it, where, when, with what.</summary>
public sealed class RemovingMetadataTests : IDisposable
{
    private const string Secret = "Xq7-where-she-lives-Zk9";
    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    private static readonly Dictionary<string, (byte[] Plain, byte[] Telling)> Pairs = new()
    {
        ["jpg"] = (Jpegs.BlackAndWhite(), [.. Jpegs.BlackAndWhite(TellingSegments(1)), .. SecretBytes]),
        ["png"] = (Pngs.BlackAndWhite(), Pngs.BlackAndWhite(32, 16, TellingChunks(1))),
        ["webp"] =
        (Webps.Plain(), Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Telling(Secret)), Webps.Chunk("XMP ", SecretBytes),
        Webps.Chunk("note", SecretBytes))),
        ["gif"] =
        (Gifs.Of(1, Gifs.Looping), Gifs.Of(1, Gifs.Looping, Gifs.Comment(SecretBytes),
        [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. SecretBlock, 0], [0x21, 0x01, .. SecretBlock, 0],
        [0x21, 0xF9, 4, 0, 0, 0, 0, .. SecretBlock, 0])),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("cms-clean-").FullName;

    public static TheoryData<string> Types => [.. Pairs.Keys];

    private static byte[] SecretBlock => [(byte)SecretBytes.Length, .. SecretBytes];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task No_secret_stays_in_any_byte_of_any_file(string type)
    {
        Holds(Pairs[type].Telling).ShouldBeTrue();

        foreach (var (name, file) in await MadeOfAsync(Pairs[type].Telling))
        {
            Holds(file).ShouldBeFalse(name);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_files_are_the_same_as_if_nothing_had_been_told(string type)
    {
        var plain = await MadeOfAsync(Pairs[type].Plain);
        var telling = await MadeOfAsync(Pairs[type].Telling);

        telling.Keys.ShouldBe(plain.Keys, ignoreOrder: true);
        foreach (var (name, file) in plain)
        {
            telling[name].ShouldBe(file, name);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Exiftool_finds_nothing(string type)
    {
        (await ImageTools.MetadataAsync(folder, type, Pairs[type].Telling)).ShouldNotBeEmpty();

        foreach (var (name, file) in await MadeOfAsync(Pairs[type].Telling))
        {
            (await ImageTools.MetadataAsync(folder, name.Split('.')[1], file)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task Exiftool_finds_nothing_in_what_a_phone_sent_turned_and_with_all_it_knows()
    {
        byte[][] turned =
        [
            Jpegs.BlackAndWhite(TellingSegments(6)), Pngs.BlackAndWhite(32, 16, TellingChunks(6)),
            Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Telling(Secret, 6)), Webps.Chunk("XMP ", SecretBytes)),
        ];

        foreach (var (name, file) in (await Task.WhenAll(turned.Select(MadeOfAsync))).SelectMany(files => files))
        {
            Holds(file).ShouldBeFalse(name);
            (await ImageTools.MetadataAsync(folder, name.Split('.')[1], file)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task Moving_pictures_lose_what_is_hidden_between_and_within_their_frames()
    {
        byte[][] moving = [Webps.Moving(3, Webps.Chunk("note", SecretBytes)), Gifs.Of(3, Gifs.Looping, Gifs.Comment(SecretBytes))];
        foreach (var (name, file) in (await Task.WhenAll(moving.Select(MadeOfAsync))).SelectMany(files => files))
        {
            Holds(file).ShouldBeFalse(name);
        }
    }

    [Fact]
    public async Task What_phones_hang_behind_a_photo_goes()
    {
        byte[] photo =
            [.. Jpegs.BlackAndWhite(Jpegs.Segment(0xE2, [.. "MPF\0"u8, .. SecretBytes])),
            .. Jpegs.BlackAndWhite(Jpegs.Segment(0xFE, SecretBytes)), .. SecretBytes];

        foreach (var (name, file) in await MadeOfAsync(photo))
        {
            Holds(file).ShouldBeFalse(name);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<IReadOnlyDictionary<string, byte[]>> MadeOfAsync(byte[] file)
    {
        var (problem, made) =
            await ImageResizerTests.Resizer.MakeAsync(file, FileSignaturesTests.Type(file), folder, TestContext.Current.CancellationToken);
        problem.ShouldBeNull();
        return made.ShouldNotBeNull().Files;
    }

    private static bool Holds(byte[] file) => file.AsSpan().IndexOf(SecretBytes) >= 0;

    private static byte[][] TellingSegments(int orientation) =>
    [
        Jpegs.ExifSegment(Tiffs.Telling(Secret, orientation)),
        Jpegs.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. SecretBytes]),
        Jpegs.Segment(0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM\u0004\u0004\0\0\0\0\0"u8, (byte)(SecretBytes.Length + 5), 0x1C, 2, 120, 0,
        (byte)SecretBytes.Length, .. SecretBytes]),
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
