using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// Public addresses have one spelling: lower case, composed letters, no slash at the end, the language as its code is written.
/// </summary>
internal static class CanonicalPath
{
    /// <summary>The one spelling of a public path, or null when it is that already, or no address of ours in any spelling.</summary>
    public static string? Of(string path)
    {
        // Security: a path that a browser could take for another host is never repeated in a redirect.
        // A percent sign that is left is a byte that is no text.
        if (path.Length < 2 || !OwnAddress.Is(path) || path.Contains("//", StringComparison.Ordinal)
            || path.Contains('%', StringComparison.Ordinal) || !IsText(path))
        {
            return null;
        }

        // Security: a staff page away from its host is spelled, and found missing, as any other.
        if (path.StartsWith(StaffHost.Nowhere + "/", StringComparison.Ordinal))
        {
            return Of(path[StaffHost.Nowhere.Length..]);
        }

        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        var language = Language.FindAnyCase(first);
        var rest = language is null ? path : path[(first.Length + 1)..];

        // The code of a certificate is read in any case, and repeated nowhere.
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
