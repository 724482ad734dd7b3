using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>EXIF as cameras write it, big-endian.</summary>
internal static class Tiffs
{
    /// <summary>A direction, a camera, a time, a program, a place, and a thumbnail that all carry a secret.</summary>
    public static byte[] Telling(string secret, int orientation = 1)
    {
        var text = Encoding.ASCII.GetBytes(secret + "\0");
        const int First = 8;
        const int FirstEntries = 6;
        const int Location = First + 2 + (12 * FirstEntries) + 4;
        const int Second = Location + 2 + 12 + 4;
        const int Words = Second + 2 + (12 * 3) + 4;
        return
        [
            .. "MM\0*"u8, .. Long(First),
            .. Short(FirstEntries),
            .. Text(0x010F, text.Length, Words), .. Text(0x0110, text.Length, Words),
            .. Short(0x0112), .. Short(3), .. Long(1), .. Short(orientation), 0, 0,
            .. Text(0x0131, text.Length, Words), .. Text(0x0132, text.Length, Words),
            .. Short(0x8825), .. Short(4), .. Long(1), .. Long(Location),
            .. Long(Second),
            .. Short(1), .. Text(0x001D, text.Length, Words), .. Long(0),
            .. Short(3), .. Text(0x010E, text.Length, Words),
            .. Short(0x0201), .. Short(4), .. Long(1), .. Long(Words), .. Short(0x0202), .. Short(4), .. Long(1), .. Long(text.Length),
            .. Long(0),
            .. text,
        ];
    }

    /// <summary>A direction and nothing else.</summary>
    public static byte[] Turned(int orientation) =>
        [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Text(int tag, int length, int place) => [.. Short(tag), .. Short(2), .. Long(length), .. Long(place)];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(int value) => [.. Short(value >> 16), .. Short(value)];
}
