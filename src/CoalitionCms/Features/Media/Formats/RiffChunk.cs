using System.Buffers.Binary;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>A chunk of a WebP file: four letters, a length, the data, and a byte of padding when the length is odd.</summary>
internal readonly ref struct RiffChunk
{
    /// <summary>The four letters.</summary>
    public ReadOnlySpan<byte> Kind { get; private init; }

    /// <summary>The data, without the padding; cut short when the file is.</summary>
    public ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>False when the data runs beyond what there is.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Behind the padding.</summary>
    public int End { get; private init; }

    /// <summary>Reads the chunk at this place; false when there is not even a frame.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, int at, out RiffChunk chunk)
    {
        chunk = default;
        if (at > body.Length - 8)
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(body[(at + 4)..]);
        var room = body.Length - at - 8;
        var taken = (int)Math.Min(length, (uint)room);
        chunk = new RiffChunk
        {
            Kind = body.Slice(at, 4),
            Data = body.Slice(at + 8, taken),
            IsWhole = length <= (uint)room,
            End = Math.Min(body.Length, at + 8 + taken + (taken & 1)),
        };
        return true;
    }
}
