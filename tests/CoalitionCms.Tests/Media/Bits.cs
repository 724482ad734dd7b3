namespace CoalitionCms.Tests.Media;

/// <summary>Bits, filled into bytes from the left as JPEG does, or from the right as WebP does.</summary>
internal sealed class Bits(bool fromLeft)
{
    private readonly List<byte> bytes = [];
    private int used;

    public byte[] Bytes => [.. bytes];

    public Bits Add(int value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (used % 8 == 0)
            {
                bytes.Add(0);
            }

            var bit = fromLeft ? (value >> (count - 1 - i)) & 1 : (value >> i) & 1;
            bytes[^1] |= (byte)(bit << (fromLeft ? 7 - (used % 8) : used % 8));
            used++;
        }

        return this;
    }

    /// <summary>Fills the last byte with ones.</summary>
    public Bits Fill() => Add(0xFF, (8 - (used % 8)) % 8);
}
