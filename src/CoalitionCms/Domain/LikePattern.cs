namespace CoalitionCms.Domain;

/// <summary>Creates patterns for the SQL operator LIKE from user input.</summary>
internal static class LikePattern
{
    /// <summary>The character that escapes <c>%</c> and <c>_</c>.</summary>
    public const string Escape = "\\";

    /// <summary>A pattern for lower-case text that contains the words; null when the input is empty.</summary>
    public static string? Containing(string? words) => CleanText.Line(words) is { Length: > 0 } clean
        ? "%" + clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant() + "%"
        : null;
}
