using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Features.Media;

/// <summary>An image in all its sizes.</summary>
/// <param name="Type">Type of its main files; each is also stored as WebP.</param>
/// <param name="Width">Width of the largest, in pixels.</param>
/// <param name="Height">Height of the largest, in pixels.</param>
/// <param name="Widths">Widths of the main files, the smallest first.</param>
/// <param name="Placeholder">Twelve colours, or empty.</param>
/// <param name="Removed">The metadata that were removed, in the words of <see cref="MetadataKinds"/>.</param>
internal sealed record ResizedImage(
    MediaType Type, int Width, int Height, IReadOnlyList<int> Widths, string Placeholder, IReadOnlyList<string> Removed,
    IReadOnlyDictionary<string, byte[]> Files)
{
    public byte[] Largest => Files[$"{Widths[^1]}.{Type.Extension()}"];
}

/// <summary>A rewritten PDF.</summary>
/// <param name="Removed">What was left out, in the words of <see cref="MetadataKinds"/>.</param>
internal sealed record CleanPdf(byte[] Bytes, IReadOnlyList<string> Removed);

/// <summary>A recording that says nothing but what is seen and heard.</summary>
/// <param name="Removed">What was taken out, in the words of <see cref="MetadataKinds"/>.</param>
internal sealed record CleanClip(MediaType Type, byte[] Bytes, IReadOnlyList<string> Removed);

/// <summary>The available decoders.</summary>
/// <param name="Version">Version of the bundled libvips; null if it does not run here.</param>
/// <param name="HeicVersion">Version of the system's libvips that decodes HEIC; null if there is none.</param>
internal sealed record ImageDecoders(string? Version, string? HeicVersion);

/// <summary>Thrown if an image cannot be decoded. Never leaves the resizer.</summary>
internal sealed class UndecodableException(string reason) : Exception(reason);

/// <summary>
/// Creates the sizes of an image that pages use, with libvips in a confined process; HEIC is first converted by a libvips of the system.
/// </summary>
internal sealed partial class ImageResizer
{
    // A HEIC image of sixteen grey pixels, for testing the decoder.
    private const string TinyHeic =
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAA" +
        "EGlkYXQAAAAAABAAEAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAIgACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5m" +
        "ZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEM" +
        "Af//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFluqumubgQEDAgAAAAwCAAAADAIQiAAEABkQBwXPBiQAAABRpc3BlAAAA" +
        "AAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGlt" +
        "ZwACAAEAAQAAACptZGF0AAAAHigBrwUSEkzg+gO95/7oPohZgK+7ZVijmVxgk1O3gA==";

    private const string HeicSource = "source.heic";
    private const string Decoded = "decoded.png";
    // Work is limited by CPU time; a busy machine is no reason to refuse a photo.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly byte[][] ActiveParts =
        [[.. "/JavaScript"u8], [.. "/OpenAction"u8], [.. "/EmbeddedFile"u8], [.. "/RichMedia"u8], [.. "/Launch"u8]];

    // Shared by all instances: the limit applies to the machine.
    private static readonly SemaphoreSlim Places = new(2);

    private readonly ILogger<ImageResizer> log;
    private readonly TimeProvider clock;
    private readonly string? vips;
    private ImageDecoders? decoders;

    public ImageResizer(ILogger<ImageResizer> log, TimeProvider clock)
        : this(log, clock, ConfinedProcess.OnPath("vips"))
    {
    }

    internal ImageResizer(ILogger<ImageResizer> log, TimeProvider clock, string? vips) =>
        (this.log, this.clock, this.vips) = (log, clock, vips);

    /// <summary>Creates the sizes of an upload that <see cref="FileSignatures.Check"/> accepted, or returns why it is refused.</summary>
    internal Task<(MediaProblem? Problem, ResizedImage? Image)> MakeAsync(
        ReadOnlyMemory<byte> upload, MediaType type, string dataFolder, CancellationToken cancellationToken) =>
        type == MediaType.Heic && vips is null
            ? Task.FromResult<(MediaProblem?, ResizedImage?)>((MediaProblem.Heic, null))
            : InFolderAsync((folder, patience) => MakeAsync(upload, type, folder, patience), type, dataFolder, cancellationToken);

    /// <summary>Takes from a recording what is neither picture nor sound, or returns why it is refused.</summary>
    internal async Task<(MediaProblem? Problem, CleanClip? Clip)> CleanClipAsync(
        ReadOnlyMemory<byte> upload, MediaType type, string dataFolder, CancellationToken cancellationToken)
    {
        var (problem, clip) = await InFolderAsync(
            (folder, patience) => CleanClipAsync(upload, type, folder, patience), type, dataFolder, cancellationToken);
        return (problem == MediaProblem.Truncated ? MediaProblem.ClipUnclean : problem, clip);
    }

    /// <summary>Changes a picture that this class made earlier, and creates its sizes again.</summary>
    internal Task<(MediaProblem? Problem, ResizedImage? Image)> EditAsync(
        ReadOnlyMemory<byte> picture, MediaType type, PictureEdits edits, string dataFolder, CancellationToken cancellationToken) =>
        InFolderAsync(
            async (folder, patience) =>
            {
                var source = "source." + type.Extension();
                await File.WriteAllBytesAsync(folder.File(source), picture, patience);
                return await ResizeAsync(
                    folder, [ImageProcessor.Edit, source, type.ToString(), edits.ToArgument()], type, removedBefore: "", patience);
            }, type, dataFolder, cancellationToken);

    /// <summary>Rewrites a PDF without metadata and active parts, or returns why it is refused.</summary>
    internal async Task<(MediaProblem? Problem, CleanPdf? Pdf)> CleanPdfAsync(
        ReadOnlyMemory<byte> upload, string dataFolder, CancellationToken cancellationToken)
    {
        var (problem, pdf) = await InFolderAsync(
            (folder, patience) => CleanPdfAsync(upload, folder, patience), MediaType.Pdf, dataFolder, cancellationToken);
        return (problem == MediaProblem.Truncated ? MediaProblem.PdfUnclean : problem, pdf);
    }

    private async Task<(MediaProblem? Problem, T? Made)> InFolderAsync<T>(
        Func<TempImageFolder, CancellationToken, Task<(MediaProblem?, T?)>> make, MediaType type, string dataFolder,
        CancellationToken cancellationToken)
        where T : class
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            using var folder = TempImageFolder.In(dataFolder, clock.GetUtcNow());
            return await make(folder, patience.Token);
        }
        catch (UndecodableException problem)
        {
            log.LogInformation("Decoding of a {Type} file ended: {Reason}", type, problem.Message);
            return (MediaProblem.Truncated, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("Decoding of a {Type} file took longer than {Seconds} seconds and was stopped", type, Patience.TotalSeconds);
            return (MediaProblem.TooDemanding, null);
        }
        finally
        {
            Places.Release();
        }
    }

    /// <summary>Tests both decoders, once: neither changes while the site runs.</summary>
    internal async Task<ImageDecoders> FindDecodersAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (decoders is not null)
        {
            return decoders;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var folder = TempImageFolder.In(dataFolder, clock.GetUtcNow());
        try
        {
            var own = await ConfinedProcess.RunAsync([ImageProcessor.Version], folder.Path, patience.Token);
            var systems = await SystemsVersionAsync(folder, patience.Token);
            return decoders = new(own.ExitCode == 0 && VersionNumber().IsMatch(own.Output) ? own.Output : null, systems);
        }
        catch (Exception problem) when (problem is Win32Exception
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            log.LogError(problem, "The decoder of photos does not start");
            return new(null, null);
        }
    }

    private async Task<string?> SystemsVersionAsync(TempImageFolder folder, CancellationToken cancellationToken)
    {
        if (vips is null)
        {
            return null;
        }

        await File.WriteAllBytesAsync(folder.File(HeicSource), Convert.FromBase64String(TinyHeic), cancellationToken);
        var decoded = await DecodeHeicAsync(vips, folder, cancellationToken);
        var version = await ConfinedProcess.RunProgramAsync(vips, ["--version"], folder.Path, cancellationToken);
        return decoded.ExitCode == 0 && VersionNumber().Match(version.Output) is { Success: true } found ? found.Value : null;
    }

    private async Task<(MediaProblem?, ResizedImage?)> MakeAsync(ReadOnlyMemory<byte> upload, MediaType type, TempImageFolder folder,
        CancellationToken cancellationToken)
    {
        // Security: the file name is generated; libvips interprets text in brackets as options.
        var source = "source." + type.Extension();
        await File.WriteAllBytesAsync(folder.File(source), upload, cancellationToken);
        if (type != MediaType.Heic)
        {
            return await ResizeAsync(folder, [ImageProcessor.Resize, source, type.ToString(), type.ToString()], type, removedBefore: null,
                cancellationToken);
        }

        // The bundled libvips reads the header of a HEIC file but not its pixels.
        var (problem, header) = await AskAsync(folder, [ImageProcessor.Inspect, source, nameof(MediaType.Heic)], cancellationToken);
        if (problem is not null)
        {
            return (problem, null);
        }

        ThrowIfFailed(await DecodeHeicAsync(vips!, folder, cancellationToken));
        return await ResizeAsync(folder, [ImageProcessor.Resize, Decoded, nameof(MediaType.Png), nameof(MediaType.Jpeg)], MediaType.Jpeg,
            removedBefore: header[0], cancellationToken);
    }

    private static async Task<(MediaProblem?, CleanPdf?)> CleanPdfAsync(
        ReadOnlyMemory<byte> upload, TempImageFolder folder, CancellationToken cancellationToken)
    {
        const string Source = "source.pdf";
        await File.WriteAllBytesAsync(folder.File(Source), upload, cancellationToken);
        var (problem, answer) = await AskAsync(folder, [PdfProcessor.Rewrite, Source], cancellationToken);
        if (problem is not null)
        {
            return (problem, null);
        }

        var bytes = await folder.ReadAsync(PdfProcessor.Result, cancellationToken);

        // Security: the file could have taken over the reader, and forged the result.
        if (FileSignatures.Check(bytes, out var type) is not null || type != MediaType.Pdf
            || Array.Exists(ActiveParts, part => bytes.AsSpan().IndexOf(part) >= 0))
        {
            throw new UndecodableException("not rewritten");
        }

        return (null, new(bytes, [.. MetadataKinds.All.Where(answer[0].Split(',').Contains)]));
    }

    private static async Task<(MediaProblem?, CleanClip?)> CleanClipAsync(
        ReadOnlyMemory<byte> upload, MediaType type, TempImageFolder folder, CancellationToken cancellationToken)
    {
        const string Source = "source.clip";
        await File.WriteAllBytesAsync(folder.File(Source), upload, cancellationToken);
        var (problem, answer) = await AskAsync(folder, [ClipProcessor.Clean, Source, type.ToString()], cancellationToken);
        if (problem is not null)
        {
            return (problem, null);
        }

        var bytes = await folder.ReadAsync(ClipProcessor.Result, cancellationToken);
        if (answer is not [var removed, var kind] || FileSignatures.ClipType(bytes) != type)
        {
            throw new UndecodableException("not cleaned");
        }

        var made = type == MediaType.Mp3 ? type : kind == "moves" ? MediaType.Mp4 : MediaType.M4a;
        return (null, new(made, bytes, [.. MetadataKinds.All.Where(removed.Split(',').Contains)]));
    }

    private static async Task<(MediaProblem?, ResizedImage?)> ResizeAsync(
        TempImageFolder folder, string[] job, MediaType result, string? removedBefore, CancellationToken cancellationToken)
    {
        var (problem, answer) = await AskAsync(folder, job, cancellationToken);
        if (problem is not null)
        {
            return (problem, null);
        }

        if (answer is not [var width, var height, var list, var placeholder, var removed] || !Colours().IsMatch(placeholder))
        {
            throw new UndecodableException("no answer");
        }

        int[] widths = [.. list.Split(',').Select(Number)];
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in widths.SelectMany(w => (string[])[$"{w}.{result.Extension()}", $"{w}.webp"]).Distinct()
            .Where(n => File.Exists(folder.File(n))))
        {
            var bytes = await folder.ReadAsync(name, cancellationToken);
            // Security: the decoded input could have forged the result and the files.
            if (FileSignatures.ImageType(bytes) != (name.EndsWith(".webp", StringComparison.Ordinal) ? MediaType.Webp : result))
            {
                throw new UndecodableException("not a picture");
            }

            files[name] = bytes;
        }

        if (!widths.All(w => files.ContainsKey($"{w}.{result.Extension()}")))
        {
            throw new UndecodableException("a size is missing");
        }

        var told = (removedBefore ?? removed).Split(',');
        return (null, new(result, Number(width), Number(height), widths, placeholder, [.. MetadataKinds.All.Where(told.Contains)], files));
    }

    private static async Task<(MediaProblem? Problem, string[] Answer)> AskAsync(TempImageFolder folder, string[] job,
        CancellationToken cancellationToken)
    {
        var result = await ConfinedProcess.RunAsync(job, folder.Path, cancellationToken);
        if (result.ExitCode == ConfinedProcess.UsedTooMuch)
        {
            return (MediaProblem.TooDemanding, []);
        }

        ThrowIfFailed(result);
        var answer = result.Output.Split('\t');
        return answer is [nameof(MediaProblem), var name]
            ? (Enum.TryParse<MediaProblem>(name, out var problem) ? problem : MediaProblem.Truncated, [])
            : (null, answer);
    }

    /// <summary>Decodes to an upright sRGB image that is no larger than any page needs.</summary>
    private static Task<ConfinedResult> DecodeHeicAsync(string vips, TempImageFolder folder, CancellationToken cancellationToken) =>
        ConfinedProcess.RunProgramAsync(
            vips,
            [
                "thumbnail", HeicSource, Decoded + "[compression=0,strip,bitdepth=8]", Text(ImageProcessor.LargestWidth), "--height",
                    Text(ImageProcessor.LongestResult),
                "--size", "down", "--fail-on", "error", "--import-profile", "srgb", "--export-profile", "srgb",
            ],
            folder.Path,
            cancellationToken);

    private static void ThrowIfFailed(ConfinedResult result)
    {
        if (result.ExitCode != 0)
        {
            throw new UndecodableException($"exit code {result.ExitCode}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= ImageProcessor.LongestResult
            ? number
            : throw new UndecodableException("no number");

    [GeneratedRegex(@"\A(?:[0-9a-f]{72})?\z")]
    private static partial Regex Colours();

    [GeneratedRegex(@"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")]
    private static partial Regex VersionNumber();
}
