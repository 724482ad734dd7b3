using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// Encrypts data that leaves the program and must come back unchanged: in the database, or in a form for a quarter of an hour.
/// </summary>
internal sealed class ProtectedPayloads(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a form may stay open before it is sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const string Root = "CoalitionCms.ProtectedPayloads";
    private const int LongestSealed = 16_384;

    public byte[] Protect(byte[] secret, params string[] purpose) => Protector(purpose).Protect(secret);

    /// <summary>
    /// Decrypts data from the database; null when it was encrypted for another purpose, forged, or encrypted with keys that no longer
    /// exist.
    /// </summary>
    public byte[]? Open(byte[] kept, params string[] purpose)
    {
        try
        {
            return Protector(purpose).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public string ProtectForForm(string words, params string[] purpose)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(words)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (clock.GetUtcNow() + Patience).ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(words, bytes.AsSpan(8));
        return WebEncoders.Base64UrlEncode(Protector(purpose).Protect(bytes));
    }

    /// <summary>Decrypts data from a form; null when it has expired or was not issued by this site.</summary>
    public string? OpenFromForm(string? lent, params string[] purpose)
    {
        if (lent is not { Length: > 0 and <= LongestSealed })
        {
            return null;
        }

        try
        {
            var bytes = Protector(purpose).Unprotect(WebEncoders.Base64UrlDecode(lent));
            var expires = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
            return clock.GetUtcNow() <= expires && clock.IsWithin(2 * Patience, expires.UtcDateTime)
                ? Encoding.UTF8.GetString(bytes, 8, bytes.Length - 8) : null;
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // Security: data encrypted for one purpose or account cannot be decrypted for another.
    private IDataProtector Protector(string[] purpose) => protection.CreateProtector(Root, purpose);
}
