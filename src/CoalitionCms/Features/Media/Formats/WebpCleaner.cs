using System.Buffers;
using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Keeps the chunks that draw the picture, within animation frames too, and makes the header say so.</summary>
internal static class WebpCleaner
{
    private const byte ExifFlag = 0x08;
    private const byte KeptFlags = 0x32;

    public static void Copy(ReadOnlySpan<byte> file, Anatomy anatomy, int orientation, ArrayBufferWriter<byte> copy)
    {
        var body = new ArrayBufferWriter<byte>(file.Length);
        body.Write("WEBP"u8);
        var isExtended = false;
        foreach (var part in anatomy.Parts.Where(p => p.IsKept))
        {
            var kind = file.Slice(part.Start, 4);
            var data = file[part.Payload..part.End];
            if (kind.SequenceEqual("VP8X"u8))
            {
                isExtended = true;
                // Bytes 1 to 3 are reserved; whatever stands there goes.
                Write(body, kind, [(byte)((data[0] & KeptFlags) | (orientation == 1 ? 0 : ExifFlag)), 0, 0, 0, .. data[4..]]);
            }
            else
            {
                Write(body, kind, kind.SequenceEqual("ANMF"u8) ? FrameOf(data) : data);
            }
        }

        if (isExtended && orientation != 1)
            Write(body, "EXIF"u8, Exif.OfOrientation(orientation));
        Write(copy, "RIFF"u8, body.WrittenSpan);
    }

    /// <summary>A frame of an animation with its pixels and their transparency alone.</summary>
    private static ReadOnlySpan<byte> FrameOf(ReadOnlySpan<byte> frame)
    {
        var kept = new ArrayBufferWriter<byte>(frame.Length);
        kept.Write(frame[..WebpAnatomy.FrameHeader]);
        for (var at = WebpAnatomy.FrameHeader; RiffChunk.TryRead(frame, at, out var inner) && inner.IsWhole; at = inner.End)
        {
            if (WebpAnatomy.IsPixels(inner.Kind) || inner.Kind.SequenceEqual("ALPH"u8))
                Write(kept, inner.Kind, inner.Data);
        }

        return kept.WrittenSpan;
    }

    private static void Write(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        target.Write(kind);
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(4), data.Length);
        target.Advance(4);
        target.Write(data);
        if ((data.Length & 1) == 1)
            target.Write("\0"u8);
    }
}
