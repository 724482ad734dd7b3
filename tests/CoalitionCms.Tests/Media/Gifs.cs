namespace CoalitionCms.Tests.Media;

/// <summary>GIF files of 8 by 8 pixels, made here without compression.</summary>
internal static class Gifs
{
    public static readonly byte[] Looping = [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];
    private static readonly byte[] Timing = [0x21, 0xF9, 4, 0, 10, 0, 0, 0];

    public static byte[] Of(int frames, params byte[][] extensions) =>
    [
        .. "GIF89a"u8, 8, 0, 8, 0, 0xF6, 0, 0, .. Colours(), .. extensions.SelectMany(e => e),
        .. Enumerable.Range(0, frames).SelectMany(i => (byte[])[.. Timing, .. Image((byte)(i * 37 % 100))]), 0x3B,
    ];

    /// <summary>A small file whose screen and picture are this large.</summary>
    public static byte[] Huge(int width, int height)
    {
        var file = Of(1);
        byte[] size = [(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)];
        size.CopyTo(file, 6);
        size.CopyTo(file, file.AsSpan().IndexOf((byte[])[0x2C, 0, 0, 0, 0, 8, 0, 8, 0]) + 5);
        return file;
    }

    public static byte[] Comment(byte[] text) => [0x21, 0xFE, (byte)text.Length, .. text, 0];

    private static byte[] Colours() => [.. Enumerable.Range(0, 128).SelectMany(i => (byte[])[(byte)(2 * i), (byte)i, 0])];

    /// <summary>Codes of eight bits, between a code that clears and one that ends.</summary>
    private static byte[] Image(byte colour) =>
        [0x2C, 0, 0, 0, 0, 8, 0, 8, 0, 0, 7, 66, 128, .. Enumerable.Repeat(colour, 64), 129, 0];
}
