using System.Buffers.Binary;
using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>Recordings as phones make them, built here: what a player needs, and around it what tells of who recorded it where.</summary>
internal static class Clips
{
    private static readonly uint[] OneChunk = [0, 1, 1, 2, 1];

    /// <summary>Three frames of sound, between tags, the first with the name of its program.</summary>
    public static byte[] Mp3(string secret)
    {
        var words = Encoding.ASCII.GetBytes(secret);
        byte[] first = [.. Frame(0), .. new byte[32], .. "Xing"u8, 0, 0, 0, 1, 0, 0, 0, 3, .. "LAME3.100"u8, .. words];
        Array.Resize(ref first, 417);
        return
        [
            .. "ID3"u8, 4, 0, 0, 0, 0, 0, (byte)(words.Length + 10), .. "TIT2"u8, 0, 0, 0, (byte)words.Length, 0, 0, .. words, .. first,
            .. Padded(Frame(1)), .. Padded(Frame(2)), .. "APETAGEX"u8, .. words, .. "TAG"u8, .. words, .. new byte[125 - words.Length],
        ];

        static byte[] Frame(byte content) => [0xFF, 0xFB, 0x90, content];
        static byte[] Padded(byte[] frame) => [.. frame, .. Enumerable.Repeat((byte)0x55, 417 - frame.Length)];
    }

    /// <summary>
    /// A film of two samples with a place, times, names of programs, a track of a sensor, a message among the pictures, and words between
    /// the samples.
    /// </summary>
    public static byte[] Mp4(string secret, string brand = "isom", string codec = "avc1", uint reference = 1, uint shift = 0)
    {
        var words = Encoding.ASCII.GetBytes(secret);
        byte[] message = [6, .. words];
        byte[] picture = [0x65, 1, 2, 3];
        byte[] sample = [.. Number((uint)message.Length), .. message, .. Number((uint)picture.Length), .. picture];
        byte[] head = Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 1, .. "isomavc1CAEP"u8]);
        var movie = Movie(0, 0);
        var start = (uint)(head.Length + movie.Length + 8 + words.Length);
        movie = Movie(start + shift, start + (uint)(2 * sample.Length));
        return [.. head, .. movie, .. Box("mdat", [.. words, .. sample, .. sample, .. words]), .. Box("uuid", words)];

        byte[] Movie(uint pictures, uint sensor) => Box("moov",
        [
            .. Box("mvhd", [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, .. new byte[88]]),
            .. Track("vide", Box(codec, [.. new byte[8], .. Fixed("Canon"u8.ToArray(), 34), .. Fixed(words, 32), .. new byte[4],
                .. Box("avcC", [1, 66, 0, 30, 0xFF, 0]), .. Box("colr", [.. "prof"u8, .. words]), .. Box("uuid", words)]), pictures,
                [(uint)sample.Length, (uint)sample.Length]),
            .. Track("meta", Box("mett", words), sensor, [(uint)words.Length]),
            .. Box("udta", [.. Box([0xA9, (byte)'x', (byte)'y', (byte)'z'], words)]),
            .. Box("meta", words),
        ]);

        byte[] Track(string kind, byte[] description, uint place, uint[] sizes) => Box("trak",
        [
            .. Box("tkhd", [0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8, .. new byte[72]]),
            .. Box("mdia",
            [
                .. Box("mdhd", [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, .. new byte[12]]),
                .. Box("hdlr", [.. new byte[8], .. Encoding.ASCII.GetBytes(kind), .. new byte[12], .. words]),
                .. Box("minf",
                [
                    .. Box("dinf", Box("dref", [.. Number(0), .. Number(1), .. Box("url ", Number(reference))])),
                    .. Box("stbl",
                    [
                        .. Box("stsd", [.. Number(0), .. Number(1), .. description, .. Box("mdta", words)]),
                        .. Box("stts", [.. Number(0), .. Number(1), .. Number((uint)sizes.Length), .. Number(1)]),
                        .. Box("stsc", [.. OneChunk.SelectMany(Number)]),
                        .. Box("stsz", [.. Number(0), .. Number(0), .. Number((uint)sizes.Length), .. sizes.SelectMany(Number)]),
                        .. Box("stco", [.. Number(0), .. Number(1), .. Number(place)]),
                    ]),
                ]),
            ]),
            .. Box("udta", words),
        ]);
    }

    private static byte[] Fixed(byte[] words, int length) => [.. words, .. new byte[length - words.Length]];

    private static byte[] Box(string type, byte[] body) => Box(Encoding.ASCII.GetBytes(type), body);

    private static byte[] Box(byte[] type, byte[] body) => [.. Number((uint)body.Length + 8), .. type, .. body];

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
