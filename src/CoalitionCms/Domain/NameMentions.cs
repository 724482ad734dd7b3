using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>
/// Finds names in text in any spelling: romanised names with the words in either order, run together, or separated by a comma, hyphen or
/// accents; native names also with marks or spaces between the characters, in the other Chinese script, in Latin letters when no romanised
/// name is known, and percent-encoded in an address; all of them also with letters that only look the same. Built once for a set of names;
/// then a search takes about the same time for any number of names.
/// </summary>
internal sealed class NameMentions
{
    /// <summary>Shorter names occur in too many other words to be useful.</summary>
    private const int ShortestLatin = 5;

    /// <summary>Names of more words are searched only in their given order.</summary>
    private const int MostWords = 4;

    private readonly Dictionary<string, HashSet<Guid>> byWords = new(StringComparer.Ordinal);
    private readonly List<(string Native, Guid Id)> natives = [];
    private readonly int longest;

    public NameMentions(IEnumerable<(Guid Id, string Romanised, string Native)> names)
    {
        foreach (var (id, romanised, native) in names)
        {
            if (native.Length > 1)
            {
                natives.Add((Squeeze(native), id));
            }

            string[] latin = romanised.Length > 0 ? [romanised] : [.. NameSpellings.Of(native).Where(s => char.IsAscii(s[0]))];
            foreach (var words in latin.Where(l => l.Length >= ShortestLatin)
                .Select(l => Fold(l).Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                longest = Math.Max(longest, words.Length);
                foreach (var way in words.Length == 0 ? [] : Ways(words))
                {
                    if (!byWords.TryGetValue(way, out var known))
                    {
                        byWords[way] = known = [];
                    }

                    known.Add(id);
                }
            }
        }
    }

    /// <summary>Names whose script is not known: of people, as they were typed at some time.</summary>
    public static NameMentions Of(IEnumerable<(Guid Id, string Name)> names) => new(names.Select(n => Typed(n.Id, n.Name)));

    /// <summary>A name whose script is not known.</summary>
    public static (Guid Id, string Romanised, string Native) Typed(Guid id, string name) =>
        name.Any(c => Lookalikes.Of(c) > '\u024F' && char.IsLetter(c)) ? (id, "", name) : (id, name, "");

    public HashSet<Guid> In(string words)
    {
        var found = new HashSet<Guid>();
        if (words.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(words) is var decoded && decoded != words)
        {
            words += "\n" + decoded;
        }

        if (natives.Count > 0)
        {
            var squeezed = Squeeze(words);
            found.UnionWith(natives.Where(n => squeezed.Contains(n.Native, StringComparison.Ordinal)).Select(n => n.Id));
        }

        var folded = Fold(words);
        var lookup = byWords.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start < folded.Length; start = NextWord(folded, start))
        {
            for (var (end, count) = (start, 0); count < longest && end < folded.Length; count++)
            {
                end = folded.IndexOf(' ', end + 1) is var space and >= 0 ? space : folded.Length;
                if (lookup.TryGetValue(folded.AsSpan(start, end - start), out var named))
                {
                    found.UnionWith(named);
                }
            }
        }

        return found;
    }

    private static int NextWord(string folded, int start) =>
        folded.IndexOf(' ', start) is var space and >= 0 ? space + 1 : folded.Length;

    /// <summary>
    /// Returns the words in order, with the first moved last and with the last moved first, each with all combinations of words run
    /// together.
    /// </summary>
    private static IEnumerable<string> Ways(string[] words)
    {
        if (words.Length > MostWords)
        {
            return [string.Join(' ', words)];
        }

        string[][] orders = [words, [.. words[1..], words[0]], [words[^1], .. words[..^1]]];
        return orders.SelectMany(order => Enumerable.Range(0, 1 << (order.Length - 1)).Select(gaps =>
            string.Concat(order.Index().Select(w => w.Index > 0 && (gaps & (1 << (w.Index - 1))) == 0 ? ' ' + w.Item : w.Item))))
            .Distinct();
    }

    /// <summary>Returns letters and digits without case and accents, with one space between words in place of any separator.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToUpperInvariant(Lookalikes.Of(c)));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && c is not ('\'' or '’' or 'ʼ') && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>
    /// Returns the letters alone, composed and without case: names of other peoples are written in Chinese with all kinds of dots and
    /// dashes.
    /// </summary>
    private static string Squeeze(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)
        .Select(c => HanTables.Simplify(char.ToUpperInvariant(Lookalikes.Of(c)))));
}
