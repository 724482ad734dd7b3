using System.Text;

namespace CoalitionCms.Domain;

/// <summary>The forms under which a name is found.</summary>
internal static class NameSpellings
{
    /// <summary>Combinations of readings of one name; most names have one or two.</summary>
    private const int MostReadings = 6;

    /// <summary>
    /// The name as written, its Latin words joined (Jin Hai, jinhai) and split at inner capitals (AkbarImin), and for Chinese characters
    /// all readings, spaced and joined.
    /// </summary>
    public static IEnumerable<string> Of(string name)
    {
        var tokens = SearchText.Tokens(name, withBoundaries: false).ConvertAll(t => t.Text);
        if (tokens.Count == 0)
        {
            return [];
        }

        var spellings = new List<string> { name };
        if (tokens.Count > 1 && tokens.TrueForAll(t => t.Length > 1 || char.IsAsciiLetter(t[0])))
        {
            spellings.Add(string.Concat(tokens));
        }

        if (Enumerable.Range(1, name.Length - 1).Any(i => char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
        {
            spellings.Add(string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $" {c}" : $"{c}")));
        }

        spellings.AddRange(Readings([.. name.Where(c => WritingSystems.Of(c) == WritingSystem.Han)]));
        return spellings.Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// Keys by which names are compared loosely, first that of the name as written: two names with a key in common may be of one person, in
    /// another script, in another order of the words, joined, or with letters that only look the same.
    /// </summary>
    public static IEnumerable<string> Keys(string name) => Of(Lookalikes.In(name))
        .SelectMany(s => SearchText.Tokens(s, withBoundaries: false).ConvertAll(t => t.Text) is var words
            ? new[] { string.Concat(words), string.Concat(words.Order(StringComparer.Ordinal)) } : [])
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Readings(IReadOnlyList<char> characters)
    {
        List<string[]> readings = [[]];
        foreach (var character in characters)
        {
            var own = HanTables.ReadingsOf(character).SelectMany(Keyboards).ToList();
            if (own.Count == 0)
            {
                return [];
            }

            readings = [.. readings.SelectMany(_ => own, (before, reading) => (string[])[.. before, reading]).Take(MostReadings)];
        }

        // liu xiao bo, liuxiaobo, liu xiaobo
        return characters.Count == 0 ? [] : readings.SelectMany(r => new[]
        {
            string.Join(' ', r), string.Concat(r), r.Length > 2 ? $"{r[0]} {string.Concat(r[1..])}" : string.Concat(r),
        });
    }

    // Without ü on the keyboard, lü is typed as lv or lu.
    private static string[] Keyboards(string reading) =>
        reading.Contains('v', StringComparison.Ordinal) ? [reading.Replace('v', 'u'), reading] : [reading];
}

/// <summary>A filter of names in memory, by what somebody typed: part of a name in any of its spellings, or several of its words.</summary>
internal sealed class NameFilter
{
    private readonly string joined;
    private readonly List<string> words;

    public NameFilter(string? typed)
    {
        words = Words(CleanText.Line(typed));
        joined = string.Concat(words);
    }

    /// <summary>True when nothing was typed that is part of a name; then every name fits.</summary>
    public bool IsEmpty => joined.Length == 0;

    /// <summary>True when one of a person's names fits.</summary>
    public bool Fits(params IEnumerable<string> names) => IsEmpty || names.SelectMany(NameSpellings.Of).Select(Words)
        .Any(name => string.Concat(name).Contains(joined, StringComparison.Ordinal)
            || words.TrueForAll(w => name.Exists(n => n.Contains(w, StringComparison.Ordinal))));

    /// <summary>Every spelling of a person's names, its words joined.</summary>
    public static IEnumerable<string> Joined(params IEnumerable<string> names) =>
        names.SelectMany(JoinedOf).Distinct(StringComparer.Ordinal);

    /// <summary>A name in plain Latin letters has one form when its words are joined; lists of hundreds are full of them.</summary>
    private static IEnumerable<string> JoinedOf(string name) =>
        Ascii.IsValid(name)
            ? new[] { string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant() }.Where(n => n.Length > 0)
            : NameSpellings.Of(name).Select(n => string.Concat(Words(n)));

    private static List<string> Words(string text) => SearchText.Tokens(text, withBoundaries: false).ConvertAll(t => t.Text);
}
