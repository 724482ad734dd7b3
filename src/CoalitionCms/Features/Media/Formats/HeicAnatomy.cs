using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Reads the boxes of a HEIC file as far as its size; it is never passed on, only decoded.</summary>
internal static class HeicAnatomy
{
    /// <summary>True when the file says that it holds pictures in HEVC.</summary>
    public static bool Begins(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !file[4..].StartsWith("ftyp"u8))
            return false;
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), Math.Min(file.Length, 256));
        for (var at = 8; at <= length - 4; at += 4)
        {
            var brand = file.Slice(at, 4);
            if (at != 12 && (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8)))
                return true;
        }

        return false;
    }

    public static Anatomy Read(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        var at = 0;
        while (anatomy.HasRoom && TryBox(file, at, out var header, out var end))
        {
            anatomy.Add(PartRole.Picture, at, at + header, end);
            if (IsKind(file, at, "meta"u8))
                Measure(file[..end], at + header + 4, "iprp"u8, anatomy);
            at = end;
        }

        if (at == file.Length && anatomy.Width > 0)
            anatomy.Finish(at);
        return anatomy;
    }

    /// <summary>Goes down from meta over iprp and ipco to the sizes; the largest is the picture, the others are its tiles and thumbnails.</summary>
    private static void Measure(ReadOnlySpan<byte> parent, int at, ReadOnlySpan<byte> wanted, Anatomy anatomy)
    {
        for (; TryBox(parent, at, out var header, out var end); at = end)
        {
            if (IsKind(parent, at, "ispe"u8) && end - at - header >= 12)
            {
                var size = parent[(at + header + 4)..];
                var (width, height) = (Number(size), Number(size[4..]));
                if ((long)width * height > (long)anatomy.Width * anatomy.Height)
                    anatomy.Declare(width, height);
            }
            else if (IsKind(parent, at, wanted))
            {
                Measure(parent[..end], at + header, wanted.SequenceEqual("iprp"u8) ? "ipco"u8 : "ispe"u8, anatomy);
            }
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static bool IsKind(ReadOnlySpan<byte> file, int at, ReadOnlySpan<byte> kind) => file[(at + 4)..].StartsWith(kind);

    private static bool TryBox(ReadOnlySpan<byte> file, int at, out int header, out int end)
    {
        (header, end) = (8, 0);
        if (at > file.Length - 8)
            return false;
        ulong length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length == 1 && at <= file.Length - 16)
            (header, length) = (16, BinaryPrimitives.ReadUInt64BigEndian(file[(at + 8)..]));
        else if (length == 0)
            length = (ulong)(file.Length - at);
        if (length < (ulong)header || length > (ulong)(file.Length - at))
            return false;
        end = at + (int)length;
        return true;
    }
}
