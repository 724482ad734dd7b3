using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Addresses;

/// <summary>Why a text is not a valid address for the register.</summary>
public enum LocationMistake
{
    Missing,

    TooLong,

    WrongScheme,

    /// <summary>There is a user name or password before the host.</summary>
    HasUser,

    HasQuery,

    /// <summary>There is no host name with at least one dot.</summary>
    NotAHost,

    /// <summary>The path has spaces or invalid characters.</summary>
    BadPath,

    NotOnion,

    /// <summary>An onion address with a typing error: its checksum is wrong.</summary>
    OnionMistyped,

    /// <summary>An onion address listed as a kind that browsers open without Tor.</summary>
    OnionElsewhere,
}

/// <summary>
/// Parses addresses as stored in the register: host, or host and path, without scheme; and defangs addresses that nobody should open.
/// </summary>
internal static class AddressLocation
{
    public const int MaxLength = 300;

    private const string OnionEnd = ".onion";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Parses a typed location, or returns the error.</summary>
    public static LocationMistake? Read(string? typed, AddressKind kind, out string location)
    {
        location = CleanText.Line(typed);
        if (location.Length == 0)
        {
            return LocationMistake.Missing;
        }

        if (location.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            if (location[..scheme].ToUpperInvariant() is not ("HTTP" or "HTTPS"))
            {
                return LocationMistake.WrongScheme;
            }

            location = location[(scheme + 3)..];
        }

        var slash = location.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (location, "") : (location[..slash], location[slash..].TrimEnd('/'));
        host = host.ToLowerInvariant().Normalize(NormalizationForm.FormC);
        location = host + path;
        return location.Length > MaxLength ? LocationMistake.TooLong
            : location.AsSpan().ContainsAny('?', '#') ? LocationMistake.HasQuery
            : host.Contains('@', StringComparison.Ordinal) ? LocationMistake.HasUser
            : Check(host, kind) is { } mistake ? mistake
            : path.Any(c => c is ' ' or '\\' or '<' or '>' or '"' || char.IsControl(c)) ? LocationMistake.BadPath
            : null;
    }

    /// <summary>
    /// Returns an address that nobody should open in a form that no program turns into a link: <c>www[.]old-example[.]org</c>.
    /// </summary>
    public static string Defang(string location) => location.Replace(".", "[.]", StringComparison.Ordinal);

    private static LocationMistake? Check(string host, AddressKind kind)
    {
        if (host.EndsWith(OnionEnd, StringComparison.Ordinal))
        {
            // A retired onion address may have the older, shorter form; one in use must be completely valid.
            return kind switch
            {
                AddressKind.Onion => CheckOnion(host),
                AddressKind.Retired => IsHost(host) ? null : LocationMistake.NotAHost,
                _ => LocationMistake.OnionElsewhere,
            };
        }

        return kind == AddressKind.Onion ? LocationMistake.NotOnion : IsHost(host) ? null : LocationMistake.NotAHost;
    }

    private static bool IsHost(string host)
    {
        if (!host.Contains('.', StringComparison.Ordinal) || host.StartsWith('.') || host.EndsWith('.') || IPAddress.TryParse(host, out _))
        {
            return false;
        }

        try
        {
            var ascii = Idn.GetAscii(host);
            return ascii.Length <= 253 && !ascii.Split('.')[^1].All(char.IsAsciiDigit);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Version 3: 56 characters that contain a key, a checksum and the version. Subdomains, as in <c>www.….onion</c>, are allowed.
    /// </summary>
    private static LocationMistake? CheckOnion(string host)
    {
        var name = host[..^OnionEnd.Length].Split('.')[^1];
        if (name.Length != 56 || !IsHost(host) || Base32(name) is not { } bytes || bytes[34] != 3)
        {
            return LocationMistake.NotOnion;
        }

        // If the machine does not support SHA-3, only the format is checked.
        return !SHA3_256.IsSupported || SHA3_256.HashData([.. ".onion checksum"u8, .. bytes[..32], 3]).AsSpan(0, 2)
            .SequenceEqual(bytes.AsSpan(32, 2))
            ? null
            : LocationMistake.OnionMistyped;
    }

    private static byte[]? Base32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (buffer, bits, count) = (0, 0, 0);
        foreach (var letter in text)
        {
            var value = "abcdefghijklmnopqrstuvwxyz234567".IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            (buffer, bits) = (((buffer << 5) | value) & 0xFFF, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes[count++] = (byte)(buffer >> bits);
            }
        }

        return bytes;
    }
}
