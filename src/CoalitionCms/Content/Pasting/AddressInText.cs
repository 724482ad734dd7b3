using System.Buffers;
using System.Text;
using CoalitionCms.Content.Rendering;

namespace CoalitionCms.Content.Pasting;

/// <summary>Addresses among words. The site links them as they stand, so no backslash may get into them.</summary>
internal static class AddressInText
{
    private const int Longest = 2048;

    private static readonly SearchValues<char> Signs = SearchValues.Create("<>|\\`*[]~");
    private static readonly string[] Beginnings = ["http:", "https:", "mailto:", "tel:", "www."];

    /// <summary>Writes the address that begins at a place, or as much of it as keeps it from being one; the result tells how much that was.</summary>
    internal static int Copy(StringBuilder copy, string text, int at, Place place)
    {
        if (text[at] is not ('h' or 'H' or 'm' or 'M' or 't' or 'T' or 'w' or 'W'))
            return 0;
        var rest = text.AsSpan(at);
        var beginning = Array.Find(Beginnings, word => text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (beginning is null || StartsInside(text, at))
            return 0;
        var end = rest[..Math.Min(rest.Length, Longest)].IndexOfAnyExcept(AddressCharacters.Instance);
        var whole = end < 0 ? rest : rest[..end];
        // "tel: 030" or a sentence about http: is none.
        if (whole.Length == beginning.Length && (end >= 0 || !place.IsGluedAfter))
            return 0;
        var address = whole.TrimEnd("?!.,:;)'\"");
        if (!place.InLabel && address.Length > beginning.Length && address.Length < Longest && !whole.ContainsAny(Signs) && address[^1] != '_')
        {
            // A sign right behind the address would be read as part of it.
            var meetsSign = (place.IsBesideSigns || place.IsGluedAfter) && whole.Length == rest.Length;
            var canBracket = !place.IsGluedAfter && (at > 0 || !place.IsGluedBefore) && beginning[0] == 'h';
            if (!meetsSign || canBracket)
            {
                copy.Append(meetsSign ? $"<{address}>" : address);
                return address.Length;
            }
        }
        copy.Append(rest[..(beginning.Length - 1)]).Append('\\').Append(beginning[^1]);
        return beginning.Length;
    }

    /// <summary>In the middle of a word no address begins.</summary>
    private static bool StartsInside(string text, int at) => at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]);
}
