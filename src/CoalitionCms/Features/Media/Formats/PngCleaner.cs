using System.Buffers;
using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Keeps the chunks that draw the picture; a direction, where needed, is written as a chunk of its own.</summary>
internal static class PngCleaner
{
    private const int ChecksumLength = 4;

    public static void Copy(ReadOnlySpan<byte> file, Anatomy anatomy, int orientation, ArrayBufferWriter<byte> copy)
    {
        foreach (var part in anatomy.Parts.Where(p => p.IsKept))
        {
            var isSignature = part.Start == 0;
            copy.Write(file[part.Start..(isSignature ? part.End : part.End + ChecksumLength)]);
            if (orientation != 1 && file[part.Start..].Slice(4).StartsWith("IHDR"u8))
                Write(copy, [.. "eXIf"u8, .. Exif.OfOrientation(orientation)]);
        }
    }

    private static void Write(ArrayBufferWriter<byte> copy, ReadOnlySpan<byte> kindAndData)
    {
        BinaryPrimitives.WriteInt32BigEndian(copy.GetSpan(4), kindAndData.Length - 4);
        copy.Advance(4);
        copy.Write(kindAndData);
        BinaryPrimitives.WriteUInt32BigEndian(copy.GetSpan(4), Crc32.Of(kindAndData));
        copy.Advance(4);
    }
}
