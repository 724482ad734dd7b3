namespace CoalitionCms.Tests.Content;

/// <summary>Throws the same numbers for the same seed, on every machine and for ever.</summary>
internal sealed class Dice(uint seed)
{
    private uint state = (seed * 747_796_405) + 2_891_336_453;

    /// <summary>A number from 0 to one less than <paramref name="sides"/>.</summary>
    public int Next(int sides)
    {
        state = (state * 747_796_405) + 2_891_336_453;
        var word = ((state >> (int)((state >> 28) + 4)) ^ state) * 277_803_737;
        return (int)(((word >> 22) ^ word) % (uint)sides);
    }
}
