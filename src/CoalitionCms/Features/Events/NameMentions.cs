using System.Globalization;
using System.Text;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Finds names in words, however they are written: romanised with the words in either order, run together, with a comma, hyphen or accents
/// between; native also where marks or spaces stand between the characters. Made once for some names; looking through words then takes
/// about the same time however many they are.
/// </summary>
internal sealed class NameMentions
{
    /// <summary>Shorter names stand in too many other words to tell anything.</summary>
    private const int ShortestLatin = 5;

    /// <summary>Names of more words are looked for as they stand.</summary>
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

            var words = romanised.Length >= ShortestLatin ? Fold(romanised).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
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

    public HashSet<Guid> In(string words)
    {
        var found = new HashSet<Guid>();
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

    /// <summary>The words in order and with the first last or the last first, and each of these with some of them run together.</summary>
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

    /// <summary>Letters and digits without case and accents, with one space between words, whatever stood there.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToUpperInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && c is not ('\'' or '’' or 'ʼ') && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    private static string Squeeze(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('*' or '_' or '·' or '•' or '・' or '‧')
            && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format));
}
