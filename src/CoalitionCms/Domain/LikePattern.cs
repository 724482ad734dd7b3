namespace CoalitionCms.Domain;

/// <summary>Creates patterns for the SQL operator LIKE from user input.</summary>
internal static class LikePattern
{
    /// <summary>The character that escapes <c>%</c> and <c>_</c>.</summary>
    public const string Escape = "\\";

    /// <summary>
    /// Patterns for a column that <see cref="SearchText.Index"/> wrote: one for each phrase that was typed. Parts of words match; signs
    /// without a letter or digit, of which the index holds none, match nothing.
    /// </summary>
    public static IEnumerable<string> OfIndex(string? typed) =>
        SearchQuery.Of(typed).Phrases is { Count: > 0 } phrases ? phrases.Select(phrase => Containing(string.Join(' ', phrase))!)
        : Containing(typed) is { } signs ? [signs] : [];

    /// <summary>A pattern for lower-case text that contains the words; null when the input is empty.</summary>
    public static string? Containing(string? words) => CleanText.Line(words) is { Length: > 0 } clean
        ? "%" + clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant() + "%"
        : null;
}
