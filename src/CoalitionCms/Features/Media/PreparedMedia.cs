namespace CoalitionCms.Features.Media;

/// <summary>An upload whose files are stored.</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of the largest file in the picture's own type, or of the PDF.</param>
/// <param name="ContentType">Media type of that file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Width">Pixels across of that file, upright; 0 for a PDF.</param>
/// <param name="Height">Pixels down of that file, upright; 0 for a PDF.</param>
/// <param name="Widths">Widths that there are files of, the smallest first; none for a PDF.</param>
/// <param name="Placeholder">Twelve colours, four across and three down, in hex. Where it is empty the picture was only cleaned: one width, and no WebP besides.</param>
/// <param name="RemovedMetadata">What the upload told and the stored files do not: location, camera, time, software, thumbnail, xmp, iptc, comment, profile, other.</param>
public sealed record PreparedMedia(
    string Sha256,
    string ContentType,
    long Length,
    int Width,
    int Height,
    IReadOnlyList<int> Widths,
    string Placeholder,
    IReadOnlyList<string> RemovedMetadata);

/// <summary>An upload that was prepared, or why it was not.</summary>
public sealed record Prepared
{
    private Prepared()
    {
    }

    /// <summary>Why it was refused; null when it was not.</summary>
    public MediaProblem? Problem { get; private init; }

    /// <summary>What was stored; null when it was refused.</summary>
    public PreparedMedia? Media { get; private init; }

    /// <summary>Refused.</summary>
    public static Prepared Refused(MediaProblem problem) => new() { Problem = problem };

    /// <summary>Stored.</summary>
    public static Prepared Stored(PreparedMedia media) => new() { Media = media };
}
