using System.Globalization;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>Joins items to lists by their numbers.</summary>
internal static class ListNumbers
{
    /// <summary>Adds items to the list that they continue, or as a new list.</summary>
    internal static void Add(List<Block> blocks, List<ListItem> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        items = [.. items.SelectMany(WithoutDoubleNumber)];
        // Word processors make a list of a paragraph that begins with a year. Markdown treats numbers of this length as text, which is what
        // was intended.
        if (items.Exists(item => item.Number > ListMarker.Highest))
        {
            blocks.AddRange(items.SelectMany(WithNumberAsText));
        }
        else if (blocks.LastOrDefault() is ListBlock last && (items[0].Number is { } number ? last.NextNumber == number : !last.IsOrdered))
        {
            last.Items.AddRange(items);
        }
        else
        {
            blocks.Add(new ListBlock(items));
        }
    }

    /// <summary>Two numbers in a row do not begin an item: a list at the start of an item is replaced by its items.</summary>
    private static List<ListItem> WithoutDoubleNumber(ListItem item)
    {
        if (item is not { Number: not null, Blocks: [ListBlock { IsOrdered: true } inner, .. var others] })
        {
            return [item];
        }

        inner.Items[^1].Blocks.AddRange(others);
        return inner.Items;
    }

    private static IEnumerable<Block> WithNumberAsText(ListItem item)
    {
        var number = new Inline(InlineKind.Text, item.Number?.ToString(CultureInfo.InvariantCulture) + ". ", Marks.None, null);
        return item.Blocks is [Paragraph first, .. var others]
            ? [new Paragraph([number, .. first.Inlines]), .. others]
            : [new Paragraph([number]), .. item.Blocks];
    }
}
