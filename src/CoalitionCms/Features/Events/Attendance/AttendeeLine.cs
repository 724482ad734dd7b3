using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>A name parsed from typed or pasted text.</summary>
/// <param name="Typed">The part of the text that it was parsed from.</param>
/// <param name="Romanised">The part in Latin letters; may be empty.</param>
/// <param name="Native">The part in another script; may be empty.</param>
/// <param name="NativeLanguage">The presumed language of the native part.</param>
internal sealed record TypedName(string Typed, string Romanised, string Native, string NativeLanguage);

/// <summary>The result of parsing a text.</summary>
/// <param name="Names">The distinct names, in the order of the text.</param>
/// <param name="Unread">Parts that are no name, a line each: too long for one, or without a letter.</param>
/// <param name="Rest">The text after the last name when there were more names than the limit.</param>
internal sealed record AttendeeNames(IReadOnlyList<TypedName> Names, string Unread, string Rest)
{
    /// <summary>What stays in the field, so that nothing typed is lost.</summary>
    public string Kept => (Unread + Rest).Trim();
}

/// <summary>
/// Parses a list of people as a report would print it: <c>Jin Hai (金海)，Geun Chan Park and 郑心龄（Zheng Xinling）。</c> Separators are commas,
/// semicolons, line ends, "and", 和, 与 and 及; brackets may be half- or full-width; either script may come first or alone; titles, "and
/// others" and a final full stop are ignored.
/// </summary>
internal static partial class AttendeeLine
{
    /// <summary>The maximum number of names parsed at once. The text after them is returned.</summary>
    public const int MaxNames = 300;

    /// <summary>A longer part without a separator is not a name.</summary>
    private const int LongestPiece = 200;

    private const string Conjunctions = "和与與及暨";

    /// <summary>Returns the distinct names of a text, in order.</summary>
    public static IReadOnlyList<TypedName> Parse(string? text) => Read(text, MaxNames).Names;

    /// <summary>
    /// Returns the first names of a text, and the rest of the text: a pasted list of thousands is parsed in parts without losing any.
    /// </summary>
    public static AttendeeNames Read(string? text, int most)
    {
        var clean = CleanText.Block(text);
        var (names, seen, unread) = (new List<TypedName>(), new HashSet<(string, string)>(), new StringBuilder());
        foreach (var (part, begin) in Pieces(clean)
            .SelectMany(p => AndWord().Split(AfterLastColon(p.Piece)).Select(part => (part, p.Begin))))
        {
            if (part.Length > LongestPiece || IsUnreadable(part))
            {
                unread.Append(part.Trim()).Append('\n');
                continue;
            }

            foreach (var name in SplitFurther(part).Select(ReadOne).OfType<TypedName>())
            {
                if (names.Count == most)
                {
                    // A part may hold two names joined by "and"; names that are then parsed twice count once.
                    return new(names, unread.ToString(), clean[begin..]);
                }

                if (seen.Add((name.Romanised.ToUpperInvariant(), name.Native)))
                {
                    names.Add(name);
                }
            }
        }

        return new(names, unread.ToString(), "");
    }

    /// <summary>Without a letter it is no name, such as "???". Numbers and marks before the lines of a list are no loss.</summary>
    private static bool IsUnreadable(string part) => !part.Any(char.IsLetter) && !Nothing().IsMatch(part) && !Others().IsMatch(part);

    private static IEnumerable<(string Piece, int Begin)> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found : text.Length;

            // "Those attending include: …": the names start after the colon.
            var colon = text.AsSpan(at, end - at).IndexOfAny(':', '：');
            foreach (var piece in PiecesOfLine(text, at + colon + 1, end))
            {
                yield return piece;
            }

            at = end + 1;
        }
    }

    private static IEnumerable<(string Piece, int Begin)> PiecesOfLine(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (IsOpening(text[i]) && ClosingOf(text, i, end) is var closing and > 0)
            {
                i = closing;
            }
            else if (IsSeparator(text[i]))
            {
                yield return (text[start..i], start);
                start = i + 1;
            }
        }

        yield return (text[start..end].TrimEnd().TrimEnd('.', '。', '．'), start);
    }

    private static bool IsSeparator(char c) =>
        c is ',' or '，' or '、' or ';' or '；' or '\t' or '､' or '﹐' or '﹑' or '،' or '؛' or '|' or '｜';

    private static bool IsOpening(char c) => c is '(' or '（' or '[' or '【' or '［';

    private static bool IsClosing(char c) => c is ')' or '）' or ']' or '】' or '］';

    /// <summary>
    /// Returns the position of the closing bracket; 0 if there is none, or if another opens first: then it was forgotten, and commas
    /// separate.
    /// </summary>
    private static int ClosingOf(string text, int opening, int end)
    {
        for (var i = opening + 1; i < end && !IsOpening(text[i]); i++)
        {
            if (IsClosing(text[i]))
            {
                return i;
            }
        }

        return 0;
    }

    private static IEnumerable<string> SplitFurther(string part) =>
        Others().IsMatch(part) ? [] : SplitAtConjunction(part).SelectMany(SplitAtSpaces);

    /// <summary>
    /// Splits names of two to four Chinese characters that are separated only by spaces; each is shown before it is saved. A title behind a
    /// name, and a given name behind a compound family name, are no second person.
    /// </summary>
    private static string[] SplitAtSpaces(string piece) =>
        HanNames().IsMatch(piece) && !NativeTitle().IsMatch(piece) && !CompoundName().IsMatch(piece)
        ? piece.Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries)
        : [piece];

    /// <summary>Removes a prefix in the middle of a line, such as "Guest: Yu An".</summary>
    private static string AfterLastColon(string piece) => piece[(piece.LastIndexOfAny([':', '：']) + 1)..];

    /// <summary>
    /// 和, 与 and 及 mean "and" but are also parts of names (李和平): they separate only when there are at least two characters on each side.
    /// </summary>
    private static IEnumerable<string> SplitAtConjunction(string piece)
    {
        for (var i = piece.AsSpan().IndexOfAny(Conjunctions); i >= 0; i = Next(piece, i + 1))
        {
            // 以及 is one word.
            var before = piece[..(i > 0 && piece[i - 1] == '以' && piece[i] == '及' ? i - 1 : i)];
            if (Letters(before) >= 2 && Letters(piece[(i + 1)..]) >= 2 && !IsInBrackets(piece, i))
            {
                return SplitAtConjunction(piece[(i + 1)..]).Prepend(before);
            }
        }

        return [piece];

        static int Letters(string part) => Outside(part).Count(char.IsLetter);
        static string Outside(string part) => part.AsSpan().IndexOfAny("(（[【［") is var bracket and > 0 ? part[..bracket] : part;
        static bool IsInBrackets(string piece, int at) => piece[..at].Count(IsOpening) > piece[..at].Count(IsClosing);
        static int Next(string piece, int from) => piece.AsSpan(from).IndexOfAny(Conjunctions) is var found and >= 0 ? from + found : -1;
    }

    private static TypedName? ReadOne(string piece)
    {
        var bare = LeadingAnd().Replace(Numbering().Replace(piece.Trim(), ""), "");
        var typed = CleanText.Line(AndMore().Replace(bare.TrimEnd('。', '．', ' '), ""));
        var cut = typed.AsSpan().IndexOfAny("(（[【［");
        var (outer, inner) = cut < 0 ? (typed, "") : (typed[..cut], typed[(cut + 1)..]);
        if (cut == 0)
        {
            (outer, inner) = (inner, "");
        }

        // The text in brackets is the name in the other script; any other text there is a remark, which stays visible as typed.
        var (latin, native) = Scripts(outer);
        var (innerLatin, innerNative) = Scripts(inner.Split(',', '，', '、', ';', '；')[0]);
        latin = latin.Length > 0 ? latin : innerLatin;
        native = native.Length > 0 ? native : innerNative;
        (latin, native) = (CleanText.Line(LatinTitle().Replace(latin, "")), CleanText.Line(NativeTitle().Replace(native, "$1")));
        return latin.Length + native.Length == 0 ? null : new(typed, latin, native, LanguageOf(native));
    }

    private static (string Latin, string Native) Scripts(string text)
    {
        // "李明 / Li Ming", "Li Ming – 李明": marks between the two forms belong to neither.
        var bare = string.Concat(text.Select(c => IsClosing(c) || IsOpening(c) || c is '/' or '／' or '–' or '—' ? ' ' : c));
        var native = CleanText.Line(LatinRun().Replace(DotInHan().Replace(bare, "·"), " ")).Trim('.', ' ', '·', '-');
        var latin = CleanText.Line(NativeRun().Replace(bare, " ")).Trim(' ', '·', '-');
        return (latin.Any(char.IsLetter) ? latin : "", native.Any(char.IsLetter) ? native : "");
    }

    private static string LanguageOf(string native) => NativeLanguageOf.Name(native, "zh-Hans");

    [GeneratedRegex(@"(?<!\p{L})(?:and|AND|And|ve|및|그리고|ۋە)(?!\p{L})|[&＆]"
        + @"|(?<=\p{IsHangulSyllables}{2})(?:와|과)\s+(?=\p{IsHangulSyllables}{2})")]
    private static partial Regex AndWord();

    /// <summary>A word for "and" that is left before a name: "、以及 Dolma Tsering".</summary>
    [GeneratedRegex(@"^(?:以及|以至|[及与與和暨])\s+|^以及(?=\S)|^[及与與和暨](?=[A-Za-z])")]
    private static partial Regex LeadingAnd();

    /// <summary>The dot between the parts of a name that is written in Chinese characters, in any of its spellings.</summary>
    [GeneratedRegex(@"(?<=\p{IsCJKUnifiedIdeographs})\s?[·•‧・･⋅∙]\s?(?=\p{IsCJKUnifiedIdeographs})")]
    private static partial Regex DotInHan();

    /// <summary>What stands between names or before them: blanks, brackets, marks and numbers of a list.</summary>
    [GeneratedRegex(@"^[\s.…。．,，;；:：、()（）\[\]【】［］\-–—•*·\p{Cf}\uFFFD]*\d{0,3}[\s.…。．,，;；:：、()（）\[\]【】［］\-–—•*·\p{Cf}\uFFFD]*$")]
    private static partial Regex Nothing();

    /// <summary>"Others", "5 others", "et al": people without a name.</summary>
    [GeneratedRegex(@"^\W*(?:(?:\d+|some|many|several|the)\s+)*(?:others?|more|et\s+al)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Others();

    /// <summary>The same after the last name: 等, 等五人, 외 3명, "et al.".</summary>
    [GeneratedRegex(@"(?:\s*等(?:\s*(?:\d+|[一二三四五六七八九十百两兩多数數]+)\s*余?餘?)?\s*(?:人|位|名)?|\s+(?:외\s*\d+\s*(?:명|인)|등(?:\s*\d+\s*명)?)"
        + @"|\s+et\s+al\.?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AndMore();

    [GeneratedRegex(@"^\s*\p{IsCJKUnifiedIdeographs}{2,4}(?:[ \u3000]+\p{IsCJKUnifiedIdeographs}{2,4})+\s*$")]
    private static partial Regex HanNames();

    [GeneratedRegex(@"^\s*(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|尉迟|尉遲|慕容|令狐|司徒|皇甫)\s")]
    private static partial Regex CompoundName();

    [GeneratedRegex(@"^(?:[-–—•*·]\s*)?(?:[(（]?\d{1,3}[.)）、．]\s*)?")]
    private static partial Regex Numbering();

    [GeneratedRegex(@"[A-Za-z\u00AA-\u00B6\u00B8-\u024F\u1E00-\u1EFF\u0300-\u036F0-9'’.\-]+")]
    private static partial Regex LatinRun();

    [GeneratedRegex(@"[^\sA-Za-z\u00AA-\u024F\u1E00-\u1EFF\u0300-\u036F0-9'’.\-]+")]
    private static partial Regex NativeRun();

    [GeneratedRegex(@"^(?:(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Rev|Pastor|Fr|Sir|Madam)(?:\.\s*|\s+|$))+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LatinTitle();

    [GeneratedRegex(@"(\S)\s*(?:先生|女士|小姐|博士|教授|律师|律師|老师|老師|牧师|牧師|同学|同學|太太|夫人|医生|醫生|记者|記者|\s씨|\s님|\s선생님|\s교수|\s박사|\s목사|\s변호사"
        + @"|(?<=\p{IsHangulSyllables}{3})(?:씨|님))$")]
    private static partial Regex NativeTitle();
}
