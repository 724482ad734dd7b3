using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>
/// What is known of a Chinese character without its context: the simplified form, the readings in pinyin, the number of strokes. The tables
/// are written by <c>make.sh</c> beside them.
/// </summary>
internal static class HanTables
{
    private static readonly FrozenDictionary<char, char> Variants = ReadVariants();
    private static readonly Lazy<FrozenDictionary<char, string[]>> Readings = new(ReadReadings);
    private static readonly Lazy<FrozenDictionary<char, int>> Strokes = new(ReadStrokes);

    /// <summary>The simplified form of a traditional or regional character; others are returned unchanged.</summary>
    public static char Simplify(char character) => Variants.GetValueOrDefault(character, character);

    /// <summary>The text with every character simplified, for comparison only: several traditional characters have the same form.</summary>
    public static string Simplify(string text) => string.Create(text.Length, text, static (simple, source) =>
    {
        for (var i = 0; i < simple.Length; i++)
        {
            simple[i] = Simplify(source[i]);
        }
    });

    /// <summary>All readings in pinyin without tones, the usual one first, with <c>v</c> for ü; none for an unknown character.</summary>
    public static IReadOnlyList<string> ReadingsOf(char character) => Readings.Value.GetValueOrDefault(Simplify(character), []);

    /// <summary>Number of strokes; 0 for an unknown character.</summary>
    public static int StrokesOf(char character) => Strokes.Value.GetValueOrDefault(character);

    private static FrozenDictionary<char, char> ReadVariants() =>
        Lines("variants").Select(line => KeyValuePair.Create(line[0], line[1])).ToFrozenDictionary();

    private static FrozenDictionary<char, string[]> ReadReadings()
    {
        var (usual, other) = (new Dictionary<char, List<string>>(), new List<(char Character, string Reading)>());
        foreach (var line in Lines("readings"))
        {
            var (space, bar) = (line.IndexOf(' ', StringComparison.Ordinal), line.IndexOf('|', StringComparison.Ordinal));
            foreach (var character in line.AsSpan(space + 1, bar - space - 1))
            {
                usual[character] = [line[..space]];
            }

            other.AddRange(line[(bar + 1)..].Select(character => (character, line[..space])));
        }

        other.ForEach(o => usual[o.Character].Add(o.Reading));
        return usual.ToFrozenDictionary(u => u.Key, u => u.Value.ToArray());
    }

    private static FrozenDictionary<char, int> ReadStrokes() =>
        (from line in Lines("strokes")
         let space = line.IndexOf(' ', StringComparison.Ordinal)
         let count = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture)
         from character in line[(space + 1)..]
         select KeyValuePair.Create(character, count)).ToFrozenDictionary();

    internal static IEnumerable<string> Lines(string table)
    {
        using var stream = typeof(HanTables).Assembly.GetManifestResourceStream($"Domain/Han/{table}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line is not ['#', ..])
            {
                yield return line;
            }
        }
    }
}
