using System.Text.RegularExpressions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Events;

/// <summary>A name read from a line that somebody typed or pasted.</summary>
/// <param name="Typed">The piece as it stood there.</param>
/// <param name="Romanised">The part in Latin letters; may be empty.</param>
/// <param name="Native">The part in another script; may be empty.</param>
/// <param name="NativeLanguage">Language that the native part is taken for.</param>
public sealed record TypedName(string Typed, string Romanised, string Native, string NativeLanguage);

/// <summary>
/// Reads a list of people as a report would print it: <c>Jin Hai (金海)，Geun Chan Park and 郑心龄（Zheng Xinling）。</c>
/// Any comma or semicolon, line ends, "and", 和; half- or full-width brackets; either script first or alone; titles and a last full stop are left out.
/// </summary>
public static partial class AttendeeLine
{
    /// <summary>Most characters that are read at once.</summary>
    public const int MaxLength = 20_000;

    /// <summary>Most names that are read at once.</summary>
    public const int MaxNames = 300;

    /// <summary>A longer piece without any separator is no name.</summary>
    private const int LongestPiece = 200;

    /// <summary>The names of a text, in its order, each once.</summary>
    public static IReadOnlyList<TypedName> Parse(string? text) =>
        [.. CleanText.Block(text).Split('\n')
            .Select(AfterLeadIn)
            .SelectMany(Pieces)
            .Select(Read)
            .OfType<TypedName>()
            .DistinctBy(name => (name.Romanised.ToUpperInvariant(), name.Native))
            .Take(MaxNames)];

    /// <summary>"Those attending include: …": the names begin after the colon.</summary>
    private static string AfterLeadIn(string line) => line[(line.LastIndexOfAny([':', '：']) + 1)..].TrimEnd().TrimEnd('.', '。', '．');

    private static IEnumerable<string> Pieces(string line)
    {
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (IsOpening(line[i]) && ClosingOf(line, i) is var end and > 0)
            {
                i = end;
            }
            else if (line[i] is ',' or '，' or '、' or ';' or '；' or '\t')
            {
                foreach (var name in SplitAtAnd(line[start..i]))
                {
                    yield return name;
                }

                start = i + 1;
            }
        }

        foreach (var name in SplitAtAnd(line[start..]))
        {
            yield return name;
        }
    }

    private static bool IsOpening(char c) => c is '(' or '（' or '[' or '【' or '［';

    private static bool IsClosing(char c) => c is ')' or '）' or ']' or '】' or '］';

    /// <summary>Where a bracket closes; 0 when it never does, or another opens first: then it was forgotten, and commas count.</summary>
    private static int ClosingOf(string line, int opening)
    {
        for (var i = opening + 1; i < line.Length && !IsOpening(line[i]); i++)
        {
            if (IsClosing(line[i]))
            {
                return i;
            }
        }

        return 0;
    }

    private static IEnumerable<string> SplitAtAnd(string piece) => AndWord().Split(piece).Where(part => part.Length <= LongestPiece).SelectMany(SplitAtHe);

    /// <summary>和 is "and", but also part of names (李和平): it divides only where at least two characters stand on either side.</summary>
    private static IEnumerable<string> SplitAtHe(string piece)
    {
        for (var i = piece.IndexOf('和', StringComparison.Ordinal); i >= 0; i = piece.IndexOf('和', i + 1))
        {
            if (Letters(piece[..i]) >= 2 && Letters(piece[(i + 1)..]) >= 2 && !IsInBrackets(piece, i))
            {
                return SplitAtHe(piece[(i + 1)..]).Prepend(piece[..i]);
            }
        }

        return [piece];

        static int Letters(string part) => part.Count(char.IsLetter);
        static bool IsInBrackets(string piece, int at) => piece[..at].Count(IsOpening) > piece[..at].Count(IsClosing);
    }

    private static TypedName? Read(string piece)
    {
        var typed = CleanText.Line(Numbering().Replace(piece.Trim(), "").TrimEnd('。', '．'));
        var cut = typed.AsSpan().IndexOfAny("(（[【［");
        var (outer, inner) = cut < 0 ? (typed, "") : (typed[..cut], typed[(cut + 1)..]);
        if (cut == 0)
        {
            (outer, inner) = (inner, "");
        }

        // What is in brackets is the name in the other script; anything more there is a remark, which stays visible as typed.
        var (latin, native) = Scripts(outer);
        var (innerLatin, innerNative) = Scripts(inner.Split(',', '，', '、', ';', '；')[0]);
        latin = latin.Length > 0 ? latin : innerLatin;
        native = native.Length > 0 ? native : innerNative;
        (latin, native) = (CleanText.Line(LatinTitle().Replace(latin, "")), CleanText.Line(NativeTitle().Replace(native, "$1")));
        return latin.Length + native.Length == 0 ? null : new(typed, latin, native, LanguageOf(native));
    }

    private static (string Latin, string Native) Scripts(string text)
    {
        var bare = string.Concat(text.Select(c => IsClosing(c) || IsOpening(c) ? ' ' : c));
        var native = CleanText.Line(LatinRun().Replace(bare, " ")).Trim('.', ' ', '·');
        var latin = CleanText.Line(NativeRun().Replace(bare, " ")).Trim(' ', '·', '-');
        return (latin.Any(char.IsLetter) ? latin : "", native.Any(char.IsLetter) ? native : "");
    }

    private static string LanguageOf(string native) =>
        ScriptRuns.Split(native, "en").Select(run => run.Language).FirstOrDefault(language => language is not null) ?? "zh-Hans";

    [GeneratedRegex(@"(?<!\p{L})(?:and|AND|And)(?!\p{L})|&")]
    private static partial Regex AndWord();

    [GeneratedRegex(@"^(?:[-–—•*·]\s*)?(?:[(（]?\d{1,3}[.)）、．]\s*)?")]
    private static partial Regex Numbering();

    /// <summary>Latin letters with what stands between and on them.</summary>
    [GeneratedRegex(@"[A-Za-z\u00AA-\u024F\u1E00-\u1EFF\u0300-\u036F0-9'’.\-]+")]
    private static partial Regex LatinRun();

    [GeneratedRegex(@"[^\sA-Za-z\u00AA-\u024F\u1E00-\u1EFF\u0300-\u036F0-9'’.\-]+")]
    private static partial Regex NativeRun();

    [GeneratedRegex(@"^(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Rev|Pastor)(?:\.\s*|\s+|$))+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LatinTitle();

    [GeneratedRegex(@"(\S)\s*(?:先生|女士|小姐|博士|教授|律师|律師|老师|老師|牧师|牧師|同学|同學|\s씨|\s님|\s선생님|\s교수|\s박사|\s목사)$")]
    private static partial Regex NativeTitle();
}
