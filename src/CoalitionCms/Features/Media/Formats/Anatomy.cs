namespace CoalitionCms.Features.Media.Formats;

/// <summary>The pieces that a file consists of. Readers fill it as far as the bytes make sense, and never throw.</summary>
internal sealed class Anatomy
{
    // No picture of 25 megabytes has that many pieces; a file made of them would only cost memory.
    private const int MostParts = 100_000;

    private readonly List<Part> parts = [];

    /// <summary>The pieces, in the order of the file.</summary>
    public IReadOnlyList<Part> Parts => parts;

    /// <summary>Pixels across, as stored; 0 while unknown.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels down, as stored.</summary>
    public int Height { get; private set; }

    /// <summary>The widest area that any piece asks a decoder for.</summary>
    public int ReachedWidth { get; private set; }

    /// <summary>The highest area that any piece asks a decoder for.</summary>
    public int ReachedHeight { get; private set; }

    /// <summary>Pictures in it.</summary>
    public int Frames { get; set; } = 1;

    /// <summary>Behind the end marker; what follows is no part of the picture.</summary>
    public int End { get; private set; }

    /// <summary>True when the file came to its proper end.</summary>
    public bool IsWhole => End > 0;

    /// <summary>False when there are so many pieces that reading on is pointless.</summary>
    public bool HasRoom => parts.Count < MostParts;

    /// <summary>States the size of the picture.</summary>
    public void Declare(int width, int height)
    {
        (Width, Height) = (width, height);
        Reach(width, height);
    }

    /// <summary>Notes that a piece, whatever the header says, covers this much.</summary>
    public void Reach(int width, int height)
    {
        ReachedWidth = Math.Max(ReachedWidth, width);
        ReachedHeight = Math.Max(ReachedHeight, height);
    }

    /// <summary>Adds a piece.</summary>
    public void Add(PartRole role, int start, int payload, int end) => parts.Add(new Part(role, start, payload, end));

    /// <summary>The end marker was reached.</summary>
    public void Finish(int end) => End = end;
}
