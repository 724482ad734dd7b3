using CoalitionCms.Features.Media.Formats;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Any bytes get an answer: readers and cleaners never throw and never run on.</summary>
public sealed class FeedingNoiseTests
{
    private const int Rounds = 4000;

    private static readonly byte[][] Seeds =
    [
        Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Telling("noise", 6)), Jpegs.Segment(0xFE, [1, 2, 3])),
        Pngs.BlackAndWhite(32, 16, Pngs.Chunk("eXIf", Tiffs.Telling("noise"))), Pngs.Moving(),
        Webps.Extended(40, 20, Webps.Chunk("EXIF", Tiffs.Telling("noise"))), Webps.Moving(3),
        Gifs.Of(3, Gifs.Looping, Gifs.Comment([1, 2, 3])), Pdfs.Small,
        [0, 0, 0, 16, .. "ftypheic\0\0\0\0"u8, 0, 0, 0, 48, .. "meta\0\0\0\0"u8, 0, 0, 0, 36, .. "iprp"u8, 0, 0, 0, 28, .. "ipco"u8, 0, 0, 0, 20, .. "ispe\0\0\0\0"u8, 0, 0, 1, 0, 0, 0, 1, 0],
    ];

    [Fact]
    public void Pictures_with_changed_bytes_are_read_or_refused()
    {
        foreach (var seed in Seeds)
        {
            var noise = new Noise(seed.Length);
            for (var round = 0; round < Rounds; round++)
            {
                var file = seed.ToArray();
                for (var changes = noise.Below(8); changes >= 0; changes--)
                    file[noise.Below(file.Length)] = (byte)noise.Below(256);
                Feed(file[..(file.Length - (noise.Below(4) == 0 ? noise.Below(file.Length) : 0))]);
            }
        }
    }

    [Fact]
    public void Noise_behind_the_sign_of_a_type_is_read_or_refused()
    {
        var noise = new Noise(7);
        foreach (var seed in Seeds)
        {
            for (var round = 0; round < Rounds; round++)
                Feed([.. seed.AsSpan(0, 12 + noise.Below(12)), .. Enumerable.Range(0, noise.Below(400)).Select(_ => (byte)noise.Below(256))]);
        }
    }

    [Fact]
    public void The_largest_upload_of_tiny_pieces_is_answered_at_once()
    {
        byte[][] pieces = [[0xFF, 0xFE, 0, 2], Pngs.Chunk("teSt", []), Webps.Chunk("test", []), [0x21, 0xFE, 0], [0xFF], [(byte)'<']];
        byte[][] starts = [Jpegs.Start, [.. Pngs.Signature, .. Pngs.Header(8, 8)], [.. "RIFF"u8, 0xF8, 0xFF, 0x8F, 0x01, .. "WEBP"u8], Gifs.Of(1)[..^1]];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var start in starts)
        {
            foreach (var piece in pieces)
            {
                var file = new byte[ImageHeader.MostBytes];
                start.CopyTo(file, 0);
                for (var at = start.Length; at <= file.Length - piece.Length; at += piece.Length)
                    piece.CopyTo(file, at);
                Feed(file);
            }
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static void Feed(byte[] file)
    {
        var problem = ImageHeader.Read(file, out var header);
        foreach (var type in (MediaType[])[MediaType.Jpeg, MediaType.Png, MediaType.Webp, MediaType.Gif, MediaType.Heic])
        {
            var clean = Cleaner.Clean(type, file, orientation: 6);
            if (problem is null && type == header.Type && type != MediaType.Heic)
                ImageHeader.Read(clean, out _).ShouldBeNull(Convert.ToHexString(file));
        }
    }

    /// <summary>The same numbers on every run.</summary>
    private sealed class Noise(int seed)
    {
        private ulong state = (ulong)seed * 0x9E3779B97F4A7C15;

        public int Below(int limit)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return (int)((state >> 33) % (ulong)limit);
        }
    }
}
