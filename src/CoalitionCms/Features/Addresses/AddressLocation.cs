using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Addresses;

/// <summary>Why a text is no address for the register.</summary>
public enum LocationMistake
{
    Missing,

    TooLong,

    WrongScheme,

    /// <summary>A user name or password stands before the host.</summary>
    HasUser,

    HasQuery,

    /// <summary>No host name with at least one dot.</summary>
    NotAHost,

    /// <summary>The path has spaces or characters that no path has.</summary>
    BadPath,

    NotOnion,

    /// <summary>An onion address with a letter wrong: its checksum does not fit.</summary>
    OnionMistyped,

    /// <summary>An onion address listed as something that browsers open without Tor.</summary>
    OnionElsewhere,
}

/// <summary>
/// Addresses as the register keeps them: host, or host and path, without scheme; and how one is shown that nobody should open.
/// </summary>
public static class AddressLocation
{
    public const int MaxLength = 300;

    private const string OnionEnd = ".onion";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The location that somebody typed, or what is wrong with it.</summary>
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
    /// An address that nobody should open, so written that no program makes a link of it: <c>www[.]old-example[.]org</c>.
    /// </summary>
    public static string Defang(string location) => location.Replace(".", "[.]", StringComparison.Ordinal);

    private static LocationMistake? Check(string host, AddressKind kind)
    {
        if (host.EndsWith(OnionEnd, StringComparison.Ordinal))
        {
            // A retired onion address may be of the old, shorter form; one in use must be right to the letter.
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
    /// Version 3: 56 letters that hold a key, a checksum over it and the version. Names before it, as in <c>www.….onion</c>, are allowed.
    /// </summary>
    private static LocationMistake? CheckOnion(string host)
    {
        var name = host[..^OnionEnd.Length].Split('.')[^1];
        if (name.Length != 56 || !IsHost(host) || Base32(name) is not { } bytes || bytes[34] != 3)
        {
            return LocationMistake.NotOnion;
        }

        // Where the machine has no SHA-3 the form alone must do.
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
