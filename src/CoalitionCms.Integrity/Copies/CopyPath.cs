using System.Text;

namespace CoalitionCms.Integrity;

/// <summary>
/// Which paths a copy may have (FORMATS.md, "Manifest"): those that name the same file on every system, in a shell and in a URL.
/// </summary>
public static class CopyPath
{
    public const int MaxLength = 1_000;

    private static readonly HashSet<string> DeviceNames = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { "com" + n, "lpt" + n })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Sorts paths by their UTF-8 bytes, as <c>LC_ALL=C sort</c> does.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    /// <summary>Returns what is wrong with a path; null if nothing is.</summary>
    public static string? Problem(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > MaxLength)
        {
            return "empty or too long";
        }

        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || rune.Value is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'
                || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                return "a character that no path of a copy has";
            }
        }

        // Security: two spellings of one name would be one file on some systems and two on others.
        if (!path.IsNormalized(NormalizationForm.FormC))
        {
            return "not in composed form (NFC)";
        }

        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or "." or "..")
            {
                return "absolute, or with a step that is empty or leads upwards";
            }

            if (segment[^1] is '.' or ' ' || segment[0] == ' ')
            {
                return "a space or dot at an end that some systems drop";
            }

            if (DeviceNames.Contains(segment.Split('.')[0]))
            {
                return "the name of a device on some systems";
            }
        }

        return null;
    }

    private static int Compare(string? one, string? other)
    {
        ReadOnlySpan<char> left = one, right = other;
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // In UTF-8, surrogate pairs come behind all other characters.
        return (char.IsSurrogate(left[common]), left[common]).CompareTo((char.IsSurrogate(right[common]), right[common]));
    }
}
