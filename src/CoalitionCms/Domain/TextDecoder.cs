using System.Text;

namespace CoalitionCms.Domain;

/// <summary>Text that was decoded from a file in an unknown encoding.</summary>
/// <param name="Encoding">Name of the encoding used, one of <see cref="TextDecoder.Encodings"/>.</param>
internal sealed record DecodedText(string Text, string Encoding);

/// <summary>
/// Detects the encoding of a file: UTF-8 and UTF-16 by byte-order marks, zero bytes and strict validation, otherwise GB18030, which
/// spreadsheet programs write in a Chinese environment (GBK is a subset of it). Never replaces a character: a file with invalid bytes is
/// refused.
/// </summary>
internal static class TextDecoder
{
    private const string Utf8 = "UTF-8";
    private const string Utf16 = "UTF-16";
    private const string Utf16BigEndian = "UTF-16BE";
    private const string Chinese = "GB18030";

    public static IReadOnlyList<string> Encodings { get; } = [Utf8, Chinese, "Big5", "EUC-KR", Utf16, Utf16BigEndian, "windows-1252"];

    /// <summary>Decodes bytes; null where they are valid in no encoding, or not in the requested one.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="asked">A name of <see cref="Encodings"/>; empty to detect it.</param>
    public static DecodedText? Decode(ReadOnlySpan<byte> bytes, string? asked = null)
    {
        if (!string.IsNullOrEmpty(asked))
        {
            return Encodings.Contains(asked) ? TryRead(bytes, asked) : null;
        }

        return bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => TryRead(bytes, Utf8),
            [0xFF, 0xFE, ..] => TryRead(bytes, Utf16),
            [0xFE, 0xFF, ..] => TryRead(bytes, Utf16BigEndian),
            _ when ZerosAt(bytes, 1) => TryRead(bytes, Utf16),
            _ when ZerosAt(bytes, 0) => TryRead(bytes, Utf16BigEndian),
            _ => TryRead(bytes, Utf8) ?? TryRead(bytes, Chinese),
        };
    }

    /// <summary>Column names are ASCII: in UTF-16 without a byte-order mark every other byte of them is zero.</summary>
    private static bool ZerosAt(ReadOnlySpan<byte> bytes, int parity) =>
        bytes.Length >= 8 && bytes[parity] == 0 && bytes[parity + 2] == 0 && bytes[parity + 4] == 0;

    private static DecodedText? TryRead(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var text = Of(name).GetString(bytes);
            return new(text.StartsWith('\uFEFF') ? text[1..] : text, name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Of(string name) => name switch
    {
        Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        Utf16BigEndian => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
    };
}
