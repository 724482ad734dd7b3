using System.Globalization;
using CoalitionCms.Features.Media.Formats;

namespace CoalitionCms.Features.Media;

/// <summary>The steps by which libvips makes renditions in one folder. A step that fails throws <see cref="UndecodableException"/>.</summary>
internal sealed class ImageProcessor(string vips, string vipsthumbnail, TempImageFolder folder, CancellationToken cancellationToken)
{
    // WebP knows no longer side.
    private const int LongestSide = 16_383;
    private const string Lossless = "[compression=0,strip,bitdepth=8]";

    // To libjpeg these are warnings, as are the odd headers of some phones; so the level of failure cannot tell them apart.
    private static readonly string[] Damages = ["premature end of data segment", "bad Huffman code", "bad arithmetic code"];

    /// <summary>Decodes the whole picture into an upright one in sRGB, of this width or its own if that is smaller.</summary>
    /// <returns>Its width.</returns>
    public async Task<int> DevelopAsync(ImageHeader header, ReadOnlyMemory<byte> file, int width)
    {
        // Security: the name is ours, and without the folder; libvips takes what stands in brackets for options.
        var source = "source." + header.Type.Extension();
        await File.WriteAllBytesAsync(folder.File(source), file, cancellationToken);
        var (across, down) = header.IsLying ? (LongestSide, width) : (width, LongestSide);
        // Security: without fail-on, libvips fills what is missing with grey and reports success.
        await VipsAsync(["thumbnail", source, "print.png" + Lossless, Text(across), "--height", Text(down), "--size", "down", "--fail-on", "error", .. ColoursOf(header)]);
        File.Delete(folder.File(source));
        foreach (var step in TurnsTo(header.Orientation))
        {
            await VipsAsync(step[0], "print.png", "turned.png" + Lossless, step[1]);
            File.Move(folder.File("turned.png"), folder.File("print.png"), overwrite: true);
        }

        var printed = await WidthOfPrintAsync();
        File.Move(folder.File("print.png"), folder.File($"{printed}.png"));
        return printed;
    }

    /// <summary>Makes a smaller print of the one that was developed.</summary>
    public Task ShrinkAsync(int from, int to) =>
        VipsAsync("thumbnail", $"{from}.png", $"{to}.png" + Lossless, Text(to), "--height", Text(LongestSide), "--size", "down");

    /// <summary>Writes all prints in one type, and reads them back without whatever the encoder added.</summary>
    public async Task<IReadOnlyList<Rendition>> EncodeAsync(IReadOnlyList<int> widths, MediaType type)
    {
        var target = $"%s-done.{type.Extension()}{OptionsOf(type)}";
        await RunAsync(vipsthumbnail, [.. widths.Select(w => $"{w}.png"), "--size", "20000x20000>", "--output", target]);
        var renditions = new List<Rendition>();
        foreach (var width in widths)
            renditions.Add(await ReadAsync(folder.File($"{width}-done.{type.Extension()}"), type));
        return renditions;
    }

    /// <summary>The colours of a print.</summary>
    public async Task<string> PlaceholderAsync(int width)
    {
        await VipsAsync("thumbnail", $"{width}.png", "colours.ppm", Text(Placeholder.Across), "--height", Text(Placeholder.Down), "--size", "force");
        return Placeholder.FromPpm(await File.ReadAllBytesAsync(folder.File("colours.ppm"), cancellationToken)) ?? throw new UndecodableException("colours");
    }

    /// <summary>Pixels with a profile become sRGB. Those without one are sRGB, and a way through libvips' colour spaces would tint them.</summary>
    private static string[] ColoursOf(ImageHeader header) => header switch
    {
        { Type: MediaType.Heic } => ["--import-profile", "srgb", "--export-profile", "srgb"],
        _ when header.Metadata.Contains(MetadataWords.Profile) => ["--export-profile", "srgb"],
        _ => [],
    };

    private static string OptionsOf(MediaType type) => type switch
    {
        MediaType.Webp => "[Q=80,strip]",
        MediaType.Png => "[compression=9,strip]",
        MediaType.Gif => "[strip]",
        _ => "[Q=82,optimize_coding,interlace,strip]",
    };

    private static string[][] TurnsTo(int orientation) => orientation switch
    {
        2 => [["flip", "horizontal"]],
        3 => [["rot", "d180"]],
        4 => [["flip", "vertical"]],
        5 => [["rot", "d90"], ["flip", "horizontal"]],
        6 => [["rot", "d90"]],
        7 => [["rot", "d270"], ["flip", "horizontal"]],
        8 => [["rot", "d270"]],
        _ => [],
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<int> WidthOfPrintAsync()
    {
        var beginning = new byte[64];
        await using var print = File.OpenRead(folder.File("print.png"));
        await print.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        return PngAnatomy.Read(beginning).Width is > 0 and var width ? width : throw new UndecodableException("no print");
    }

    private async Task<Rendition> ReadAsync(string path, MediaType type)
    {
        // The encoder goes on when one of several prints fails.
        if (!File.Exists(path))
            throw new UndecodableException("nothing written");
        var made = await File.ReadAllBytesAsync(path, cancellationToken);
        return Cleaner.Clean(type, made, orientation: 1) is { } clean && ImageHeader.AnatomyOf(type, clean) is { Width: > 0 } anatomy
            ? Rendition.Of(type, anatomy.Width, anatomy.Height, clean)
            : throw new UndecodableException("not whole");
    }

    private Task VipsAsync(params string[] arguments) => RunAsync(vips, arguments);

    private async Task RunAsync(string program, string[] arguments)
    {
        var (code, complaints) = await ConfinedProcess.RunAsync(program, arguments, folder.Path, cancellationToken);
        if (code != 0)
            throw new UndecodableException($"exit code {code}");
        if (Damages.FirstOrDefault(d => complaints.Contains(d, StringComparison.Ordinal)) is { } damage)
            throw new UndecodableException(damage);
    }
}
