using System.Globalization;
using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>
/// Which numbers begin an item of a list: up to three digits that are not followed by a second number. A line that begins with a year or a
/// date (<c>1989. That was the year</c>, <c>2015. 10. 6. 뉴욕에서</c>) is a paragraph. <c>wwwroot/js/marks.js</c> has the same rule.
/// </summary>
internal static partial class ListMarker
{
    internal const int Highest = 999;

    internal static bool Begins(ReadOnlySpan<char> line) => Pattern().EnumerateMatches(line).MoveNext();

    [GeneratedRegex(@"\A[0-9]{1,3}[.)](?!\S)(?![ \t]+[0-9]{1,3}[.)](?!\S))")]
    private static partial Regex Pattern();
}

internal sealed class NumberedItemParser : NumberedListItemParser
{
    public override bool TryParse(BlockProcessor state, char pendingBulletType, out ListInfo result)
    {
        result = default;
        return ListMarker.Begins(state.Line.AsSpan()) && base.TryParse(state, pendingBulletType, out result);
    }
}

/// <summary>
/// Keeps the numbers that were typed: an item <c>9.</c> after an item <c>6.</c> is shown as 9. If all numbers are equal, the items are
/// counted automatically.
/// </summary>
internal static class ListNumbers
{
    internal static void Fit(MarkdownDocument document)
    {
        foreach (var list in document.Descendants<ListBlock>().Where(list => list.IsOrdered))
        {
            var items = list.OfType<ListItemBlock>().ToList();
            for (var i = 1; i < items.Count && items.Exists(item => item.Order != items[0].Order); i++)
            {
                if (items[i].Order != items[i - 1].Order + 1)
                {
                    items[i].GetAttributes().AddProperty("value", items[i].Order.ToString(CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
