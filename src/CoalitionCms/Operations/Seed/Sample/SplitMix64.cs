using System.Buffers.Binary;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>
/// A generator whose numbers depend only on the seed, on every machine and version. Only for generated content: anyone who knows one number
/// can compute all others.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>
    /// Returns a number from 0 to one less than <paramref name="limit"/>. The slight bias towards small numbers is acceptable here.
    /// </summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public T Pick<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    /// <summary>Returns some distinct elements, in their given order.</summary>
    public List<T> PickSome<T>(IReadOnlyList<T> from, int count)
    {
        var picked = new List<T>(count);
        for (var i = 0; i < from.Count && picked.Count < count; i++)
        {
            if (Below(from.Count - i) < count - picked.Count)
            {
                picked.Add(from[i]);
            }
        }

        return picked;
    }

    /// <summary>Returns an id of version 7 for an instant; it sorts by time, like the ids of real content.</summary>
    public Guid NextId(DateTime atUtc)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        var milliseconds = new DateTimeOffset(atUtc).ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(milliseconds >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)milliseconds);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
