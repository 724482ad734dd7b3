using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Identity;

/// <summary>Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, as every app can).</summary>
public static class Totp
{
    /// <summary>Bytes of a secret: as many as the hash has.</summary>
    public const int SecretBytes = 20;

    public const int Digits = 6;

    private const int Seconds = 30;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>Which time step an instant lies in.</summary>
    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    public static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];

        // Security: every app knows this hash and many know no other; forging an HMAC needs more than the collisions that SHA-1 is broken
        // for.
#pragma warning disable CA5350
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The time step whose code was typed: the present one, or the one before or after, for clocks that differ. Null when it is none of
    /// them.
    /// </summary>
    public static long? Match(byte[] secret, string typed, DateTimeOffset now)
    {
        var code = Encoding.ASCII.GetBytes(Plain(typed));
        long? match = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            // Security: compared in constant time, and always all three.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), code))
            {
                match = step;
            }
        }

        return match;
    }

    /// <summary>A secret as apps take it when it is typed: groups of four letters.</summary>
    public static string Spelled(byte[] secret) => string.Join(' ', Base32(secret).Chunk(4).Select(c => new string(c)));

    public static string Address(byte[] secret, string site, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(site)}:{Uri.EscapeDataString(login)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(site)}";

    /// <summary>Twenty bytes are thirty-two letters, without padding.</summary>
    internal static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Letters[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Letters[(bits << (5 - count)) & 31]).ToString();
    }

    // Chinese and Arabic keyboards have digits of their own; apps show codes with a space.
    private static string Plain(string typed) => string.Concat(typed.Take(64).Where(c => !char.IsWhiteSpace(c))
        .Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : '?'));
}
