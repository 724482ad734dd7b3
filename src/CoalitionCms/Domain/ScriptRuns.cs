using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>
/// Splits a line where the script changes, so that every part can have its own language tag: without it a browser shows Chinese names with
/// Japanese glyphs, and a screen reader spells them. Latin letters need no tag: every font and voice supports them.
/// </summary>
internal static class ScriptRuns
{
    /// <summary>
    /// The parts of <paramref name="text"/> in order, together the whole text; a language of null means that of the page.
    /// </summary>
    public static IEnumerable<(string Text, string? Language)> Split(string text, string pageLanguage)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pageLanguage);
        return SplitRuns(text, Primary(pageLanguage));
    }

    /// <summary>Whether a language returned by <see cref="Split"/> is written from right to left.</summary>
    public static bool IsRightToLeft(string language) => language == "ug";

    private static IEnumerable<(string Text, string? Language)> SplitRuns(string text, string page)
    {
        var start = 0;
        var gap = -1; // where neutral characters began after the last letter
        var kana = false;
        string? language = null;
        for (var i = 0; i < text.Length;)
        {
            var at = i;
            var rune = Rune.TryGetRuneAt(text, i, out var whole) ? whole : Rune.ReplacementChar;
            i += rune.Utf16SequenceLength;
            var system = WritingSystems.Of(rune);
            if (IsMark(rune) && gap < 0)
            {
                continue;
            }

            if (system == WritingSystem.Neutral || (system == WritingSystem.FullWidth && page == "ko"))
            {
                gap = gap < 0 ? at : gap;
                continue;
            }

            var next = Foreign(system, page);
            if (!string.Equals(next, language, StringComparison.Ordinal))
            {
                // Spaces and digits between two languages belong to the page; between two words of one language they belong to that
                // language.
                var end = language is null || gap < 0 ? at : gap;
                if (end > start)
                {
                    yield return (text[start..end], Named(language, kana));
                }

                if (next is not null && at > end)
                {
                    yield return (text[end..at], null);
                }

                (start, language, kana) = (next is null ? end : at, next, false);
            }
            kana |= system == WritingSystem.Kana;
            gap = -1;
        }

        var last = language is null || gap < 0 ? text.Length : gap;
        if (last > start)
        {
            yield return (text[start..last], Named(language, kana));
        }

        if (text.Length > last)
        {
            yield return (text[last..], null);
        }
    }

    private static string? Foreign(WritingSystem system, string page) => system switch
    {
        WritingSystem.Han or WritingSystem.Kana or WritingSystem.FullWidth when page is not ("zh" or "ja") => "zh-Hans",
        WritingSystem.Hangul when page != "ko" => "ko",
        WritingSystem.Arabic when page is not ("ug" or "ar" or "fa" or "ur") => "ug",
        _ => null,
    };

    private static string? Named(string? language, bool kana) => kana && language == "zh-Hans" ? "ja" : language;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private static string Primary(string language) => language.Split('-')[0];
}
