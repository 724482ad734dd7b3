using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>The position of words in a line, as far as it affects how Markdown parses them.</summary>
internal readonly record struct Place
{
    internal static Place Label { get; } = new() { InLabel = true };
    internal bool StartsLine { get; init; }
    internal bool EndsLine { get; init; }
    internal bool IsGluedBefore { get; init; }
    internal bool IsGluedAfter { get; init; }
    internal bool IsBesideSigns { get; init; }
    internal bool InLabel { get; init; }
    internal bool InHeading { get; init; }
    internal bool InTable { get; init; }
}

/// <summary>Adds a backslash only where Markdown would recognize markup, so that the source stays readable.</summary>
internal static partial class Escaping
{
    internal static string Escape(string text, Place place)
    {
        var escaped = new StringBuilder(text.Length + 8);
        var i = place.StartsLine ? EscapeStart(escaped, text, place.EndsLine) : 0;
        while (i < text.Length)
        {
            if (AddressInText.Copy(escaped, text, i, place) is > 0 and var length)
            {
                i += length;
                continue;
            }
            if (IsSign(text, i, place))
            {
                escaped.Append('\\');
            }

            escaped.Append(text[i++]);
        }
        return escaped.ToString();
    }

    /// <summary>
    /// Escapes headings, quotes, lists, rules and the like, which begin a line. Returns how many characters of the text were used.
    /// </summary>
    private static int EscapeStart(StringBuilder escaped, string text, bool endsLine)
    {
        var at = LineStart().Match(text) is { Success: true } start ? start.Groups["sign"].Index
            : endsLine && Ruler().IsMatch(text) ? 0
            : -1;
        if (at < 0)
        {
            return 0;
        }

        escaped.Append(text, 0, at).Append('\\').Append(text[at]);
        return at + 1;
    }

    private static bool IsSign(string text, int i, Place place)
    {
        var before = i > 0 ? text[i - 1] : '\0';
        var after = i + 1 < text.Length ? text[i + 1] : '\0';
        var isLast = i + 1 == text.Length;
        var edge = (i == 0 && (place.IsGluedBefore || place.IsBesideSigns)) || (isLast && (place.IsGluedAfter || place.IsBesideSigns));
        return text[i] switch
        {
            '`' => true,
            '*' => edge || !(IsGap(before) && IsGap(after)) || (before == '\0' && place.StartsLine),
            '_' => edge || !((IsGap(before) && IsGap(after)) || (IsPlainLetter(before) && IsPlainLetter(after))),
            '~' => edge || before == '~' || after == '~',
            '\\' => isLast || (char.IsAscii(after) && (char.IsPunctuation(after) || char.IsSymbol(after))),
            '[' => place.InLabel || after == '^',
            ']' => place.InLabel || after is '(' or '[' or ':' || edge,
            '!' => edge && isLast,
            '<' => char.IsAsciiLetter(after) || after is '/' or '!' or '?',
            '&' => EntityAt().IsMatch(text, i),
            '|' => place.InTable,
            '#' => isLast && place.EndsLine && place.InHeading && before is ' ' or '#' or '\0',
            _ => false,
        };
    }

    private static bool IsGap(char unit) => unit == '\0' || char.IsWhiteSpace(unit);

    private static bool IsPlainLetter(char unit) => char.IsAsciiLetterOrDigit(unit);

    [GeneratedRegex(@"^((?<sign>\#)\#{0,5}(\s|$)|(?<sign>>)|(?<sign>[-+])(\s|$)|[0-9]{1,3}(?<sign>[.)])(\s|$))",
        RegexOptions.ExplicitCapture)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^[-=:|][-=:| ]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ruler();

    [GeneratedRegex(@"\G&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});", RegexOptions.ExplicitCapture)]
    private static partial Regex EntityAt();
}

/// <summary>Addresses in running text. The site links them without brackets, so they must not contain a backslash.</summary>
internal static class AddressInText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("<>|\\`*[]~");

    /// <summary>
    /// Writes the address that begins at a position, or as much of it as prevents it from being an address; returns how many
    /// characters of the text were used.
    /// </summary>
    internal static int Copy(StringBuilder copy, string text, int at, Place place)
    {
        var rest = text.AsSpan(at);
        // An address does not begin in the middle of a word, and within a label none is looked for.
        if (place.InLabel || BareAddress.SchemeOf(rest) is not { } beginning || (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])))
        {
            return 0;
        }

        var whole = rest[..BareAddress.LengthOf(rest)];
        // "tel: 030" or a sentence about http: is not an address.
        if (whole.Length == beginning.Length && (whole.Length < rest.Length || !place.IsGluedAfter))
        {
            return 0;
        }

        var address = whole.TrimEnd("?!.,:;)'\"");
        if (address.Length > beginning.Length && address.Length < BareAddress.Longest
            && !whole.ContainsAny(Signs) && address[^1] != '_')
        {
            // A markup character directly after the address would be read as part of it.
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
}
