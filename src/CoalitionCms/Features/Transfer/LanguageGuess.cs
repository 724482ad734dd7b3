using System.Text.RegularExpressions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Transfer;

/// <summary>The language of this site in which a text is written.</summary>
internal static partial class LanguageGuess
{
    private const int Looked = 6_000;

    /// <summary>By the letters of title and text; null where they could be of several languages.</summary>
    public static Language? Of(string title, string html)
    {
        var text = title + " " + Tag().Replace(html.Length > Looked ? html[..Looked] : html, " ");
        var (han, traditional, kana, hangul, arabic, other) = (0, 0, 0, 0, 0, 0);
        foreach (var unit in text)
        {
            switch (WritingSystems.Of(unit))
            {
                case WritingSystem.Han:
                    han++;
                    traditional += HanTables.Simplify(unit) != unit ? 1 : 0;
                    break;
                case WritingSystem.Kana:
                    kana++;
                    break;
                case WritingSystem.Hangul:
                    hangul++;
                    break;
                case WritingSystem.Arabic:
                    arabic++;
                    break;
                case WritingSystem.Other:
                    other++;
                    break;
            }
        }

        // A Latin word takes four or five letters where Chinese takes one or two.
        var latin = other / 4;
        return kana > han / 5 && kana > latin ? null
            : hangul > latin && hangul > han ? Language.Find("ko")
            : han > latin ? Language.Find(traditional * 12 > han ? "zh-Hant" : "zh-Hans")
            : arabic > other ? Language.Find("ug")
            : null;
    }

    /// <summary>By a code of another system, such as <c>zh_TW</c> or <c>zh-hans</c>;
    /// null for a language that this site does not have.</summary>
    public static Language? OfCode(string code)
    {
        var parts = code.ToLowerInvariant().Split('-', '_', '.');
        return parts[0] switch
        {
            "zh" or "cn" or "tw" => Language.Find(
                parts.Any(p => p is "hant" or "tw" or "hk" or "mo" or "traditional") ? "zh-Hant" : "zh-Hans"),
            "" => null,
            var primary => Language.FindAnyCase(primary),
        };
    }

    [GeneratedRegex("<[^<>]*>|&[a-z#0-9]{1,8};", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
