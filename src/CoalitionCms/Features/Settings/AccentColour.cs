using System.Globalization;

namespace CoalitionCms.Features.Settings;

/// <summary>The colour of links and buttons, with the contrast that WCAG 2.2 computes.</summary>
internal readonly record struct AccentColour(byte Red, byte Green, byte Blue)
{
    /// <summary>Contrast of text at level AAA.</summary>
    public const double Readable = 7;

    // The grounds of site.css on which links stand: paper, surface, info, ok, warn, danger.
    private static readonly AccentColour[] LightGrounds =
        [new(255, 255, 255), new(0xf5, 0xf5, 0xf1), new(0xe6, 0xef, 0xfa), new(0xe3, 0xf3, 0xe8), new(0xff, 0xf3, 0xd1),
        new(0xfc, 0xe9, 0xe7)];
    private static readonly AccentColour[] DarkGrounds =
        [new(0x14, 0x14, 0x16), new(0x1d, 0x1d, 0x20), new(0x12, 0x29, 0x4a), new(0x10, 0x30, 0x1c), new(0x35, 0x28, 0x09),
        new(0x3b, 0x16, 0x14)];

    /// <summary>The lowest contrast on any ground of the light colours.</summary>
    public double LeastContrast => LeastOn(LightGrounds);

    /// <summary>The same hue, mixed with as much white as the grounds of the dark colours need.</summary>
    public AccentColour OnDark
    {
        get
        {
            for (var white = 0; white < 100; white++)
            {
                var mixed = new AccentColour(Mix(Red, white), Mix(Green, white), Mix(Blue, white));
                if (mixed.LeastOn(DarkGrounds) >= Readable)
                {
                    return mixed;
                }
            }

            return new(255, 255, 255);
        }
    }

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>Reads <c>#rrggbb</c>; null for anything else.</summary>
    public static AccentColour? Read(string text) =>
        text is ['#', ..] && text.Length == 7 && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var value)
            ? new((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>The style sheet that replaces the usual colour. Both texts on the colour stay readable: white, and almost black.</summary>
    public string ToCss() =>
        $":root{{--link:{this};--accent:{this}}}\n@media screen and (prefers-color-scheme:dark)"
        + $"{{:root{{--link:{OnDark};--accent:{OnDark};--accent-ink:#141416}}}}\n";

    private static byte Mix(byte part, int white) => (byte)(part + ((255 - part) * white / 100));

    private static double Linear(byte part) =>
        part / 255d is var value && value <= 0.04045 ? value / 12.92 : Math.Pow(((part / 255d) + 0.055) / 1.055, 2.4);

    private double LeastOn(AccentColour[] grounds)
    {
        var own = Luminance;
        return grounds.Min(g => (Math.Max(own, g.Luminance) + 0.05) / (Math.Min(own, g.Luminance) + 0.05));
    }
}
