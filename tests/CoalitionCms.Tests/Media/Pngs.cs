using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>PNG files, made here.</summary>
internal static class Pngs
{
    public static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Grey, left black and right white.</summary>
    public static byte[] BlackAndWhite(int width = 32, int height = 16, params byte[][] chunks)
    {
        byte[] row = [0, .. Enumerable.Range(0, width).Select(x => (byte)(x < width / 2 ? 0 : 255))];
        return [.. Signature, .. Header(width, height), .. chunks.SelectMany(c => c), .. Chunk("IDAT", Packed(row, height)),
            .. Chunk("IEND", [])];
    }

    /// <summary>As above, of two frames.</summary>
    public static byte[] Moving()
    {
        byte[] row = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        return
        [
            .. Signature, .. Header(8, 8), .. Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]),
            .. Chunk("fcTL", FrameControl(0)), .. Chunk("IDAT", Packed(row, 8)),
            .. Chunk("fcTL", FrameControl(1)), .. Chunk("fdAT", [0, 0, 0, 2, .. Packed(row, 8)]), .. Chunk("IEND", []),
        ];
    }

    public static byte[] Header(int width, int height) => Chunk("IHDR", [.. Long(width), .. Long(height), 8, 0, 0, 0, 0]);

    public static byte[] Chunk(string kind, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        return [.. Long(data.Length), .. body, .. Long((int)Checksum(body))];
    }

    private static uint Checksum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        return ~sum;
    }

    private static byte[] FrameControl(int number) => [.. Long(number), .. Long(8), .. Long(8), .. Long(0), .. Long(0), 0, 1, 0, 10, 0, 0];

    private static byte[] Packed(byte[] row, int rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < rows; i++)
            {
                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Long(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
