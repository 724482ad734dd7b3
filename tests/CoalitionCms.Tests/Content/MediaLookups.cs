using CoalitionCms.Features.Media;

namespace CoalitionCms.Tests.Content;

/// <summary>A library with one photo and one document in it, for tests of texts that show them.</summary>
internal static class MediaLookups
{
    public static readonly string Photo = new('a', 64);
    public static readonly string Document = new('d', 64);

    public static MediaLookup WithBoth { get; } = new(
    [
        new(Photo, "image/jpeg", 800, 600, [320, 640, 800], string.Concat(Enumerable.Repeat("0a1b2c", 12)), "What the library says", "", "",
            50, 50, MediaView.PublicRoot),
        new(Document, "application/pdf", 0, 0, [], "", "", "", "", 50, 50, MediaView.PublicRoot),
    ]);
}
