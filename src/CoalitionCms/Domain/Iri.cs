using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>
/// Addresses in the letters of their script (IRI, RFC 3987). HTML takes them, and a Chinese one has a third of the bytes it has
/// percent-encoded. Headers, feeds, mail and QR codes take URIs (RFC 3986).
/// </summary>
internal static class Iri
{
    /// <summary>
    /// Percent-encodes a path segment or query value, except for unreserved characters (RFC 3986, section 2.3) and letters, marks and
    /// digits of other scripts.
    /// </summary>
    public static string Escape(string text) => Encode(text, static rune => rune.IsAscii ? IsUnreserved(rune) : IsOfWords(rune));

    /// <summary>The same address as a URI (RFC 3987, section 3.1); what is percent-encoded already stays as it is.</summary>
    public static string ToUri(string iri) => Encode(iri, static rune => rune.IsAscii);

    // Pages ask this for each of their links: most texts are returned as they are.
    private static string Encode(string text, Func<Rune, bool> isKept)
    {
        StringBuilder? encoded = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!isKept(rune))
            {
                encoded ??= new StringBuilder(text, 0, at, text.Length * 3);
                encoded.Append(Uri.EscapeDataString(rune.ToString()));
            }
            else
            {
                encoded?.Append(rune);
            }

            at += rune.Utf16SequenceLength;
        }

        return encoded?.ToString() ?? text;
    }

    private static bool IsUnreserved(Rune rune) =>
        char.IsAsciiLetterOrDigit((char)rune.Value) || (char)rune.Value is '-' or '.' or '_' or '~';

    private static bool IsOfWords(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
