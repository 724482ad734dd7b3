namespace CoalitionCms.Tests.Content;

/// <summary>Texts as people might leave them: blank lines in odd places, words that repeat, several scripts.</summary>
internal static class RandomTexts
{
    private static readonly string[] Lines =
        ["", "", "", "One line.", "Another line of words.", "One line.", "集会开始了。", "- item", "  indented", "한 줄", "a b c d e", "🕯️"];

    public static string Of(Dice dice) => string.Join('\n', Enumerable.Range(0, dice.Next(9)).Select(_ => Lines[dice.Next(Lines.Length)]));

    /// <summary>The same text after somebody put in, took out or changed some lines.</summary>
    public static string Change(Dice dice, string text)
    {
        var lines = text.Split('\n').ToList();
        for (var change = dice.Next(3) + 1; change > 0; change--)
        {
            var at = dice.Next(lines.Count + 1);
            switch (dice.Next(3))
            {
                case 0:
                    lines.Insert(at, Lines[dice.Next(Lines.Length)]);
                    break;
                case 1 when at < lines.Count:
                    lines.RemoveAt(at);
                    break;
                case 2 when at < lines.Count:
                    lines[at] += " more" + dice.Next(100);
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
