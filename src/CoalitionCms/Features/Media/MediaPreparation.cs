using System.Security.Cryptography;

namespace CoalitionCms.Features.Media;

/// <summary>An upload whose files are stored.</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of the largest file in the image's own type, or of the PDF.</param>
/// <param name="ContentType">Media type of that file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Width">Width of that file in pixels, upright; 0 for a PDF.</param>
/// <param name="Height">Height of that file in pixels, upright; 0 for a PDF.</param>
/// <param name="Widths">The available widths, the smallest first; none for a PDF.</param>
/// <param name="Placeholder">Twelve colours, four across and three down, in hex; empty for a PDF and for an image that is not
/// opaque.</param>
/// <param name="RemovedMetadata">The metadata that were removed, in the words of <see cref="MetadataKinds"/>.</param>
internal sealed record PreparedMedia(
    string Sha256, string ContentType, long Length, int Width, int Height, IReadOnlyList<int> Widths, string Placeholder,
    IReadOnlyList<string> RemovedMetadata);

/// <summary>
/// Processes an upload: checks its content, decodes and re-encodes it, and stores the files only if everything succeeded.
/// </summary>
internal sealed class MediaPreparation(ImageResizer resizer, MediaStore store)
{
    private const string PdfName = "file.pdf";

    /// <summary>Processes an upload; exactly one of the two results is null.</summary>
    internal async Task<(MediaProblem? Problem, PreparedMedia? Media)> RunAsync(ReadOnlyMemory<byte> upload,
        CancellationToken cancellationToken)
    {
        if (FileSignatures.Check(upload.Span, out var type) is { } refused)
        {
            return (refused, null);
        }

        if (type == MediaType.Pdf)
        {
            var (unclean, pdf) = await resizer.CleanPdfAsync(upload, store.DataFolder, cancellationToken);
            if (pdf is null)
            {
                return (unclean, null);
            }

            var sha256 = HashOf(pdf.Bytes);
            await store.WriteAsync(sha256, PdfName, pdf.Bytes, cancellationToken);
            return (null, new(sha256, type.ContentType(), pdf.Bytes.Length, 0, 0, [], "", pdf.Removed));
        }

        if (type is MediaType.Mp3 or MediaType.Mp4 or MediaType.M4a)
        {
            var (unclean, clip) = await resizer.CleanClipAsync(upload, type, store.DataFolder, cancellationToken);
            if (clip is null)
            {
                return (unclean, null);
            }

            var sha256 = HashOf(clip.Bytes);
            await store.WriteAsync(sha256, "file." + clip.Type.Extension(), clip.Bytes, cancellationToken);
            return (null, new(sha256, clip.Type.ContentType(), clip.Bytes.Length, 0, 0, [], "", clip.Removed));
        }

        var (problem, image) = await resizer.MakeAsync(upload, type, store.DataFolder, cancellationToken);
        return image is null ? (problem, null) : (null, await StoreAsync(image, cancellationToken));
    }

    /// <summary>
    /// Stores a file of another copy of this site under the hash that it has there. It must be what that copy would have kept: it is
    /// decoded as an upload is, and refused if anything could be taken out of it. Its other sizes are made here.
    /// </summary>
    internal async Task<(MediaProblem? Problem, PreparedMedia? Media)> TakeOverAsync(string sha256, byte[] bytes,
        CancellationToken cancellationToken)
    {
        if (FileSignatures.Check(bytes, out var type) is { } refused)
        {
            return (refused, null);
        }

        if (HashOf(bytes) != sha256)
        {
            return (MediaProblem.Truncated, null);
        }

        if (type is MediaType.Pdf or MediaType.Mp3 or MediaType.Mp4 or MediaType.M4a)
        {
            var (unclean, removed) = type == MediaType.Pdf
                ? await resizer.CleanPdfAsync(bytes, store.DataFolder, cancellationToken) is var (pdfProblem, pdf)
                ? (pdfProblem, pdf?.Removed) : default
                : await resizer.CleanClipAsync(bytes, type, store.DataFolder, cancellationToken) is var (clipProblem, clip)
                ? (clipProblem, clip?.Removed) : default;
            if (removed is not { Count: 0 })
            {
                return (unclean ?? MediaProblem.Polyglot, null);
            }

            await store.WriteAsync(sha256, "file." + type.Extension(), bytes, cancellationToken);
            return (null, new(sha256, type.ContentType(), bytes.Length, 0, 0, [], "", []));
        }

        var (problem, image) = await resizer.MakeAsync(bytes, type, store.DataFolder, cancellationToken);
        if (image is null || image.Removed.Count > 0 || image.Type != type)
        {
            return (problem ?? MediaProblem.Polyglot, null);
        }

        var largest = $"{image.Widths[^1].ToString(System.Globalization.CultureInfo.InvariantCulture)}.{type.Extension()}";
        foreach (var (name, made) in image.Files)
        {
            await store.WriteAsync(sha256, name, name == largest ? bytes : made, cancellationToken);
        }

        return (null, new(sha256, type.ContentType(), bytes.Length, image.Width, image.Height, image.Widths, image.Placeholder, []));
    }

    /// <summary>Changes a stored picture, and stores the result under its own hash.</summary>
    internal async Task<(MediaProblem? Problem, PreparedMedia? Media)> EditAsync(string sha256, int width, string contentType,
        PictureEdits edits, CancellationToken cancellationToken)
    {
        var type = Enum.GetValues<MediaType>().First(t => t.ContentType() == contentType);
        if (store.Find(sha256, FormattableString.Invariant($"{width}.{type.Extension()}")) is not { } path)
        {
            return (MediaProblem.Truncated, null);
        }

        var (problem, image) = await resizer.EditAsync(
            await File.ReadAllBytesAsync(path, cancellationToken), type, edits, store.DataFolder, cancellationToken);
        return image is null ? (problem, null) : (null, await StoreAsync(image, cancellationToken));
    }

    private async Task<PreparedMedia> StoreAsync(ResizedImage image, CancellationToken cancellationToken)
    {
        var sha256 = HashOf(image.Largest);
        foreach (var (name, bytes) in image.Files)
        {
            await store.WriteAsync(sha256, name, bytes, cancellationToken);
        }

        return new(sha256, image.Type.ContentType(), image.Largest.Length, image.Width, image.Height, image.Widths, image.Placeholder,
            image.Removed);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
