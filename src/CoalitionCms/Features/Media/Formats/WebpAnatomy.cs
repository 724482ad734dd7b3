using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Reads the chunks of a WebP file, still or moving.</summary>
internal static class WebpAnatomy
{
    /// <summary>Place of the pixels within a frame of an animation.</summary>
    public const int FrameHeader = 16;

    public static Anatomy Read(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        var promised = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        var body = file[..(int)Math.Min(promised, file.Length)];
        var (at, frames, stills, extended) = (12, 0, 0, false);
        while (anatomy.HasRoom && RiffChunk.TryRead(body, at, out var chunk))
        {
            var role = RoleOf(chunk, extended);
            if (role == PartRole.Picture)
                Measure(chunk, anatomy);
            var isFrame = chunk.Kind.SequenceEqual("ANMF"u8);
            if (!chunk.IsWhole || (isFrame && (!extended || !HasPixels(chunk.Data))))
                break;
            anatomy.Add(role, at, at + 8, at + 8 + chunk.Data.Length);
            extended |= chunk.Kind.SequenceEqual("VP8X"u8);
            frames += isFrame ? 1 : 0;
            stills += IsPixels(chunk.Kind) ? 1 : 0;
            at = chunk.End;
        }

        anatomy.Frames = Math.Max(1, frames);
        if (at == promised && anatomy.Width > 0 && (frames > 0 ? stills == 0 : stills == 1))
            anatomy.Finish(at);
        return anatomy;
    }

    /// <summary>True for the chunks that hold pixels.</summary>
    public static bool IsPixels(ReadOnlySpan<byte> kind) => kind.SequenceEqual("VP8 "u8) || kind.SequenceEqual("VP8L"u8);

    /// <summary>True when a frame of an animation has one picture in it, and ends where its last chunk does.</summary>
    private static bool HasPixels(ReadOnlySpan<byte> frame)
    {
        var pictures = 0;
        var at = FrameHeader;
        while (RiffChunk.TryRead(frame, at, out var inner) && inner.IsWhole)
        {
            pictures += IsPixels(inner.Kind) ? 1 : 0;
            at = inner.End;
        }

        return pictures == 1 && at == frame.Length;
    }

    private static void Measure(RiffChunk chunk, Anatomy anatomy)
    {
        var data = chunk.Data;
        if (chunk.Kind.SequenceEqual("VP8X"u8))
        {
            Cover(anatomy, Number24(data[4..]) + 1, Number24(data[7..]) + 1);
        }
        else if (chunk.Kind.SequenceEqual("VP8 "u8) && data.Length >= 10)
        {
            Cover(anatomy, BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        }
        else if (chunk.Kind.SequenceEqual("VP8L"u8) && data.Length >= 5)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            Cover(anatomy, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }
        else if (chunk.Kind.SequenceEqual("ANMF"u8))
        {
            for (var at = FrameHeader; RiffChunk.TryRead(data, at, out var inner); at = inner.End)
            {
                if (IsPixels(inner.Kind))
                    Measure(inner, anatomy);
            }
        }
    }

    /// <summary>The first size is that of the canvas; a later one must not surprise the decoder.</summary>
    private static void Cover(Anatomy anatomy, int width, int height)
    {
        if (anatomy.Width == 0)
            anatomy.Declare(width, height);
        else
            anatomy.Reach(width, height);
    }

    private static int Number24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static PartRole RoleOf(RiffChunk chunk, bool extended)
    {
        var kind = chunk.Kind;
        if (IsPixels(kind) || kind.SequenceEqual("ALPH"u8))
            return PartRole.Picture;
        if (kind.SequenceEqual("VP8X"u8) && chunk.Data.Length == 10 && !extended)
            return PartRole.Picture;
        if (kind.SequenceEqual("ANIM"u8) && chunk.Data.Length == 6)
            return PartRole.Picture;
        if (kind.SequenceEqual("ANMF"u8) && chunk.Data.Length >= FrameHeader)
            return PartRole.Picture;
        if (kind.SequenceEqual("ICCP"u8))
            return PartRole.Profile;
        if (kind.SequenceEqual("XMP "u8))
            return PartRole.Xmp;
        // A file without the extended header has no EXIF that a browser would obey.
        return kind.SequenceEqual("EXIF"u8) && extended ? PartRole.Exif : PartRole.Other;
    }
}
