using CoalitionCms.Features.Media.Formats;

namespace CoalitionCms.Features.Media;

/// <summary>Makes the sizes of a picture that pages use. Decoding is done by libvips in a confined process; without it, pictures are cleaned only.</summary>
public sealed class ImageResizer
{
    private const int LargestWidth = 1920;
    private static readonly int[] SmallerWidths = [320, 640, 960, 1280];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Shared by all instances: the limit is the machine's.
    private static readonly SemaphoreSlim Places = new(2);

    private readonly ILogger<ImageResizer> log;
    private readonly TimeProvider clock;
    private readonly (string Vips, string Thumbnail)? tools;

    /// <summary>A workshop with the tools that are installed.</summary>
    public ImageResizer(ILogger<ImageResizer> log, TimeProvider clock)
        : this(log, clock, ConfinedProcess.OnPath("vips"), ConfinedProcess.OnPath("vipsthumbnail"))
    {
    }

    /// <summary>A workshop with these tools, or without any.</summary>
    internal ImageResizer(ILogger<ImageResizer> log, TimeProvider clock, string? vips, string? vipsthumbnail)
    {
        (this.log, this.clock) = (log, clock);
        tools = vips is null || vipsthumbnail is null ? null : (vips, vipsthumbnail);
    }

    /// <summary>True when libvips' programs are there (Debian: libvips-tools).</summary>
    public bool IsInstalled => tools is not null;

    /// <summary>Makes the renditions of an upload that <see cref="ImageHeader.Read"/> found good.</summary>
    /// <returns>Null when the picture cannot be decoded to its end.</returns>
    internal async Task<WorkshopResult?> MakeAsync(ReadOnlyMemory<byte> upload, ImageHeader header, string dataFolder, CancellationToken cancellationToken)
    {
        if (tools is not var (vips, thumbnail))
            return CleanedOnly(upload, header);
        await Places.WaitAsync(cancellationToken);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            using var folder = TempImageFolder.In(dataFolder, clock.GetUtcNow());
            return await MakeAsync(new ImageProcessor(vips, thumbnail, folder, patience.Token), upload, header);
        }
        catch (UndecodableException problem)
        {
            log.LogInformation("Decoding of a {Type} file ended: {Reason}", header.Type, problem.Message);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("Decoding of a {Type} file took longer than {Seconds} seconds and was stopped", header.Type, Patience.TotalSeconds);
            return null;
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task<WorkshopResult?> MakeAsync(ImageProcessor darkroom, ReadOnlyMemory<byte> upload, ImageHeader header)
    {
        // The decoder gets no metadata to stumble over, and turns pictures only as it is told.
        ReadOnlyMemory<byte> source = header.Type == MediaType.Heic ? upload : Cleaner.Clean(header.Type, upload.Span, orientation: 1);
        if (header.IsAnimated)
        {
            await darkroom.DevelopAsync(header, source, SmallerWidths[0]);
            return CleanedOnly(upload, header);
        }

        var largest = await darkroom.DevelopAsync(header, source, LargestWidth);
        int[] widths = [.. SmallerWidths.Where(w => w < largest), largest];
        foreach (var width in widths[..^1])
            await darkroom.ShrinkAsync(largest, width);
        var type = header.Type == MediaType.Heic ? MediaType.Jpeg : header.Type;
        var main = await darkroom.EncodeAsync(widths, type);
        var alternatives = type == MediaType.Webp ? [] : await darkroom.EncodeAsync(widths, MediaType.Webp);
        return new WorkshopResult(type, main, alternatives, await darkroom.PlaceholderAsync(widths[0]));
    }

    /// <summary>The picture in its own size alone; browsers turn it by the orientation that is left in it.</summary>
    private static WorkshopResult? CleanedOnly(ReadOnlyMemory<byte> upload, ImageHeader header) =>
        Cleaner.Clean(header.Type, upload.Span, header.Orientation) is { } clean
            ? new WorkshopResult(header.Type, [Rendition.Of(header.Type, header.UprightWidth, header.UprightHeight, clean)], [], "")
            : null;
}
