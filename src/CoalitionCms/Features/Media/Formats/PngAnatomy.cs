using System.Buffers.Binary;
using System.Text;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Reads the chunks of a PNG or APNG, and checks the sums of those that are kept.</summary>
internal static class PngAnatomy
{
    private const int FrameLength = 12;

    public static Anatomy Read(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        if (file.Length < 24 || !file[12..].StartsWith("IHDR"u8))
            return anatomy;
        anatomy.Declare(Number(file[16..]), Number(file[20..]));
        anatomy.Add(PartRole.Picture, 0, 8, 8);
        var (promised, frames, hasPixels) = (0, 0, false);
        for (var at = 8; anatomy.HasRoom && at <= file.Length - FrameLength;)
        {
            var length = Number(file[at..]);
            if (length > file.Length - at - FrameLength)
                break;
            var kind = Encoding.Latin1.GetString(file.Slice(at + 4, 4));
            // Security: decoders disagree on a second header and on an end that holds something.
            if ((kind == "IHDR" && (at != 8 || length != 13)) || (kind == "IEND" && length != 0))
                break;
            var data = file.Slice(at + 8, length);
            var role = RoleOf(kind, data);
            if (role is PartRole.Picture or PartRole.Profile && Crc32.Of(file.Slice(at + 4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]))
                break;
            anatomy.Add(role, at, at + 8, at + 8 + length);
            at += FrameLength + length;
            hasPixels |= kind == "IDAT";
            if (role == PartRole.Picture && kind is ("acTL" or "fcTL"))
            {
                // The file announces its frames and then has them; neither number needs to be true.
                promised = kind == "acTL" ? Number(data) : promised;
                frames += kind == "fcTL" ? 1 : 0;
                anatomy.Frames = Math.Max(1, Math.Max(promised, frames));
            }

            if (kind == "IEND")
            {
                if (hasPixels)
                    anatomy.Finish(at);
                break;
            }
        }

        return anatomy;
    }

    /// <summary>A four-byte number; what does not fit into 31 bits is out of any bounds anyway.</summary>
    private static int Number(ReadOnlySpan<byte> bytes) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static PartRole RoleOf(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        "IHDR" or "IDAT" or "IEND" or "fdAT" => PartRole.Picture,
        // Longer ones than the format knows are hiding places.
        "PLTE" when data.Length <= 768 => PartRole.Picture,
        "tRNS" when data.Length <= 256 => PartRole.Picture,
        "gAMA" or "sBIT" when data.Length <= 4 => PartRole.Picture,
        "bKGD" when data.Length <= 6 => PartRole.Picture,
        "cHRM" when data.Length == 32 => PartRole.Picture,
        "sRGB" when data.Length == 1 => PartRole.Picture,
        "acTL" when data.Length == 8 => PartRole.Picture,
        "fcTL" when data.Length == 26 => PartRole.Picture,
        "iCCP" => PartRole.Profile,
        "eXIf" => PartRole.Exif,
        "tIME" => PartRole.Time,
        "pHYs" or "hIST" or "sPLT" => PartRole.Harmless,
        "tEXt" or "zTXt" or "iTXt" => TextRole(data),
        _ => PartRole.Other,
    };

    private static PartRole TextRole(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("XML:com.adobe.xmp\0"u8) || data.StartsWith("Raw profile type xmp\0"u8))
            return PartRole.Xmp;
        if (data.StartsWith("Raw profile type iptc\0"u8))
            return PartRole.Iptc;
        if (data.StartsWith("Software\0"u8))
            return PartRole.Software;
        return data.StartsWith("Creation Time\0"u8) || data.StartsWith("date:"u8) ? PartRole.Time : PartRole.Comment;
    }
}
