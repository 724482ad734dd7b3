using System.Text;

namespace CoalitionCms.Domain;

/// <summary>Normalizes passwords, passphrases and codes for comparison, so that every keyboard and file gives the same text.</summary>
internal static class SecretText
{
    // Programs write it at the start of a file; nobody types it.
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The normalized form of the input: compatibility forms composed, broken surrogate pairs replaced.</summary>
    public static string Normalized(string typed)
    {
        var text = WithoutMark(typed);
        var whole = string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        return whole.Normalize(NormalizationForm.FormKC);
    }

    public static string WithoutMark(string typed) => typed.TrimStart(ByteOrderMark);

    /// <summary>
    /// Length of a secret in characters, where a Chinese or Korean character counts as two, since there are thousands to choose from.
    /// </summary>
    public static int Length(string typed) => Normalized(typed).EnumerateRunes().Sum(r => IsHanOrHangul(r.Value) ? 2 : 1);

    private static bool IsHanOrHangul(int value) => value is 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
