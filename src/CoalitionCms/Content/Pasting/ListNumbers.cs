using System.Globalization;

namespace CoalitionCms.Content.Pasting;

/// <summary>The first number of a list.</summary>
internal static class ListNumbers
{
    /// <summary>Markdown reads nine digits; no list that somebody wrote comes near.</summary>
    private const int Highest = 1_000_000;

    internal static int StartOf(ClipNode list) =>
        int.TryParse(list["start"], NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start <= Highest ? start : 1;
}
