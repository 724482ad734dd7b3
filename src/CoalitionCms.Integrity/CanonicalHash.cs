using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Integrity;

/// <summary>
/// SHA-256 over a label and a list of texts, written so that no two lists give the same bytes (FORMATS.md, "Field list").
/// </summary>
internal static class CanonicalHash
{
    // Security: strict. A lone surrogate would silently become U+FFFD, and two different texts would share a hash.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    internal static string Of(string label, params ReadOnlySpan<string> fields)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, label);
        foreach (var field in fields)
        {
            Append(sha, field);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    internal static bool IsHash(string? text) => text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static void Append(IncrementalHash sha, string field)
    {
        var bytes = Utf8.GetBytes(field);
        sha.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        sha.AppendData(bytes);
        sha.AppendData(","u8);
    }
}
