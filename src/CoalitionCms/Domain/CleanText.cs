using System.Buffers;
using System.Globalization;
using System.Text;

namespace CoalitionCms.Domain;

/// <summary>Normalizes text for storage: it reads the same to everybody, and every output format can represent it.</summary>
internal static class CleanText
{
    // Everything else stays as it is in a body; nearly all of every text, so it is copied as a whole.
    private static readonly SearchValues<char> LookedAt = SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(i => (char)i)
        .Where(c => char.IsSurrogate(c) || c is '\u2028' or '\u2029' || (c is not ('\n' or '\t') && IsUnsafe(new Rune(c))))]);

    /// <summary>A title, name or slug: one line, composed (NFC), single spaces, no invisible characters.</summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var line = new StringBuilder(text.Length);
        var (pendingSpace, isComposed) = (false, true);
        var last = default(Rune);
        for (var i = 0; i < text.Length;)
        {
            if (IsPlain(text[i]))
            {
                // Nearly all of every text is copied without a closer look.
                var start = i;
                while (i < text.Length && IsPlain(text[i]))
                {
                    i++;
                }

                line.Append(pendingSpace ? " " : "").Append(text, start, i - start);
                (pendingSpace, last) = (false, new Rune(text[i - 1]));
                continue;
            }

            if (!TryNext(text, ref i, out var rune))
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                pendingSpace = line.Length > 0;
                continue;
            }
            if (IsUnsafe(rune) || IsInvisible(rune) || (IsJoiner(rune) && (pendingSpace || !Joins(last, text, i))))
            {
                continue;
            }

            if (pendingSpace)
            {
                line.Append(' ');
            }

            line.Append(rune);
            (pendingSpace, last, isComposed) = (false, rune, false);
        }
        return isComposed ? line.ToString() : line.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Visible ASCII, Chinese characters and Korean syllables: they stay as they are, and compose with nothing like them.
    /// </summary>
    private static bool IsPlain(char unit) =>
        unit is (> ' ' and < '\u007f') or (>= '\u4e00' and <= '\u9fff') or (>= '\uac00' and <= '\ud7a3');

    /// <summary>A Markdown body: line ends are <c>\n</c>; spaces, tabs and spelling are kept as typed.</summary>
    public static string Block(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var next = text.AsSpan().IndexOfAny(LookedAt);
        if (next < 0)
        {
            return text;
        }

        var block = new StringBuilder(text, 0, next, text.Length);
        for (var i = next; i < text.Length;)
        {
            var rest = text.AsSpan(i);
            next = rest.IndexOfAny(LookedAt) is >= 0 and var found ? found : rest.Length;
            block.Append(rest[..next]);
            i += next;
            if (i == text.Length || !TryNext(text, ref i, out var rune))
            {
                continue;
            }

            if (rune.Value == '\r' && i < text.Length && text[i] == '\n')
            {
                continue;
            }

            if (rune.Value is '\r' or '\u0085' or '\u2028' or '\u2029')
            {
                block.Append('\n');
            }
            else if (rune.Value is '\n' or '\t' || !IsUnsafe(rune))
            {
                block.Append(rune);
            }
        }
        return block.ToString();
    }

    /// <summary>Reads one character; false for half of a surrogate pair, which no file, feed or database can store.</summary>
    private static bool TryNext(string text, ref int index, out Rune rune)
    {
        var whole = Rune.TryGetRuneAt(text, index, out rune);
        index += whole ? rune.Utf16SequenceLength : 1;
        return whole;
    }

    // Security: bidi controls can show a name or a link in another order than it is stored; controls and noncharacters break XML feeds.
    private static bool IsUnsafe(Rune rune) => rune.Value
        is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F) or 0x200E or 0x200F or 0x061C
        or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE || Rune.IsControl(rune);

    // Security: two titles or names that look the same must be the same; blank fillers would give an entry without a visible title.
    private static bool IsInvisible(Rune rune) => rune.Value
        is 0x200B or 0x00AD or 0x034F or 0x180E or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800
        or (>= 0x2060 and <= 0x2065) or (>= 0xE0000 and <= 0xE007F);

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    private static bool Joins(Rune before, string text, int next) =>
        NeedsJoiners(before) && next < text.Length && Rune.TryGetRuneAt(text, next, out var after) && NeedsJoiners(after);

    /// <summary>
    /// Letters and vowel signs of the scripts in which a joiner changes the spelling: Arabic, Syriac, those of India, Burmese, Khmer,
    /// Mongolian.
    /// </summary>
    private static bool NeedsJoiners(Rune rune) => rune.Value
        is (>= 0x0600 and <= 0x074F) or (>= 0x0750 and <= 0x077F) or (>= 0x08A0 and <= 0x0DFF) or (>= 0x1000 and <= 0x109F)
        or (>= 0x1780 and <= 0x18AF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
