using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>A word or character of a text as search compares it, and where it stands in the text.</summary>
internal readonly record struct SearchToken(string Text, int Start, int End);

/// <summary>
/// How search reads text, in the index and in questions, on both databases: forms that readers take for the same become the same, and the
/// text becomes tokens: words, or single characters in scripts that are written without spaces.
/// </summary>
internal static class SearchText
{
    /// <summary>The token for a mark that ends a phrase, so that words of two sentences are not found as one phrase.</summary>
    public const string Boundary = "\uE000";

    private const string BetweenTexts = $" {Boundary} ";

    // Before keys that are those of names, of names and the title, or of no text; the tokens of texts contain none of these.
    private const string NamesMark = "\uE001";
    private const string TitleMark = "\uE002";
    private const string FacetMark = "\uE003";

    // Between two words of a name.
    private const string NamePair = "\uE004";

    /// <summary>The longest word in the index; the rest of a longer one is left out.</summary>
    private const int LongestWord = 64;

    /// <summary>The folded forms of single characters, once each was met: to normalise one takes longer than all the rest.</summary>
    private static readonly string?[] Known = new string?[char.MaxValue + 1];

    /// <summary>The tokens of a text in order, with boundaries where <paramref name="withBoundaries"/> is true.</summary>
    public static List<SearchToken> Tokens(string text, bool withBoundaries = true)
    {
        var tokens = new List<SearchToken>((text.Length / 3) + 4);
        var word = new StringBuilder();
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            var at = i;
            if (Common(text, i) is var common and not '\0')
            {
                i++;
                if (common == ' ')
                {
                    EndWord(at);
                }
                else if (char.IsAscii(common))
                {
                    start = word.Length == 0 ? at : start;
                    _ = word.Length < LongestWord ? word.Append(common) : word;
                }
                else
                {
                    EndWord(at);
                    tokens.Add(new(Known[common] ??= common.ToString(), at, i));
                }

                continue;
            }

            var folded = Next(text, ref i);
            foreach (var rune in folded.EnumerateRunes())
            {
                var system = WritingSystems.Of(rune);
                if (system is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul)
                {
                    EndWord(at);
                    tokens.Add(new(rune.ToString(), at, i));
                }
                else if (IsPartOfWord(rune))
                {
                    start = word.Length == 0 ? at : start;
                    word.Append(word.Length < LongestWord ? rune.ToString() : "");
                }
                else if (!IsApostrophe(rune))
                {
                    EndWord(at);
                    if (withBoundaries && !IsSpace(rune, text, at, i) && tokens is [.., { Text: not Boundary }])
                    {
                        tokens.Add(new(Boundary, at, i));
                    }
                }
            }
        }

        EndWord(text.Length);
        return tokens;

        void EndWord(int end)
        {
            if (word.Length > 0)
            {
                tokens.Add(new(word.ToString(), start, end));
                word.Clear();
            }
        }
    }

    /// <summary>
    /// The tokens of several texts in the form that the index stores: separated by spaces, with a boundary between texts.
    /// </summary>
    public static string Index(IEnumerable<string> texts)
    {
        var index = new StringBuilder();
        foreach (var text in texts)
        {
            var start = index.Length;
            foreach (var token in Tokens(text))
            {
                _ = index.Length > start ? index.Append(' ') : start > 0 ? index.Append(BetweenTexts) : index;
                index.Append(token.Text);
            }
        }

        return index.ToString();
    }

    /// <summary>
    /// What the index, which has no positions, stores of tokens that <see cref="Index"/> wrote: each of them, and each pair of neighbours
    /// that are single characters; in names, each pair of neighbours.
    /// </summary>
    public static HashSet<string> Keys(string indexed, bool areNames = false)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);

        // Most tokens of a text were in it before, and need no string of their own.
        var known = keys.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> pair = stackalloc char[2 * (LongestWord + 1)];
        ReadOnlySpan<char> last = default;
        var wasCharacter = false;
        foreach (var place in indexed.AsSpan().Split(' '))
        {
            var token = indexed.AsSpan(place);
            if (token.IsEmpty || token.SequenceEqual(Boundary))
            {
                last = default;
                wasCharacter = false;
                continue;
            }

            known.Add(token);
            var isCharacter = IsCharacter(token);
            if (isCharacter && wasCharacter)
            {
                last.CopyTo(pair);
                token.CopyTo(pair[last.Length..]);
                known.Add(pair[..(last.Length + token.Length)]);
            }
            else if (areNames && !last.IsEmpty)
            {
                keys.Add(string.Concat(last, NamePair, token));
            }

            last = token;
            wasCharacter = isCharacter;
        }

        return keys;
    }

    /// <summary>
    /// The fewest keys that a text with this phrase has: the pairs, and what is in none of them. Texts with a single character are many.
    /// </summary>
    public static IEnumerable<string> KeysOfPhrase(IReadOnlyList<string> phrase, bool areNames = false)
    {
        for (var i = 0; i < phrase.Count; i++)
        {
            if (PairAt(phrase, i, areNames) is { } pair)
            {
                yield return pair;
            }
            else if (PairAt(phrase, i - 1, areNames) is null)
            {
                yield return phrase[i];
            }
        }
    }

    /// <summary>The key of a kind, a language or a year, which no text has.</summary>
    public static string FacetKey(string value) => FacetMark + value.Replace("-", "", StringComparison.Ordinal);

    /// <summary>The form in which the index stores a key of this field; keys of all texts are stored as they are.</summary>
    public static string KeyIn(SearchField field, string key) => field switch
    {
        SearchField.Names => NamesMark + key,
        SearchField.Title => TitleMark + key,
        _ => key,
    };

    private static string? PairAt(IReadOnlyList<string> tokens, int first, bool areNames)
    {
        if (first < 0 || first + 1 >= tokens.Count || tokens[first] == Boundary || tokens[first + 1] == Boundary)
        {
            return null;
        }

        return IsCharacter(tokens[first]) && IsCharacter(tokens[first + 1]) ? tokens[first] + tokens[first + 1]
            : areNames ? tokens[first] + NamePair + tokens[first + 1]
            : null;
    }

    private static bool IsCharacter(ReadOnlySpan<char> token) => WritingSystems.IsEastAsian(WritingSystems.Of(token, last: false));

    /// <summary>
    /// The folded form of what nearly all texts consist of, without its being taken apart: letters and digits of ASCII, spaces, Chinese
    /// characters and Korean syllables, before something that cannot be a mark on them; NUL for anything else.
    /// </summary>
    private static char Common(string text, int i)
    {
        var unit = text[i];
        return i + 1 < text.Length && !(char.IsAscii(text[i + 1]) || IsHan(text[i + 1]) || IsSyllable(text[i + 1])
                || text[i + 1] is (>= '\u3000' and <= '\u3003') or (>= '\uff01' and <= '\uff20')) ? '\0'
            : char.IsAsciiLetterOrDigit(unit) ? char.ToLowerInvariant(unit)
            : unit == ' ' || IsSyllable(unit) ? unit
            : IsHan(unit) ? HanTables.Simplify(unit)
            : '\0';
    }

    private static bool IsHan(char unit) => unit is >= '\u4e00' and <= '\u9fff';

    private static bool IsSyllable(char unit) => unit is >= '\uac00' and <= '\ud7a3';

    /// <summary>Reads one character with its marks and folds it.</summary>
    private static string Next(string text, ref int i)
    {
        var unit = text[i];
        if (char.IsAscii(unit) && (i + 1 == text.Length || char.IsAscii(text[i + 1])))
        {
            i++;
            return char.ToLowerInvariant(unit).ToString();
        }

        var length = StringInfo.GetNextTextElementLength(text.AsSpan(i));
        if (length == 1 && Known[unit] is { } known)
        {
            i++;
            return known;
        }

        var element = text.Substring(i, length);
        i += length;
        if (element.Length == 1 && HanTables.Simplify(unit) is var simple && (simple != unit || unit is >= '\u4e00' and <= '\u9fff'))
        {
            return Known[unit] = simple.ToString();
        }

        var folded = Fold(element);
        return element.Length == 1 ? Known[unit] = folded : folded;
    }

    private static string Fold(string element)
    {
        if (!IsWellFormed(element))
        {
            return " ";
        }

        var folded = new StringBuilder(element.Length);
        var isLatin = false;
        foreach (var rune in element.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormD)
            .EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            isLatin = isMark ? isLatin : rune.Value is < 0x0250 or (>= 0x1E00 and <= 0x1EFF);
            if (!isMark || !(isLatin || IsArabicMark(rune)))
            {
                folded.Append(Same(rune));
            }
        }

        return HanTables.Simplify(folded.ToString().Normalize(NormalizationForm.FormC));
    }

    /// <summary>Letters that have no decomposition but are typed as another letter.</summary>
    private static string Same(Rune rune) => rune.Value switch
    {
        'ø' => "o",
        'đ' or 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        0x0640 => "",
        0x0649 or 0x06CC => "ي",
        0x06A9 => "ك",
        _ => rune.ToString(),
    };

    private static bool IsWellFormed(string element)
    {
        foreach (var rune in element.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    // Vowel signs that Uyghur does not write and Arabic may leave out.
    private static bool IsArabicMark(Rune rune) => rune.Value is (>= 0x064B and <= 0x0652) or 0x0670;

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;

    // Xi'an is one word.
    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or 0x2019 or 0x02BC or 0x02BB;

    /// <summary>True for what separates words but not phrases: spaces, hyphens, the dots inside of names, the Tibetan tsheg.</summary>
    private static bool IsSpace(Rune rune, string text, int start, int end) => Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value is 0x00B7 or 0x2022 or 0x30FB or 0x2027 or 0x0F0B or 0xFF65
        || (rune.Value == '.' && start > 0 && end < text.Length && char.IsLetter(text[start - 1]) && char.IsLetter(text[end]));
}
