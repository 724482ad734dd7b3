using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The place of an address of the site in a copy. Links name files: a folder on a disk has no index, and many hosts serve a copy below a
/// path of their own.
/// </summary>
internal static partial class CopyAddress
{
    private const int LongestName = 120;

    /// <summary>Names at the top of a copy that a page of the site could have as well.</summary>
    private static readonly HashSet<string> OwnNames = new(
        ["404", "index", "search", "manifest", "readme", "redirects"], StringComparer.Ordinal);

    /// <summary>The file of a page, by its unescaped path and its query without the question mark.</summary>
    public static string FileOf(string path, string query = "")
    {
        var segments = path.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (IsHome(segments))
        {
            return string.Concat(segments.Select(s => s + "/")) + "index.html";
        }

        var names = segments.Select(SafeName).ToArray();
        if (names.Length == 1 && OwnNames.Contains(names[0]) && path != "/search")
        {
            names[0] += "~";
        }

        var file = string.Join('/', names);
        var ending = HasEnding().Match(segments[^1]) is { Success: true } match ? match.Value : ".html";
        file = file.EndsWith(ending, StringComparison.Ordinal) ? file[..^ending.Length] : file;
        return file + (query.Length == 0 ? "" : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)))[..10])
            + ending;
    }

    /// <summary>The link from one file to another, percent-encoded, without any need of a root.</summary>
    public static string Relative(string from, string to)
    {
        var (here, there) = (from.Split('/'), to.Split('/'));
        var common = 0;
        while (common < here.Length - 1 && common < there.Length - 1 && here[common] == there[common])
        {
            common++;
        }

        return string.Concat(Enumerable.Repeat("../", here.Length - 1 - common))
            + string.Join('/', there.Skip(common).Select(Uri.EscapeDataString));
    }

    private static bool IsHome(string[] segments) =>
        segments.Length == 0 || (segments.Length == 1 && Domain.Language.Find(segments[0]) is not null);

    /// <summary>A name that is the same on every system: what is not gets a form of its own.</summary>
    private static string SafeName(string segment)
    {
        if (CopyPath.Problem(segment) is null && Encoding.UTF8.GetByteCount(segment) <= LongestName
            && !segment.AsSpan().ContainsAny('~', '%', '#'))
        {
            return segment;
        }

        var letters = segment.Normalize(NormalizationForm.FormC).EnumerateRunes()
            .Where(r => Rune.IsLetterOrDigit(r) || r.Value == '-').Select(r => r.ToString()).ToList();
        var start = new StringBuilder();
        foreach (var letter in letters.TakeWhile(l => Encoding.UTF8.GetByteCount(start + l) <= LongestName - 16))
        {
            start.Append(letter);
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{start}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(segment)))[..10]}");
    }

    // Endings of addresses that are no pages; slugs have no dots.
    [GeneratedRegex(@"\.[a-z0-9]{2,5}\z")]
    private static partial Regex HasEnding();
}
