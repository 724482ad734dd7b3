using System.Diagnostics;
using CoalitionCms.Features.Media;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Programs that look at pictures independently of ours; a test that needs a missing one is skipped.</summary>
internal static class ImageTools
{
    /// <summary>The pixels of a picture, RGB row by row.</summary>
    public static async Task<(int Width, int Height, byte[] Rgb)> PixelsAsync(string folder, string extension, byte[] picture)
    {
        var source = await SaveAsync(folder, extension, picture);
        await RunAsync("vips", "libvips-tools", "copy", source, source + ".png");
        await RunAsync("vips", "libvips-tools", "colourspace", source + ".png", source + ".ppm", "srgb");
        var ppm = await File.ReadAllBytesAsync(source + ".ppm", TestContext.Current.CancellationToken);
        // The encoder writes a comment as the second line.
        var lines = ppm.AsSpan();
        string[] words = ["", "", "", ""];
        for (var i = 0; i < 4; i++)
        {
            words[i] = System.Text.Encoding.ASCII.GetString(lines[..lines.IndexOf((byte)'\n')]);
            lines = lines[(words[i].Length + 1)..];
        }

        var size = words[2].Split(' ').Select(w => int.Parse(w, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return (size[0], size[1], lines.ToArray());
    }

    /// <summary>A picture as an iPhone would store it.</summary>
    public static async Task<byte[]> HeicAsync(string folder, byte[] png)
    {
        var source = await SaveAsync(folder, "png", png);
        await RunAsync("vips", "libvips-tools", "copy", source, source + ".heic");
        return await File.ReadAllBytesAsync(source + ".heic", TestContext.Current.CancellationToken);
    }

    /// <summary>The same colours, in the numbers that newer phones use, with the profile that says so.</summary>
    public static async Task<byte[]> InDisplayP3Async(string folder, byte[] webp)
    {
        var source = await SaveAsync(folder, "webp", webp);
        await RunAsync("vips", "libvips-tools", "icc_transform", source, source + ".png", "p3", "--input-profile", "srgb");
        return await File.ReadAllBytesAsync(source + ".png", TestContext.Current.CancellationToken);
    }

    /// <summary>What exiftool finds in the groups that hold metadata, one a line.</summary>
    public static async Task<string> MetadataAsync(string folder, string extension, byte[] picture)
    {
        var source = await SaveAsync(folder, extension, picture);
        return await RunAsync(
            "exiftool", "libimage-exiftool-perl",
            "-a", "-G1", "-s", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-MakerNotes:all", "-PNG:Comment", "-PNG:ModifyDate", "-File:Comment", "-GIF:Comment", source);
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
