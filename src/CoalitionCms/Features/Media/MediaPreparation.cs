using System.Security.Cryptography;

namespace CoalitionCms.Features.Media;

/// <summary>An upload whose files are stored.</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of the largest file in the picture's own type, or of the PDF.</param>
/// <param name="ContentType">Media type of that file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Width">Pixels across of that file, upright; 0 for a PDF.</param>
/// <param name="Height">Pixels down of that file, upright; 0 for a PDF.</param>
/// <param name="Widths">Widths that there are files of, the smallest first; none for a PDF.</param>
/// <param name="Placeholder">Twelve colours, four across and three down, in hex;
/// empty for a PDF and for a picture that is not opaque.</param>
/// <param name="RemovedMetadata">What the upload told and the stored files do not, in the words of <see cref="MetadataKinds"/>.</param>
internal sealed record PreparedMedia(
    string Sha256, string ContentType, long Length, int Width, int Height, IReadOnlyList<int> Widths, string Placeholder,
    IReadOnlyList<string> RemovedMetadata);

/// <summary>From an upload to stored files: judged by content, decoded and encoded again, and stored only when all went well.</summary>
public sealed class MediaPreparation(ImageResizer resizer, MediaStore store)
{
    private const string PdfName = "file.pdf";

    /// <summary>Prepares an upload; one of the two is null.</summary>
    internal async Task<(MediaProblem? Problem, PreparedMedia? Media)> RunAsync(ReadOnlyMemory<byte> upload,
        CancellationToken cancellationToken)
    {
        if (FileSignatures.Check(upload.Span, out var type) is { } refused)
            return (refused, null);
        if (type == MediaType.Pdf)
        {
            var sha256 = HashOf(upload.Span);
            await store.WriteAsync(sha256, PdfName, upload, cancellationToken);
            return (null, new(sha256, type.ContentType(), upload.Length, 0, 0, [], "", []));
        }

        var (problem, image) = await resizer.MakeAsync(upload, type, store.DataFolder, cancellationToken);
        return image is null ? (problem, null) : (null, await StoreAsync(image, cancellationToken));
    }

    private async Task<PreparedMedia> StoreAsync(ResizedImage image, CancellationToken cancellationToken)
    {
        var sha256 = HashOf(image.Largest);
        foreach (var (name, bytes) in image.Files)
            await store.WriteAsync(sha256, name, bytes, cancellationToken);
        return new(sha256, image.Type.ContentType(), image.Largest.Length, image.Width, image.Height, image.Widths, image.Placeholder,
            image.Removed);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
