using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Pasting;

/// <summary>Word copies a list as paragraphs that say how deep they stand and carry their own bullets.</summary>
internal static partial class WordLists
{
    /// <summary>How deep a paragraph stands in a list, from 1; 0 when it stands in none.</summary>
    internal static int LevelOf(ClipNode paragraph) =>
        Level().Match(paragraph.Style.WordList) is { Success: true } level ? level.Groups["n"].Value[0] - '0' : 0;

    /// <summary>Whether the element is the bullet that Word draws.</summary>
    internal static bool IsBullet(ClipNode node) => node.Style.WordList.Equals("Ignore", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number that Word wrote in front of a paragraph: 1 for other ways of counting, null for a bullet.</summary>
    internal static (bool Ordered, int? Number) NumberOf(ClipNode paragraph)
    {
        var match = Marker().Match(BulletOf(paragraph).Trim());
        if (!match.Success)
            return (false, null);
        return (true, int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);
    }

    /// <summary>Puts an item where it belongs behind the blocks read so far.</summary>
    internal static void Add(List<Block> blocks, int level, (bool Ordered, int? Number) marker, IEnumerable<Block> item)
    {
        for (var i = 1; i < level && blocks.LastOrDefault() is ListBlock { Items.Count: > 0 } outer; i++)
            blocks = outer.Items[^1];
        var last = blocks.LastOrDefault() as ListBlock;
        // Letters and Roman numbers are not worked out: they go on with the list that they stand in.
        var number = marker.Ordered ? marker.Number ?? (last?.Start + last?.Items.Count ?? 1) : (int?)null;
        if (last is null || !last.Takes(number))
            blocks.Add(last = new ListBlock(number, []));
        last.Items.Add([.. item]);
    }

    private static string BulletOf(ClipNode node)
    {
        foreach (var child in node.Children)
        {
            if (IsBullet(child))
                return string.Concat(TextIn(child));
            if (BulletOf(child) is { Length: > 0 } bullet)
                return bullet;
        }
        return "";
    }

    private static IEnumerable<string> TextIn(ClipNode node) => node.IsText ? [node.Text] : node.Children.SelectMany(TextIn);

    [GeneratedRegex(@"\blevel(?<n>[1-9])\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Level();

    [GeneratedRegex(@"^[(（]?(?<n>[0-9]{1,6}|[a-zA-Z]{1,5}|[一二三四五六七八九十百]{1,4})[.)、）．]", RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();
}
