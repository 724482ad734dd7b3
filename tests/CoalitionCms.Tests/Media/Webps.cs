using System.Buffers.Binary;
using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>WebP files of one colour, made here.</summary>
internal static class Webps
{
    public static byte[] Plain(int width = 40, int height = 20) => Riff(Pixels(width, height));

    /// <summary>With the extended header, which announces EXIF and XMP.</summary>
    public static byte[] Extended(int width, int height, params byte[][] chunks) =>
        Riff([.. Chunk("VP8X", [0x0C, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)]), .. Pixels(width, height),
        .. chunks.SelectMany(c => c)]);

    /// <summary>A lossless picture, with an orientation as cameras write it.</summary>
    public static byte[] Turned(byte[] png, int orientation) => Riff(
        [.. Chunk("VP8X", [0x08, 0, 0, 0, .. Three(31), .. Three(15)]), .. ImageTools.Webp(png)[12..],
        .. Chunk("EXIF", Tiffs.Turned(orientation))]);

    /// <summary>Frames of 8 by 8, each with more chunks in it.</summary>
    public static byte[] Moving(int frames, params byte[][] inFrame)
    {
        byte[] Frame(int number) =>
            [.. Three(0), .. Three(0), .. Three(7), .. Three(7), .. Three(100), 0, .. Pixels(8, 8, (byte)(number * 37)),
            .. inFrame.SelectMany(c => c)];

        return Riff(
        [
            .. Chunk("VP8X", [0x02, 0, 0, 0, .. Three(7), .. Three(7)]), .. Chunk("ANIM", [0, 0, 0, 0, 0, 0]),
            .. Enumerable.Range(0, frames).SelectMany(number => Chunk("ANMF", Frame(number))),
        ]);
    }

    public static byte[] Chunk(string kind, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(kind), .. length, .. data, .. new byte[data.Length % 2]];
    }

    private static byte[] Riff(byte[] chunks) => Chunk("RIFF", [.. "WEBP"u8, .. chunks]);

    /// <summary>Lossless; each of the five codes has one symbol, so that a pixel takes no bits.</summary>
    private static byte[] Pixels(int width, int height, byte green = 200)
    {
        var bits = new Bits(fromLeft: false).Add(0x2F, 8).Add(width - 1, 14).Add(height - 1, 14).Add(0, 1).Add(0, 3).Add(0, 3);
        foreach (var symbol in (int[])[green, 40, 90, 255, 0])
        {
            bits.Add(1, 1).Add(0, 1).Add(1, 1).Add(symbol, 8);
        }

        return Chunk("VP8L", bits.Bytes);
    }

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
