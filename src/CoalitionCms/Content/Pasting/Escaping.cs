using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Pasting;

/// <summary>Where in a line words stand, as far as it decides what Markdown would read into them.</summary>
internal readonly record struct Place
{
    /// <summary>Inside of the brackets of a picture.</summary>
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

/// <summary>Puts a backslash where Markdown would read a sign, and nowhere else, so that the source stays readable.</summary>
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
                escaped.Append('\\');
            escaped.Append(text[i++]);
        }
        return escaped.ToString();
    }

    /// <summary>Headings, quotes, lists, rules and the like begin a line. The result tells how much has been written.</summary>
    private static int EscapeStart(StringBuilder escaped, string text, bool endsLine)
    {
        var at = LineStart().Match(text) is { Success: true } start ? start.Groups["sign"].Index : endsLine && Ruler().IsMatch(text) ? 0 : -1;
        if (at < 0)
            return 0;
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

    [GeneratedRegex(@"^((?<sign>\#)\#{0,5}(\s|$)|(?<sign>>)|(?<sign>[-+])(\s|$)|[0-9]{1,9}(?<sign>[.)])(\s|$))", RegexOptions.ExplicitCapture)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^[-=:|][-=:| ]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ruler();

    [GeneratedRegex(@"\G&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});", RegexOptions.ExplicitCapture)]
    private static partial Regex EntityAt();
}
