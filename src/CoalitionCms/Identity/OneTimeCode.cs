using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>Secrets that somebody else keeps: the code of a link, the key of a session. The database has only their hash.</summary>
public static class OneTimeCode
{
    private const int Bytes = 32;

    /// <summary>256 random bits, in letters that a link can carry.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored of a code. It needs no salt: nobody can guess 256 bits.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
