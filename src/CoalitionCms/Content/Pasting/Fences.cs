namespace CoalitionCms.Content.Pasting;

/// <summary>Backticks around text that is shown as typed: one more than the longest row inside.</summary>
internal static class Fences
{
    internal static string Inline(string code)
    {
        var fence = new string('`', LongestRow(code) + 1);
        var pad = code.StartsWith('`') || code.EndsWith('`') ? " " : "";
        return fence + pad + code + pad + fence;
    }

    internal static string Block(string text) => new('`', Math.Max(3, LongestRow(text) + 1));

    private static int LongestRow(string text)
    {
        var (longest, row) = (0, 0);
        foreach (var unit in text)
        {
            row = unit == '`' ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }
        return longest;
    }
}
