using System.Globalization;
using NetVips;

namespace CoalitionCms.Features.Media;

/// <summary>What stands on a card.</summary>
/// <param name="Language">Language of all of it; decides which forms Han characters have.</param>
/// <param name="IsRightToLeft">True to begin at the right.</param>
/// <param name="Sign">One character in a square beside the name of the site.</param>
internal sealed record CardText(string Language, bool IsRightToLeft, string Kind, string Title, string Site, string Sign)
{
    public IEnumerable<string> Lines => [Language, IsRightToLeft ? "rtl" : "ltr", Kind, Title, Site, Sign];

    public static CardText Read(string[] lines) => new(lines[0], lines[1] == "rtl", lines[2], lines[3], lines[4], lines[5]);
}

/// <summary>
/// Draws the picture that other programs show beside a link to a text without a photo. Runs only in a confined process, with the fonts of
/// the system.
/// </summary>
internal static class CardProcessor
{
    /// <summary>Job: draw a card.</summary>
    public const string Draw = "draw-card";

    /// <summary>Job: find out for which scripts the system has fonts.</summary>
    public const string FindScripts = "find-scripts";

    public const string Source = "card.txt";
    public const string Result = "card.png";

    /// <summary>The size that programs expect.</summary>
    public const int Width = 1200;

    public const int Height = 630;

    /// <summary>Two letters of each script that a language of the interface is written in.</summary>
    public static readonly IReadOnlyDictionary<string, string> Samples = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "Ag",
        ["zh-Hans"] = "汉国",
        ["zh-Hant"] = "漢國",
        ["ko"] = "한글",
        ["ug"] = "ئۇ",
    };

    private const int Margin = 80;
    private const int TitleTop = 150;
    private const int TitleHeight = 300;
    private const int RuleTop = 482;
    private const int SignSize = 72;

    // Of the private use area, where no font has a letter: drawn as a box, like every letter that no font has.
    private const string Missing = "\uE5C3";

    private static readonly int[] TitleSizes = [72, 64, 56, 48, 42];
    private static readonly double[] Paper = [255, 255, 255];
    private static readonly double[] Ink = [26, 26, 26];
    private static readonly double[] Faint = [75, 75, 72];
    private static readonly double[] Accent = [11, 74, 143];

    /// <summary>Returns the languages whose letters can be drawn.</summary>
    public static string[] Scripts()
    {
        using var missing = Letters(Missing, "en", 40);
        return [.. Samples.Where(s => s.Value.EnumerateRunes().All(letter =>
        {
            using var drawn = Letters(letter.ToString(), s.Key, 40);
            return (drawn.Width, drawn.Height) != (missing.Width, missing.Height);
        })).Select(s => s.Key)];
    }

    /// <summary>Draws the card that is described in the folder.</summary>
    public static string[] Run()
    {
        var card = CardText.Read(File.ReadAllLines(Source));
        using var canvas = Image.Black(Width, Height, bands: 3).NewFromImage(Paper).Copy(interpretation: Enums.Interpretation.Srgb)
            .Cast(Enums.BandFormat.Uchar);
        var steps = new List<Image> { canvas };
        Fill(0, 0, Width, 16, Accent);
        Fill(Margin, RuleTop, Width - (2 * Margin), 3, Ink);
        using var kind = Letters(Escape(card.Kind), card.Language, 28);
        Write(kind, Margin, 78, Faint);
        using var title = TitleOf(card);
        Write(title, Margin, TitleTop + ((TitleHeight - title.Height) / 2), Ink);
        var siteTop = RuleTop + 32;
        Fill(card.IsRightToLeft ? Width - Margin - SignSize : Margin, siteTop, SignSize, SignSize, Ink);
        using var sign = Letters(Escape(card.Sign.Length > 0 ? card.Sign : "·"), card.Language, 40);
        Write(sign, Margin + ((SignSize - sign.Width) / 2), siteTop + ((SignSize - sign.Height) / 2), Paper, Ink);
        using var site = Fitting(card.Site, card.Language, [32, 26, 22], Width - (2 * Margin) - SignSize - 28, SignSize + 20);
        Write(site, Margin + SignSize + 28, siteTop + ((SignSize - site.Height) / 2), Ink);
        steps[^1].Pngsave(Result, compression: 9, keep: Enums.ForeignKeep.None);
        steps.ForEach(s => s.Dispose());
        return [Result];

        void Fill(int x, int y, int width, int height, double[] colour) =>
            steps.Add(steps[^1].Mutate(m => m.DrawRect(colour, x, y, width, height, fill: true)));

        // From the side where reading begins.
        void Write(Image letters, int start, int y, double[] colour, double[]? ground = null)
        {
            using var coloured = letters.NewFromImage(colour);
            using var plain = letters.NewFromImage(ground ?? Paper);
            using var blended = letters.Ifthenelse(coloured, plain, blend: true).Cast(Enums.BandFormat.Uchar);
            steps.Add(steps[^1].Insert(blended, card.IsRightToLeft ? Width - start - letters.Width : start, y));
        }
    }

    private static Image TitleOf(CardText card) => Fitting(card.Title, card.Language, TitleSizes, Width - (2 * Margin), TitleHeight);

    /// <summary>Draws letters as large as fit; if even the smallest do not, the end is left out.</summary>
    private static Image Fitting(string text, string language, int[] sizes, int width, int height)
    {
        foreach (var size in sizes)
        {
            var drawn = Letters($"<b>{Escape(text)}</b>", language, size, width);
            if (drawn.Height <= height && drawn.Width <= width)
            {
                return drawn;
            }

            drawn.Dispose();
        }

        var elements = StringInfo.GetTextElementEnumerator(text);
        var kept = new List<string>();
        while (elements.MoveNext())
        {
            kept.Add(elements.GetTextElement());
        }

        return Fitting(string.Concat(kept.Take(kept.Count * 4 / 5)).TrimEnd(' ', '…') + "…", language, sizes[^1..], width, height);
    }

    /// <summary>Draws markup as a mask: white letters on black.</summary>
    private static Image Letters(string markup, string language, int size, int width = 0) => Image.Text(
        $"<span lang=\"{language}\">{markup}</span>", font: string.Create(CultureInfo.InvariantCulture, $"sans {size}"),
        width: width == 0 ? null : width, dpi: 72, wrap: Enums.TextWrap.WordChar);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
