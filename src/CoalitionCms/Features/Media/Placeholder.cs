using System.Text;

namespace CoalitionCms.Features.Media;

/// <summary>The colours that stand where a picture will be: four across, three down, six hex digits each.</summary>
internal static class Placeholder
{
    public const int Across = 4;
    public const int Down = 3;

    /// <summary>Reads a binary PPM, or PGM where the picture is grey, of exactly that size; null when it is anything else.</summary>
    public static string? FromPpm(ReadOnlySpan<byte> file)
    {
        var at = 0;
        var samples = Word(file, ref at) switch { "P6" => 3, "P5" => 1, _ => 0 };
        if (Word(file, ref at) != "4" || Word(file, ref at) != "3" || Word(file, ref at) != "255" || file.Length - at != Across * Down * samples)
            return null;
        var pixels = file[at..];
        if (samples == 3)
            return Convert.ToHexStringLower(pixels);
        var colours = new byte[pixels.Length * 3];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = pixels[i / 3];
        return samples == 1 ? Convert.ToHexStringLower(colours) : null;
    }

    /// <summary>The next word, without comments; takes the one blank behind it, behind which pixels may begin.</summary>
    private static string Word(ReadOnlySpan<byte> ppm, ref int at)
    {
        while (at < ppm.Length && (IsBlank(ppm[at]) || ppm[at] == (byte)'#'))
        {
            var line = ppm[at] == (byte)'#' ? ppm[at..].IndexOf((byte)'\n') : 0;
            at = line < 0 ? ppm.Length : at + line + 1;
        }

        var start = at;
        while (at < ppm.Length && !IsBlank(ppm[at]))
            at++;
        var word = Encoding.Latin1.GetString(ppm[start..at]);
        at = Math.Min(ppm.Length, at + 1);
        return word;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);
}
