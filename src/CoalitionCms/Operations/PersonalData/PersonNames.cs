using System.Text;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>
/// The names that identify a person in a text, for finding and removing: in Latin script as whole words in any case, in other scripts
/// anywhere.
/// </summary>
internal sealed class PersonNames
{
    public const string Blank = "[…]";

    private const int ShortestLatin = 3;
    private const int ShortestNative = 2;

    private readonly List<string> words;

    private PersonNames(IEnumerable<string> words) => this.words = [.. words.OrderByDescending(w => w.Length)];

    public IReadOnlyList<string> Words => words;

    /// <summary>
    /// Returns the searchable ones of these names; one or two letters occur in too many other words. Includes their forms in facts and
    /// addresses, in the other Chinese script, and with the family name at the other end.
    /// </summary>
    public static PersonNames Of(params IEnumerable<string?> names) => new(
        names.Select(CleanText.Line).Where(n => n.Length >= (IsLatin(n) ? ShortestLatin : ShortestNative))
            .SelectMany(Forms).SelectMany(n => new[] { n, JsonEncodedText.Encode(n, DomainJson.Options.Encoder).ToString(), IsLatin(n)
            && !n.Contains('@', StringComparison.Ordinal) ? Slug.From(n) : n })
            .Distinct(StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Forms(string name) => !IsLatin(name)
        ? [name, HanTables.Simplify(name), TraditionalText.Usual(name)]
        : name.Split(' ') is { Length: > 1 } parts && string.Join(' ', parts[1..]) is var rest && string.Join(' ', parts[..^1]) is var given
            ? [name, $"{rest} {parts[0]}", $"{parts[0]}, {rest}", $"{parts[^1]} {given}", $"{parts[^1]}, {given}"]
            : [name];

    public bool StandIn(string text) => words.Any(word => PlacesIn(text, word).Any());

    /// <summary>Returns the text with a placeholder for each name.</summary>
    public string TakenOutOf(string text) => words.Aggregate(text, (rest, word) =>
    {
        var (made, from) = (new StringBuilder(), 0);
        foreach (var at in PlacesIn(rest, word))
        {
            made.Append(rest, from, at - from).Append(Blank);
            from = at + word.Length;
        }

        return made.Append(rest, from, rest.Length - from).ToString();
    });

    private static IEnumerable<int> PlacesIn(string text, string word)
    {
        var isLatin = IsLatin(word);
        for (var at = Next(0); at >= 0; at = Next(at + word.Length))
        {
            var end = at + word.Length;
            if (!isLatin || ((at == 0 || !IsLetter(text[at - 1])) && (end >= text.Length || !IsLetter(text[end]))))
            {
                yield return at;
            }
        }

        int Next(int from) => text.IndexOf(word, from, isLatin ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '\u00C0' and <= '\u024F';

    private static bool IsLatin(string word) => word.All(c => c < '\u0250');
}
