using System.Globalization;
using System.Text;

namespace CoalitionCms.Content.Pasting;

/// <summary>Part of a line without spaces at its ends, and the gap in front of it.</summary>
internal sealed record Piece(RunKind Kind, string Text, Marks Marks, string? Link, string Source, string Gap)
{
    internal bool IsText => Kind == RunKind.Text && !Marks.HasFlag(Marks.Code);

    internal Marks Signs => Marks & Marks.Signs;

    internal bool IsGlued => Gap.Length == 0;

    internal bool BreaksLine => Gap.Contains('\n', StringComparison.Ordinal);

    /// <summary>What touches a sign in front of or behind the piece: a letter, or one of the characters that Markdown treats as punctuation.</summary>
    internal bool TouchesAsWord(bool last)
    {
        if (!IsText)
            return false;
        Rune rune;
        _ = last ? Rune.DecodeLastFromUtf16(Text, out rune, out _) : Rune.DecodeFromUtf16(Text, out rune, out _);
        return !IsPunctuation(rune) && !IsWide(rune);
    }

    /// <summary>Whether Markdown does not see a sign between the piece and a letter.</summary>
    internal bool TouchesAsPunctuation(bool last) => !IsText || PunctuationAt(last) > 0;

    /// <summary>How many characters of punctuation stand at an end.</summary>
    internal int PunctuationAt(bool last)
    {
        var length = 0;
        while (length < Text.Length)
        {
            Rune rune;
            int units;
            _ = last ? Rune.DecodeLastFromUtf16(Text.AsSpan(0, Text.Length - length), out rune, out units) : Rune.DecodeFromUtf16(Text.AsSpan(length), out rune, out units);
            if (!IsPunctuation(rune))
                break;
            length += units;
        }
        return length;
    }

    private static bool IsPunctuation(Rune rune) => !IsWide(rune) && (Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.EnclosingMark);

    private static bool IsWide(Rune rune) => WritingSystems.Of(rune) is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul or WritingSystem.FullWidth;
}
