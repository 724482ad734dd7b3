namespace CoalitionCms.Content.Pasting;

/// <summary>Fits headings below the title of a page, which is the only one of the first level.</summary>
internal static class HeadingLevels
{
    private const string WordHeading = "MsoHeading";

    /// <summary>The level on this site, or 0 for no heading.</summary>
    internal static int Of(ClipNode node) => node switch
    {
        { Name: ['h', >= '1' and <= '6' and var digit] } => Fit(digit - '0'),
        { Name: "p" or "div" } => OfClass(node["class"].Trim()),
        _ => 0,
    };

    private static int OfClass(string name)
    {
        if (name.Equals("MsoTitle", StringComparison.OrdinalIgnoreCase))
            return 2;
        return name.StartsWith(WordHeading, StringComparison.OrdinalIgnoreCase) && name[^1] is >= '1' and <= '9' ? Fit(name[^1] - '0') : 0;
    }

    private static int Fit(int level) => Math.Clamp(level, 2, 4);
}
