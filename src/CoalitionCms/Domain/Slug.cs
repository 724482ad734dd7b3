using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>Why a text is not a valid slug.</summary>
public enum SlugProblem
{
    Empty,

    /// <summary>It has no letter and no digit.</summary>
    OnlyPunctuation,

    TooLong,

    /// <summary>It is not in the form that <see cref="Slug.From"/> returns.</summary>
    NotNormal,

    Reserved,
}

/// <summary>The last part of an entry's address: letters and digits of any script, lower case, with single hyphens.</summary>
internal static class Slug
{
    /// <summary>The longest slug, in UTF-16 units, which is how columns and forms count.</summary>
    public const int MaxLength = 80;

    private static readonly FrozenSet<string> SitePaths = FrozenSet.ToFrozenSet(
        [
            "account", "admin", "articles", "campaigns", "copy", "css", "draft", "error", "events", "favicon.svg", "feed", "healthz", "img",
                "js",
                "media",
            "official", "people", "readyz", "robots.txt", "search", "sitemap.xml", "tags", "verify",
            "zh", .. Language.All.Select(language => language.Code),
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a slug from a title; empty when the title has no letter and no digit. A valid slug is returned unchanged.</summary>
    public static string From(string title)
    {
        var text = CleanText.Line(title).ToLowerInvariant().Normalize(NormalizationForm.FormC);
        var slug = new StringBuilder(text.Length);
        var pendingHyphen = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
            {
                continue;
            }

            if (!IsKept(rune, afterLetter: slug.Length > 0 && !pendingHyphen))
            {
                pendingHyphen = slug.Length > 0;
                continue;
            }
            if (pendingHyphen)
            {
                slug.Append('-');
            }

            slug.Append(rune);
            pendingHyphen = false;
        }
        return Cut(slug.ToString().Normalize(NormalizationForm.FormC));
    }

    /// <summary>
    /// The error in this slug for an entry of this kind; null when it is valid. Whether it is in use is decided by the database.
    /// </summary>
    public static SlugProblem? Check(string slug, EntryKind kind)
    {
        if (string.IsNullOrWhiteSpace(slug))
        {
            return SlugProblem.Empty;
        }

        var normal = From(slug);
        if (normal.Length == 0)
        {
            return SlugProblem.OnlyPunctuation;
        }

        if (slug.Length > MaxLength)
        {
            return SlugProblem.TooLong;
        }

        if (IsReserved(slug, kind))
        {
            return SlugProblem.Reserved;
        }

        return string.Equals(normal, slug, StringComparison.Ordinal) ? null : SlugProblem.NotNormal;
    }

    private static bool IsReserved(string slug, EntryKind kind) => kind switch
    {
        EntryKind.Page => SitePaths.Contains(slug),
        // /articles/2015 is the archive of that year.
        EntryKind.Article => slug.Length == 4 && slug.All(char.IsAsciiDigit),
        // The name index.
        EntryKind.Person => slug == "names",
        _ => false,
    };

    /// <summary>Vowel signs and accents are kept only after a letter; 〇 and Ⅷ are letter numbers.</summary>
    private static bool IsKept(Rune rune, bool afterLetter) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => afterLetter,
        _ => Rune.IsLetter(rune),
    };

    /// <summary>Cuts at a hyphen if there is one in the second half, otherwise between two grapheme clusters.</summary>
    private static string Cut(string slug)
    {
        if (slug.Length <= MaxLength)
        {
            return slug;
        }

        var hyphen = slug.LastIndexOf('-', MaxLength);
        return hyphen > MaxLength / 2 ? slug[..hyphen] : slug[..WholeElements(slug, MaxLength)].TrimEnd('-');
    }

    private static int WholeElements(string text, int limit)
    {
        var length = 0;
        while (length + StringInfo.GetNextTextElementLength(text, length) is var next && next <= limit)
        {
            length = next;
        }
        // A single grapheme cluster longer than the limit is stacked accents; then it is cut at a code point.
        return length > 0 ? length : limit - (char.IsHighSurrogate(text[limit - 1]) ? 1 : 0);
    }
}
