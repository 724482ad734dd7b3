using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Pasting;

/// <summary>Text as a browser shows it: spaces run together, nothing invisible.</summary>
internal static class Words
{
    /// <summary>Cleans each word and collapses what lies between; a space at either end stays, as it may part two runs.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            clean.Append(CleanText.Line(text[i..end]));
            for (i = end; i < text.Length && char.IsWhiteSpace(text[i]); i++)
            {
                if (!IsCollapsible(text[i]))
                    clean.Append(text[i]);
                else if (clean.Length == 0 || clean[^1] != ' ')
                    clean.Append(' ');
            }
        }
        return clean.ToString();
    }

    /// <summary>Spaces set for their width, such as the two at the start of a Chinese paragraph, are kept.</summary>
    private static bool IsCollapsible(char space) => space is <= ' ' or '\u0085' or '\u00A0' or '\u2007' or '\u2028' or '\u2029' or '\u202F';
}
