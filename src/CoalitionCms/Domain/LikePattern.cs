namespace CoalitionCms.Domain;

/// <summary>Patterns for the database's LIKE, made of what somebody typed.</summary>
public static class LikePattern
{
    /// <summary>The character that takes the meaning from <c>%</c> and <c>_</c>.</summary>
    public const string Escape = "\\";

    /// <summary>A pattern for lower-case text that contains the words; null when nothing was typed.</summary>
    public static string? Containing(string? words) => CleanText.Line(words) is { Length: > 0 } clean
        ? "%" + clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant() + "%"
        : null;
}
