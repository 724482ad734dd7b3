using System.Globalization;

namespace CoalitionCms.Features.Media;

/// <summary>A part of a picture, in thousandths of its width and height, so that it means the same in every size of the picture.</summary>
internal readonly record struct PictureArea(int Left, int Top, int Width, int Height)
{
    public const int Whole = 1000;

    /// <summary>True when it has a size and no part of it is beyond the picture.</summary>
    public bool IsInside => Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Left <= Whole - Width && Top <= Whole - Height;

    /// <summary>In pixels; never smaller than the area itself.</summary>
    public (int Left, int Top, int Width, int Height) In(int width, int height)
    {
        var (left, top) = (Left * width / Whole, Top * height / Whole);
        return (left, top, (((Left + Width) * width) + Whole - 1) / Whole - left, (((Top + Height) * height) + Whole - 1) / Whole - top);
    }
}

/// <summary>Changes to a picture. Areas are those of the picture as it was, before it is cropped and turned.</summary>
/// <param name="Turn">Clockwise, in degrees: 0, 90, 180 or 270.</param>
/// <param name="Crop">What remains; null for all of it.</param>
internal sealed record PictureEdits(
    int Turn, PictureArea? Crop, IReadOnlyList<PictureArea> Covered, IReadOnlyList<PictureArea> Blurred)
{
    public const int MostAreas = 40;

    public bool IsNothing => Turn == 0 && Crop is null && Covered.Count + Blurred.Count == 0;

    /// <summary>As one argument of the confined process.</summary>
    public string ToArgument() => string.Join(';',
        [Text(Turn), .. Crop is { } kept ? [Text("k", kept)] : Array.Empty<string>(), .. Covered.Select(a => Text("c", a)),
            .. Blurred.Select(a => Text("b", a))]);

    public static PictureEdits Read(string argument)
    {
        var parts = argument.Split(';');
        var areas = parts[1..].ToLookup(p => p[0], p => Area([.. p[1..].Split(',').Select(Number)]));
        return new(Number(parts[0]), areas['k'].Select(a => (PictureArea?)a).FirstOrDefault(), [.. areas['c']], [.. areas['b']]);
    }

    private static PictureArea Area(int[] numbers) =>
        new PictureArea(numbers[0], numbers[1], numbers[2], numbers[3]) is { IsInside: true } area
            ? area
            : throw new ArgumentException("an area outside of the picture");

    private static string Text(string kind, PictureArea area) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{area.Left},{area.Top},{area.Width},{area.Height}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
