namespace CoalitionCms.Domain;

/// <summary>A line with a name: a link, the fingerprint of a key. Written as "name: text".</summary>
internal sealed record LabelledText(string Label, string Text)
{
    /// <summary>Reads one per line; a line without a name or without a text has an empty part.</summary>
    public static IReadOnlyList<LabelledText> ReadLines(string? lines) =>
        [.. (lines ?? "").Split('\n').Select(CleanText.Line).Where(l => l.Length > 0).Select(Read)];

    public static string WriteLines(IEnumerable<LabelledText> lines) => string.Join('\n', lines.Select(l => $"{l.Label}: {l.Text}"));

    private static LabelledText Read(string line)
    {
        var colon = line.IndexOfAny([':', '：']);
        return colon < 0 ? new("", line) : new(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }
}
