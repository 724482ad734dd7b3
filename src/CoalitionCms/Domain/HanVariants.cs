using System.Collections.Frozen;

namespace CoalitionCms.Domain;

/// <summary>
/// Folds traditional and regional forms of Chinese characters to the simplified ones, for comparison only: several traditional characters
/// may share one. The table and its source are in <c>han-variants.txt</c>.
/// </summary>
internal static class HanVariants
{
    private static readonly FrozenDictionary<char, char> Simplified = Read();

    public static char Fold(char character) => Simplified.GetValueOrDefault(character, character);

    public static string Fold(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            folded[i] = Fold(from[i]);
        }
    });

    private static FrozenDictionary<char, char> Read()
    {
        using var stream = typeof(HanVariants).Assembly.GetManifestResourceStream("Domain/han-variants.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(line => line.Chunk(2)).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
    }
}
