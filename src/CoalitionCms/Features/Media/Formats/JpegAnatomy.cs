using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Reads the markers of a JPEG up to the end of its first image; phones put more images and films behind.</summary>
internal static class JpegAnatomy
{
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    public static Anatomy Read(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        anatomy.Add(PartRole.Picture, 0, 2, 2);
        var at = 2;
        var scans = 0;
        while (anatomy.HasRoom && at <= file.Length - 2 && file[at] == 0xFF)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == EndOfImage)
            {
                anatomy.Add(PartRole.Picture, at, at + 2, at + 2);
                if (scans > 0)
                    anatomy.Finish(at + 2);
                break;
            }

            if (!TrySegment(file, at, marker, out var end))
                break;
            var segment = file[(at + 4)..end];
            if (IsFrame(marker) && !TryFrame(segment, anatomy))
                break;
            if (marker == StartOfScan)
            {
                if (anatomy.Width == 0)
                    break;
                scans++;
                end = EndOfScan(file, end);
            }

            anatomy.Add(RoleOf(marker, segment), at, at + 4, end);
            at = end;
        }

        return anatomy;
    }

    private static bool TrySegment(ReadOnlySpan<byte> file, int at, byte marker, out int end)
    {
        end = 0;
        // These markers stand alone, and none of them belongs between segments.
        if (marker is <= 0x01 or (>= 0xD0 and <= 0xD8) || at > file.Length - 4)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        end = at + 2 + length;
        return length >= 2 && end <= file.Length;
    }

    private static bool TryFrame(ReadOnlySpan<byte> segment, Anatomy anatomy)
    {
        // Security: with two frame headers, one decoder takes the first size and another the second.
        if (segment.Length < 6 || anatomy.Width > 0)
            return false;
        anatomy.Declare(BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
        return anatomy.Width > 0 && anatomy.Height > 0;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Within a scan a stuffed zero or a restart marker may follow 0xFF; any other marker ends it.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                return file.Length;
            at += next;
            switch (file[at + 1])
            {
                case 0x00 or (>= 0xD0 and <= 0xD7):
                    at += 2;
                    break;
                case 0xFF:
                    at++;
                    break;
                default:
                    return at;
            }
        }
    }

    private static PartRole RoleOf(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        App0 when segment.Length >= 14 && segment.StartsWith("JFIF\0"u8) => PartRole.Picture,
        App0 when segment.StartsWith("JFXX\0"u8) => PartRole.Thumbnail,
        App1 when segment.StartsWith("Exif\0"u8) => PartRole.Exif,
        App1 when segment.StartsWith("http://ns.adobe.com/"u8) => PartRole.Xmp,
        0xE2 when segment.StartsWith("ICC_PROFILE\0"u8) => PartRole.Profile,
        0xED => PartRole.Iptc,
        App14 when segment.Length >= 12 && segment.StartsWith("Adobe"u8) => PartRole.Picture,
        0xFE => PartRole.Comment,
        0xC4 or 0xCC or StartOfScan or 0xDB or 0xDC or 0xDD => PartRole.Picture,
        _ when IsFrame(marker) => PartRole.Picture,
        _ => PartRole.Other,
    };
}
