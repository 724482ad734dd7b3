using CoalitionCms.Features.Media.Formats;

namespace CoalitionCms.Features.Media;

/// <summary>One file of a picture, as it is served.</summary>
/// <param name="Name">Its name in the store: the width and the type's ending.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Rendition(string Name, int Width, int Height, byte[] Bytes)
{
    /// <summary>A rendition of this size and type.</summary>
    public static Rendition Of(MediaType type, int width, int height, byte[] bytes) => new($"{width}.{type.Extension()}", width, height, bytes);
}

/// <summary>What the workshop made of a picture.</summary>
/// <param name="Type">Type of the main files.</param>
/// <param name="Main">Files in the picture's own type, by width; the last is the largest.</param>
/// <param name="Alternatives">The same pictures in WebP; empty where the picture was only cleaned, or is WebP itself.</param>
/// <param name="Placeholder">Colours to show while it loads; empty where the picture was only cleaned.</param>
internal sealed record WorkshopResult(MediaType Type, IReadOnlyList<Rendition> Main, IReadOnlyList<Rendition> Alternatives, string Placeholder)
{
    /// <summary>The file that gives the picture its name.</summary>
    public Rendition Largest => Main[^1];
}
