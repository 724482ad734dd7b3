namespace CoalitionCms.Tests.Media;

/// <summary>Grey JPEG files of flat blocks, made here so that tests know every byte.</summary>
internal static class Jpegs
{
    public static readonly byte[] Start = [0xFF, 0xD8];

    /// <summary>A picture of 8 by 8 blocks, one shade for each, row by row.</summary>
    public static byte[] Of(int blocksAcross, byte[] shades, params byte[][] segments)
    {
        var (width, height) = (blocksAcross * 8, shades.Length / blocksAcross * 8);
        return
        [
            .. Start, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. segments.SelectMany(s => s),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]),
            .. Frame(width, height),
            // Twelve codes of four bits for the differences between blocks; one bit says that a block is flat.
            .. Segment(0xC4, [0x00, 0, 0, 0, 12, .. new byte[12], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
            .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), .. Scan(shades), 0xFF, 0xD9,
        ];
    }

    /// <summary>Left black, right white: any turn shows.</summary>
    public static byte[] BlackAndWhite(params byte[][] segments) => Of(4, [0, 0, 255, 255, 0, 0, 255, 255], segments);

    public static byte[] Frame(int width, int height) =>
        Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

    /// <summary>A small file that says it is this large.</summary>
    public static byte[] Huge(int width, int height)
    {
        var file = BlackAndWhite();
        Frame(width, height).CopyTo(file, file.AsSpan().IndexOf(Frame(32, 16)));
        return file;
    }

    public static byte[] Segment(byte marker, byte[] data) =>
        [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    public static byte[] ExifSegment(byte[] tiff) => Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]);

    private static byte[] Scan(byte[] shades)
    {
        var bits = new Bits(fromLeft: true);
        var before = 0;
        foreach (var shade in shades.Select(s => s - 128))
        {
            var difference = shade - before;
            before = shade;
            var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
            bits.Add(size, 4).Add(difference < 0 ? difference + (1 << size) - 1 : difference, size).Add(0, 1);
        }

        return [.. bits.Fill().Bytes.SelectMany(b => b == 0xFF ? new byte[] { 0xFF, 0 } : [b])];
    }
}
