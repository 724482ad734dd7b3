using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// Seals what the site gives out of its hands and must know again unchanged: to the database, or to a form for a quarter of an hour.
/// </summary>
public sealed class ProtectedPayloads(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a form may stay open between its question and its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const string Root = "CoalitionCms.ProtectedPayloads";
    private const int LongestSealed = 16_384;

    public byte[] Protect(byte[] secret, params string[] purpose) => Protector(purpose).Protect(secret);

    /// <summary>Opens what the database kept; null when it was sealed for another purpose, by hand, or under keys that are gone.</summary>
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

    /// <summary>Opens what a form brought back; null when it is too old or not ours.</summary>
    public string? OpenFromForm(string? lent, params string[] purpose)
    {
        if (lent is not { Length: > 0 and <= LongestSealed })
        {
            return null;
        }

        try
        {
            var bytes = Protector(purpose).Unprotect(WebEncoders.Base64UrlDecode(lent));
            return BinaryPrimitives.ReadInt64BigEndian(bytes) >= clock.GetUtcNow().ToUnixTimeMilliseconds()
                ? Encoding.UTF8.GetString(bytes, 8, bytes.Length - 8) : null;
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // Security: a seal for one purpose or account opens for no other.
    private IDataProtector Protector(string[] purpose) => protection.CreateProtector(Root, purpose);
}
