using System.Diagnostics;
using CoalitionCms.Features.Media;
using NetVips;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Looks at pictures; by programs where that must be independent of ours. A test that needs a missing one is skipped.</summary>
internal static class ImageTools
{
    /// <summary>The pixels of a picture, RGB row by row.</summary>
    public static (int Width, int Height, byte[] Rgb) Pixels(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture).Colourspace(Enums.Interpretation.Srgb).ExtractBand(0, 3);
        return (image.Width, image.Height, image.WriteToMemory<byte>());
    }

    public static int Frames(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
    }

    public static bool HasTransparency(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return image.HasAlpha() && image.ExtractBand(image.Bands - 1).Min() < 255;
    }

    /// <summary>A PNG of grey noise, as full of detail as a picture can be; another seed is another picture.</summary>
    public static byte[] Noise(int width, int height, int seed = 1)
    {
        using var noise = Image.Gaussnoise(width, height, sigma: 40, mean: 128, seed: seed);
        return noise.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw).PngsaveBuffer();
    }

    /// <summary>A PNG of so many waves beside each other, from black to white.</summary>
    public static byte[] Waves(int width, int height, int count)
    {
        using var waves = Image.Sines(width, height, hfreq: count, vfreq: 0);
        return waves.Linear([127], [128]).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw).PngsaveBuffer();
    }

    /// <summary>A black square on nothing.</summary>
    public static byte[] Transparent()
    {
        using var square = Image.Black(32, 32, bands: 3).Bandjoin(255).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        return square.Embed(16, 16, 64, 64).PngsaveBuffer();
    }

    /// <summary>The same picture as a lossless WebP file without metadata: one chunk after the header.</summary>
    public static byte[] Webp(byte[] png)
    {
        using var image = Image.NewFromBuffer(png);
        return image.WebpsaveBuffer(lossless: true, keep: Enums.ForeignKeep.None);
    }

    /// <summary>The same colours, in the numbers that newer phones use, with the profile that says so.</summary>
    public static byte[] InDisplayP3(byte[] picture) =>
        Image.NewFromBuffer(picture).IccTransform("p3", inputProfile: "srgb").PngsaveBuffer();

    /// <summary>A picture as an iPhone would store it.</summary>
    public static async Task<byte[]> HeicAsync(string folder, byte[] png)
    {
        var source = await SaveAsync(folder, "png", png);
        await RunAsync("vips", "libvips-tools", "copy", source, source + ".heic");
        return await File.ReadAllBytesAsync(source + ".heic", TestContext.Current.CancellationToken);
    }

    /// <summary>What exiftool finds in the groups that hold metadata, one a line.</summary>
    public static async Task<string> MetadataAsync(string folder, string extension, byte[] picture)
    {
        var source = await SaveAsync(folder, extension, picture);
        return await RunAsync(
            "exiftool", "libimage-exiftool-perl",
            "-a", "-G1", "-s", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-MakerNotes:all", "-PNG:Comment", "-PNG:ModifyDate",
            "-File:Comment", "-GIF:Comment", source);
    }

    public static async Task<string> RunAsync(string program, string package, params string[] arguments)
    {
        var path = ConfinedProcess.OnPath(program);
        Assert.SkipWhen(path is null, $"{program} is not installed (package {package})");
        var start = new ProcessStartInfo(path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return output;
    }

    private static async Task<string> SaveAsync(string folder, string extension, byte[] picture)
    {
        var path = Path.Combine(folder, $"{Path.GetRandomFileName()}.{extension}");
        await using var file = File.Create(path);
        await file.WriteAsync(picture, TestContext.Current.CancellationToken);
        return path;
    }
}
