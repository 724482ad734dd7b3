using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Domain;

/// <summary>A place of a text where a person must choose.</summary>
/// <param name="Start">Of the whole mark.</param>
/// <param name="Forms">The forms to choose from, the proposed one first.</param>
internal sealed record DoubtfulPlace(int Start, int Length, IReadOnlyList<string> Forms);

/// <summary>
/// Begins a traditional text from a simplified one, for somebody who reads it through. Where the characters alone do not say what is
/// meant, all forms are left in the text as <c>⟦發/髮⟧</c>. The tables are written by <c>make.sh</c> beside them.
/// </summary>
internal static partial class TraditionalText
{
    public const string Code = "zh-Hant";
    public const string SimplifiedCode = "zh-Hans";

    private static readonly Lazy<Tables> Loaded = new(Tables.Read);

    /// <summary>Converts a Markdown text. Addresses, code and footnote labels stay as they are.</summary>
    /// <param name="names">
    /// Names by their simplified form, with the traditional one where it is known. Nobody's name is guessed: where it is not known, the
    /// name stays as written, with its converted form beside it to choose.
    /// </param>
    public static string Begin(string markdown, IReadOnlyDictionary<string, string?> names)
    {
        var tables = Loaded.Value;
        var known = names.Where(n => n.Key.Length > 1).GroupBy(n => n.Key[0]).ToDictionary(g => g.Key,
            g => g.OrderByDescending(n => n.Key.Length).ToList());
        var text = new StringBuilder(markdown.Length);
        var from = 0;
        foreach (Match kept in Kept().Matches(markdown))
        {
            Convert(markdown.AsSpan(from, kept.Index - from));
            text.Append(kept.ValueSpan);
            from = kept.Index + kept.Length;
        }

        Convert(markdown.AsSpan(from));
        return text.ToString();

        void Convert(ReadOnlySpan<char> part)
        {
            for (var at = 0; at < part.Length;)
            {
                if (known.TryGetValue(part[at], out var candidates) && NameAt(part[at..], candidates) is { Key: { } name } found)
                {
                    var guessed = tables.Convert(name);
                    text.Append(found.Value ?? (guessed == name ? name : $"⟦{name}/{guessed}⟧"));
                    at += name.Length;
                    continue;
                }

                if (Surname().IsMatch(part[at..]) && (at == 0 || !char.IsLetter(part[at - 1]) || Titled().IsMatch(part[at..])))
                {
                    text.Append(part[at] switch { '于' => "⟦於/于⟧", '岳' => "⟦嶽/岳⟧", _ => "⟦後/后⟧" });
                    at++;
                    continue;
                }

                at += tables.AppendNext(text, part[at..], isMarked: true);
            }
        }
    }

    /// <summary>The usual traditional form, without marks: for addresses.</summary>
    public static string Usual(string simplified) => Loaded.Value.Convert(simplified);

    public static IReadOnlyList<DoubtfulPlace> Places(string text) =>
        [.. Mark().Matches(text).Select(m => new DoubtfulPlace(m.Index, m.Length, m.Value[1..^1].Split('/')))];

    private static KeyValuePair<string, string?>? NameAt(ReadOnlySpan<char> text, List<KeyValuePair<string, string?>> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (text.StartsWith(candidate.Key, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        return null;
    }

    // Fences, code, addresses of links and images, bare addresses, footnote labels, and marks that are there already.
    [GeneratedRegex(@"^(?<fence>`{3,}|~{3,})[\s\S]*?^\k<fence>|`[^`\n]+`|\]\(\s*<?[^\s)>]*|<https?:[^>\n]*>|https?://[^\s，。；：！？、（）《》「」“”]+"
        + @"|^\[[^\]\n]+\]:\s*\S+|\[\^[^\]\n]+\]|⟦[^⟦⟧\n]*⟧", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Kept();

    // 于, 岳 and 后 stand for 於, 嶽 and 後 nearly everywhere, and are surnames where a clause begins with them or a form of address follows.
    [GeneratedRegex(@"^(于(?![是此])|岳(?!父|母)|后(?!来|天|面))\p{IsCJKUnifiedIdeographs}", RegexOptions.ExplicitCapture)]
    private static partial Regex Surname();

    [GeneratedRegex("^[于岳后].{0,2}?(女士|先生|小姐|老师|律师|教授|博士|某)", RegexOptions.ExplicitCapture)]
    private static partial Regex Titled();

    [GeneratedRegex(@"⟦[^⟦⟧\n/ ]+(/[^⟦⟧\n/ ]+)+⟧", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();

    private sealed class Tables(FrozenDictionary<Rune, string[]> characters, FrozenSet<Rune> doubtful, FrozenDictionary<string,
        string?> phrases,
        int longest)
    {
        private readonly FrozenDictionary<string, string?>.AlternateLookup<ReadOnlySpan<char>> lookup =
            phrases.GetAlternateLookup<ReadOnlySpan<char>>();

        public static Tables Read()
        {
            var (characters, doubtful) = (new Dictionary<Rune, string[]>(), new HashSet<Rune>());
            var phrases = new Dictionary<string, string?>(StringComparer.Ordinal);
            var isPhrase = false;
            foreach (var line in HanTables.Lines("traditional"))
            {
                if (line == "...")
                {
                    isPhrase = true;
                }
                else if (isPhrase)
                {
                    var space = line.IndexOf(' ', StringComparison.Ordinal);
                    phrases[space < 0 ? line : line[..space]] = space < 0 ? null : line[(space + 1)..];
                }
                else
                {
                    var runes = line.TrimStart('?').EnumerateRunes().ToList();
                    characters[runes[0]] = [.. runes.Skip(1).Select(r => r.ToString())];
                    if (line[0] == '?')
                    {
                        doubtful.Add(runes[0]);
                    }
                }
            }

            return new(characters.ToFrozenDictionary(), doubtful.ToFrozenSet(), phrases.ToFrozenDictionary(StringComparer.Ordinal),
                phrases.Keys.Max(p => p.Length));
        }

        public string Convert(ReadOnlySpan<char> text)
        {
            var converted = new StringBuilder(text.Length);
            for (var at = 0; at < text.Length;)
            {
                at += AppendNext(converted, text[at..], isMarked: false);
            }

            return converted.ToString();
        }

        /// <summary>Appends the longest phrase at the beginning of a text, or its first character.</summary>
        /// <returns>How much of the text that was.</returns>
        public int AppendNext(StringBuilder to, ReadOnlySpan<char> text, bool isMarked)
        {
            Rune.DecodeFromUtf16(text, out var first, out var length);
            if (!characters.ContainsKey(first) && first.Value < 0x2E80)
            {
                to.Append(text[..length]);
                return length;
            }

            for (var most = Math.Min(longest, text.Length); most > 1; most--)
            {
                if (lookup.TryGetValue(text[..most], out var phrase))
                {
                    to.Append(phrase ?? ByCharacters(text[..most]));
                    return most;
                }
            }

            if (!characters.TryGetValue(first, out var forms))
            {
                to.Append(text[..length]);
            }
            else if (isMarked && doubtful.Contains(first))
            {
                to.Append('⟦').AppendJoin('/', forms).Append('⟧');
            }
            else
            {
                to.Append(forms[0]);
            }

            return length;
        }

        private string ByCharacters(ReadOnlySpan<char> text)
        {
            var converted = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
            {
                converted.Append(characters.TryGetValue(rune, out var forms) ? forms[0] : rune.ToString());
            }

            return converted.ToString();
        }
    }
}
