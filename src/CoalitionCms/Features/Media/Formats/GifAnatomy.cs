using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Reads the blocks of a GIF.</summary>
internal static class GifAnatomy
{
    private const int ScreenEnd = 13;
    private const byte Image = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;

    public static Anatomy Read(ReadOnlySpan<byte> file)
    {
        var anatomy = new Anatomy();
        if (file.Length < ScreenEnd)
            return anatomy;
        anatomy.Declare(BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]));
        var at = ScreenEnd + ColourTable(file[10]);
        var frames = 0;
        if (at > file.Length)
            return anatomy;
        anatomy.Add(PartRole.Picture, 0, ScreenEnd, at);
        while (anatomy.HasRoom && at < file.Length)
        {
            var start = at;
            var kind = file[at];
            if (kind == Trailer)
            {
                anatomy.Add(PartRole.Picture, at, at + 1, at + 1);
                if (frames > 0)
                    anatomy.Finish(at + 1);
                break;
            }

            if (kind == Image && at <= file.Length - 11)
            {
                frames++;
                MeasureFrame(file[(at + 1)..], anatomy);
                at += 11 + ColourTable(file[at + 9]);
            }
            else if (kind == Extension && at <= file.Length - 3)
            {
                at += 2;
            }
            else
            {
                break;
            }

            if (!TrySkipSubBlocks(file, ref at))
                break;
            anatomy.Add(kind == Image ? PartRole.Picture : RoleOf(file[start..at]), start, start + 2, at);
        }

        anatomy.Frames = Math.Max(1, frames);
        return anatomy;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static void MeasureFrame(ReadOnlySpan<byte> descriptor, Anatomy anatomy)
    {
        var right = BinaryPrimitives.ReadUInt16LittleEndian(descriptor) + BinaryPrimitives.ReadUInt16LittleEndian(descriptor[4..]);
        var bottom = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]) + BinaryPrimitives.ReadUInt16LittleEndian(descriptor[6..]);
        if (anatomy.Width == 0 || anatomy.Height == 0)
            anatomy.Declare(right, bottom);
        else
            anatomy.Reach(right, bottom);
    }

    private static bool TrySkipSubBlocks(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length)
        {
            var length = file[at++];
            if (length == 0)
                return true;
            at += length;
        }

        return false;
    }

    /// <summary>Only the two extensions that browsers act on, and only in their one proper shape, which has room for nothing else.</summary>
    private static PartRole RoleOf(ReadOnlySpan<byte> extension) => extension[1] switch
    {
        GraphicControl when extension.Length == 8 && extension[2] == 4 => PartRole.Picture,
        0xFF when extension.Length == 19 && extension[2..].StartsWith("\u000BNETSCAPE2.0\u0003\u0001"u8) => PartRole.Picture,
        0xFF when extension[2..].StartsWith("\u000BXMP DataXMP"u8) => PartRole.Xmp,
        0xFE or 0x01 => PartRole.Comment,
        _ => PartRole.Other,
    };
}
