using System.Globalization;
using System.Security.Cryptography;
using CoalitionCms.Domain;
using OtpNet;

namespace CoalitionCms.Identity;

/// <summary>Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, which every app supports).</summary>
internal static class Totp
{
    /// <summary>Bytes of a secret: as many as the hash has.</summary>
    public const int SecretBytes = 20;

    public const int Digits = 6;

    private const int Seconds = 30;
    private const int LongestTyped = 64;

    // Clocks may differ by one step.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    public static string CodeOf(byte[] secret, long step) => new Hotp(secret, OtpHashMode.Sha1, Digits).ComputeHOTP(step);

    /// <summary>The time step of the typed code: the current one, or the one before or after. Null when it is none of them.</summary>
    public static long? Match(byte[] secret, string typed, DateTimeOffset now) =>
        new OtpNet.Totp(secret, Seconds, OtpHashMode.Sha1, Digits).VerifyTotp(now.UtcDateTime, Plain(typed), out var step, Window)
        ? step
        : null;

    /// <summary>A secret in the form in which it is typed into an app: groups of four letters.</summary>
    public static string Spelled(byte[] secret) => string.Join(' ', Base32Encoding.ToString(secret).Chunk(4).Select(c => new string(c)));

    public static string Address(byte[] secret, string site, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(site)}:{Uri.EscapeDataString(login)}"
            + $"?secret={Base32Encoding.ToString(secret)}&issuer={Uri.EscapeDataString(site)}";

    // Chinese and Arabic keyboards have their own digits; apps show codes with a space, people write them with a dash.
    private static string Plain(string typed)
    {
        var trimmed = SecretText.Normalized(typed[..Math.Min(typed.Length, LongestTyped)]).Trim();
        return string.Concat(trimmed.Where((c, i) => !char.IsWhiteSpace(c) && !(i > 0 && i < trimmed.Length - 1 && IsDash(c)))
            .Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : '?'));
    }

    private static bool IsDash(char c) => c == '\u2212' || char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation;
}
