using System.Security.Cryptography;
using CoalitionCms.Features.Media.Formats;

namespace CoalitionCms.Features.Media;

/// <summary>From an upload to stored files: judged by content, made anew or cleaned, and stored only when all went well.</summary>
public sealed class MediaPreparation(ImageResizer workshop, MediaStore store)
{
    private const string PdfName = "file.pdf";

    /// <summary>Prepares an upload.</summary>
    public async Task<Prepared> RunAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        if (ImageHeader.Read(upload.Span, out var header) is { } problem)
            return Prepared.Refused(problem);
        if (header.Type == MediaType.Pdf)
            return await StoreAsync(upload, cancellationToken);
        if (header.Type == MediaType.Heic && !workshop.IsInstalled)
            return Prepared.Refused(MediaProblem.UnknownType);
        return await workshop.MakeAsync(upload, header, store.DataFolder, cancellationToken) is { } made
            ? await StoreAsync(made, header, cancellationToken)
            : Prepared.Refused(MediaProblem.Truncated);
    }

    private async Task<Prepared> StoreAsync(ReadOnlyMemory<byte> pdf, CancellationToken cancellationToken)
    {
        var sha256 = HashOf(pdf.Span);
        await store.WriteAsync(sha256, PdfName, pdf, cancellationToken);
        return Prepared.Stored(new PreparedMedia(sha256, MediaType.Pdf.ContentType(), pdf.Length, 0, 0, [], "", []));
    }

    private async Task<Prepared> StoreAsync(WorkshopResult made, ImageHeader header, CancellationToken cancellationToken)
    {
        var largest = made.Largest;
        var sha256 = HashOf(largest.Bytes);
        foreach (var rendition in made.Alternatives.Concat(made.Main))
            await store.WriteAsync(sha256, rendition.Name, rendition.Bytes, cancellationToken);
        // A picture that was only cleaned keeps the profile that its colours need.
        var keepsProfile = made.Placeholder.Length == 0;
        return Prepared.Stored(new PreparedMedia(
            sha256,
            made.Type.ContentType(),
            largest.Bytes.Length,
            largest.Width,
            largest.Height,
            [.. made.Main.Select(r => r.Width)],
            made.Placeholder,
            [.. header.Metadata.Where(word => !keepsProfile || word != MetadataWords.Profile)]));
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
