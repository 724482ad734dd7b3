using System.Text;

namespace CoalitionCms.Domain;

/// <summary>The script of a character, as far as fonts, line breaks and language tags depend on it.</summary>
internal enum WritingSystem
{
    /// <summary>Spaces, digits, punctuation: they belong to the script of their neighbours.</summary>
    Neutral,

    /// <summary>Letters of any script not listed here.</summary>
    Other,

    Han,

    Kana,

    /// <summary>Punctuation as wide as a Chinese character.</summary>
    FullWidth,

    Hangul,

    Arabic,
}

/// <summary>Sorts characters into writing systems by Unicode block.</summary>
internal static class WritingSystems
{
    internal static WritingSystem Of(Rune rune) => rune.Value switch
    {
        < 0x0600 => Rune.IsLetter(rune) ? WritingSystem.Other : WritingSystem.Neutral,
        <= 0x06FF or (>= 0x0750 and <= 0x077F) or (>= 0x08A0 and <= 0x08FF) or (>= 0xFB50 and <= 0xFDFF)
            or (>= 0xFE70 and <= 0xFEFE) => WritingSystem.Arabic,
        (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF)
            or (>= 0xFFA0 and <= 0xFFDC)
            => WritingSystem.Hangul,
        (>= 0x2E80 and <= 0x2FDF) or 0x3005 or 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3038 and <= 0x303B) or (>= 0x3100 and <= 0x312F)
            or (>= 0x31A0 and <= 0x31BF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x20000 and <= 0x3FFFD)
            => WritingSystem.Han,
        (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9F) => WritingSystem.Kana,
        (>= 0x3001 and <= 0x303F) or (>= 0xFE10 and <= 0xFE1F) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF01 and <= 0xFF65)
            or (>= 0xFFE0 and <= 0xFFE6)
            => WritingSystem.FullWidth,
        _ => Rune.IsLetter(rune) ? WritingSystem.Other : WritingSystem.Neutral,
    };

    /// <summary>Chinese, Japanese or Korean: written without spaces, or with endings attached.</summary>
    internal static bool IsEastAsian(WritingSystem system) =>
        system is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul or WritingSystem.FullWidth;

    internal static WritingSystem Of(char unit) => Rune.TryCreate(unit, out var rune) ? Of(rune) : WritingSystem.Neutral;

    /// <summary>The script of the last or first character; surrogate pairs are read as one character.</summary>
    internal static WritingSystem Of(ReadOnlySpan<char> text, bool last)
    {
        var found = last ? Rune.DecodeLastFromUtf16(text, out var rune, out _) : Rune.DecodeFromUtf16(text, out rune, out _);
        return found == System.Buffers.OperationStatus.Done ? Of(rune) : WritingSystem.Neutral;
    }
}
