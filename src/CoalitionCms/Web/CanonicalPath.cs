using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// Canonical spelling of public addresses: lower case, composed letters, no trailing slash, the language code as defined.
/// </summary>
internal static class CanonicalPath
{
    /// <summary>
    /// The canonical spelling of a public path, or null when it is canonical already or is not an address of this site in any spelling.
    /// </summary>
    public static string? Of(string path)
    {
        // Security: a path that a browser could interpret as another host is never repeated in a redirect. A remaining percent sign is a
        // byte that is not text.
        if (path.Length < 2 || !OwnAddress.Is(path) || path.Contains("//", StringComparison.Ordinal)
            || path.Contains('%', StringComparison.Ordinal) || !IsText(path))
        {
            return null;
        }

        // Security: a staff page on another host gets the same canonical spelling, and the same "not found", as any other path.
        if (path.StartsWith(StaffHost.Nowhere + "/", StringComparison.Ordinal))
        {
            return Of(path[StaffHost.Nowhere.Length..]);
        }

        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        var language = Language.FindAnyCase(first);
        var rest = language is null ? path : path[(first.Length + 1)..];

        // The code of a certificate is accepted in any case, and is not repeated in a redirect.
        if (rest.StartsWith("/verify/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var lower = rest.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
        var canonical = language?.UrlPrefix + lower.TrimEnd('/');
        canonical = canonical.Length == 0 ? "/" : canonical;
        return canonical == path ? null : canonical;
    }

    private static bool IsText(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || (rune.Value & 0xFFFE) == 0xFFFE || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }
}
