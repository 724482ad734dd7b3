using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Numbers and directories of a TIFF structure, which is what EXIF is. Places outside of it read as nothing.</summary>
internal readonly ref struct TiffReader
{
    private const int EntryLength = 12;
    private readonly ReadOnlySpan<byte> bytes;
    private readonly bool isBigEndian;

    public TiffReader(ReadOnlySpan<byte> exif)
    {
        bytes = exif.StartsWith("Exif\0"u8) ? exif[Math.Min(6, exif.Length)..] : exif;
        isBigEndian = bytes.StartsWith("MM"u8);
        IsTiff = bytes.Length >= 8 && (isBigEndian || bytes.StartsWith("II"u8)) && Short(2) == 42;
    }

    /// <summary>True when it begins as TIFF does.</summary>
    public bool IsTiff { get; }

    /// <summary>Place of the first directory.</summary>
    public long First => Long(4);

    /// <summary>How many entries of the directory at this place lie within the file.</summary>
    public int Count(long directory) => directory < 8 ? 0 : (int)Math.Clamp((bytes.Length - directory - 2) / EntryLength, 0, Short(directory));

    /// <summary>Which directory follows the one at this place; 0 when none does.</summary>
    public long Next(long directory) => Long(directory + 2 + (EntryLength * (long)Short(directory)));

    /// <summary>Tag of an entry.</summary>
    public int Tag(long directory, int index) => Short(directory + 2 + (EntryLength * index));

    /// <summary>Value of an entry that holds a short number.</summary>
    public int ShortValue(long directory, int index) => Short(directory + 10 + (EntryLength * index));

    /// <summary>Value of an entry that holds a long number or a place.</summary>
    public long LongValue(long directory, int index) => Long(directory + 10 + (EntryLength * index));

    private int Short(long at)
    {
        if (at < 0 || at > bytes.Length - 2)
            return 0;
        var place = bytes[(int)at..];
        return isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(place) : BinaryPrimitives.ReadUInt16LittleEndian(place);
    }

    private long Long(long at)
    {
        if (at < 0 || at > bytes.Length - 4)
            return 0;
        var place = bytes[(int)at..];
        return isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(place) : BinaryPrimitives.ReadUInt32LittleEndian(place);
    }
}
