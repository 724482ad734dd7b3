using System.Buffers;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Keeps tables, scans, colour profile and the two headers that decide on colours; ends at the end marker.</summary>
internal static class JpegCleaner
{
    private const int JfifLength = 14;
    private const int AdobeLength = 12;

    public static void Copy(ReadOnlySpan<byte> file, Anatomy anatomy, int orientation, ArrayBufferWriter<byte> copy)
    {
        var isTurned = orientation == 1;
        foreach (var part in anatomy.Parts.Where(p => p.IsKept))
        {
            var marker = file[part.Start + 1];
            // JFIF wants to be first; the orientation comes right behind it, or behind the start of the image.
            if (!isTurned && part.Start > 0 && marker != JpegAnatomy.App0)
            {
                Write(copy, JpegAnatomy.App1, [.. "Exif\0\0"u8, .. Exif.OfOrientation(orientation)]);
                isTurned = true;
            }

            switch (marker)
            {
                case JpegAnatomy.App0:
                    // The last two bytes are the size of its thumbnail: none.
                    Write(copy, marker, [.. file.Slice(part.Payload, JfifLength - 2), 0, 0]);
                    break;
                case JpegAnatomy.App14:
                    Write(copy, marker, file.Slice(part.Payload, AdobeLength));
                    break;
                default:
                    copy.Write(file[part.Start..part.End]);
                    break;
            }
        }
    }

    private static void Write(ArrayBufferWriter<byte> copy, byte marker, ReadOnlySpan<byte> segment)
    {
        copy.Write((ReadOnlySpan<byte>)[0xFF, marker, 0, (byte)(segment.Length + 2)]);
        copy.Write(segment);
    }
}
