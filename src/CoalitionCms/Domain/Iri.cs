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
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            escaped.Append(!rune.IsAscii && IsOfWords(rune) ? character : Uri.EscapeDataString(character));
        }

        return escaped.ToString();
    }

    /// <summary>The same address as a URI (RFC 3987, section 3.1); what is percent-encoded already stays as it is.</summary>
    public static string ToUri(string iri)
    {
        if (Ascii.IsValid(iri))
        {
            return iri;
        }

        var uri = new StringBuilder(iri.Length * 2);
        foreach (var rune in iri.EnumerateRunes())
        {
            var character = rune.ToString();
            uri.Append(rune.IsAscii ? character : Uri.EscapeDataString(character));
        }

        return uri.ToString();
    }

    private static bool IsOfWords(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
