using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace CoalitionCms.Integrity;

/// <summary>A public key of OpenSSH: the kinds whose signatures can be checked here.</summary>
public sealed record SshKey(string Kind, byte[] Blob)
{
    public const string Ed25519 = "ssh-ed25519";
    public const string HardwareEd25519 = "sk-ssh-ed25519@openssh.com";
    public const string HardwareEcdsa = "sk-ecdsa-sha2-nistp256@openssh.com";

    private static readonly HashSet<string> Kinds = new(
        [Ed25519, HardwareEd25519, HardwareEcdsa, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"],
        StringComparer.Ordinal);

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint { get; } = "SHA256:" + Convert.ToBase64String(SHA256.HashData(Blob)).TrimEnd('=');

    /// <summary>The key as it stands in a <c>.pub</c> file, without a comment.</summary>
    public override string ToString() => $"{Kind} {Convert.ToBase64String(Blob)}";

    public bool Equals(SshKey? other) => other is not null && Blob.AsSpan().SequenceEqual(other.Blob);

    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    public static SshKey? Read(byte[] blob)
    {
        var reader = new SshReader(blob);
        return reader.Text() is { } kind && Kinds.Contains(kind) ? new(kind, blob) : null;
    }

    /// <summary>Reads a line such as <c>ssh-ed25519 AAAA… comment</c>; null if it is no key of a kind known here.</summary>
    public static SshKey? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [var kind, var data, ..] && Kinds.Contains(kind)
            && Decode(data) is { } blob && Read(blob) is { } key && key.Kind == kind ? key : null;
    }

    internal static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>True if the key made this signature (the inner one of SSHSIG) of these bytes.</summary>
    internal bool Verifies(ReadOnlySpan<byte> data, byte[] signature)
    {
        var (key, made) = (new SshReader(Blob), new SshReader(signature));
        if (key.Text() != Kind || made.Text() != Kind || made.Bytes() is not { } value)
        {
            return false;
        }

        byte[]? point = null, raw = null;
        if (Kind is Ed25519 or HardwareEd25519)
        {
            raw = key.Bytes();
        }
        else
        {
            _ = key.Bytes();
            point = key.Bytes();
        }

        var signed = data.ToArray();
        if (Kind is HardwareEd25519 or HardwareEcdsa)
        {
            // The token signs the hash together with what it was asked and its own counter.
            if (key.Bytes() is not { } application || made.Rest() is not { Length: 5 } state || (state[0] & 1) == 0)
            {
                return false;
            }

            signed = [.. SHA256.HashData(application), .. state, .. SHA256.HashData(data)];
        }
        else if (made.Rest().Length > 0)
        {
            return false;
        }

        try
        {
            return raw is not null
                ? SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey), signed,
                    value)
                : VerifiesEcdsa(point, signed, value);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private bool VerifiesEcdsa(byte[]? point, ReadOnlySpan<byte> signed, byte[] value)
    {
        var (curve, hash, size) = Kind.Contains("521", StringComparison.Ordinal)
            ? (ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512, 66)
            : Kind.Contains("384", StringComparison.Ordinal) ? (ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, 48)
            : (ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, 32);
        var numbers = new SshReader(value);
        if (point is not { Length: > 0 } || point.Length != 1 + (2 * size) || point[0] != 4
            || Padded(numbers.Bytes(), size) is not { } r || Padded(numbers.Bytes(), size) is not { } s)
        {
            return false;
        }

        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = curve,
            Q = new() { X = point[1..(size + 1)], Y = point[(size + 1)..] },
        });
        byte[] fixedLength = [.. r, .. s];
        return ecdsa.VerifyData(signed, fixedLength, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[]? Padded(byte[]? number, int size)
    {
        var digits = number.AsSpan().TrimStart((byte)0);
        if (number is null || digits.Length > size)
        {
            return null;
        }

        var padded = new byte[size];
        digits.CopyTo(padded.AsSpan(size - digits.Length));
        return padded;
    }
}

/// <summary>A detached signature as <c>ssh-keygen -Y sign</c> writes it (SSHSIG of OpenSSH's PROTOCOL.sshsig).</summary>
public sealed record SshSignature(SshKey Key, string Namespace, string HashName, byte[] Value)
{
    /// <summary>No signature file is longer.</summary>
    public const int MaxBytes = 16_384;

    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <summary>Reads a signature file; null if it is none.</summary>
    public static SshSignature? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 3 || lines[0] != Begin || lines[^1] != End || SshKey.Decode(string.Concat(lines[1..^1])) is not { } blob
            || !blob.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        var reader = new SshReader(blob[Magic.Length..]);
        return reader.Number() == 1 && reader.Bytes() is { } key && SshKey.Read(key) is { } known && reader.Text() is { } space
            && reader.Text() is { } reserved && reserved.Length == 0 && reader.Text() is { } hash && reader.Bytes() is { } value
            && reader.Rest().Length == 0
            ? new(known, space, hash, value)
            : null;
    }

    /// <summary>True if this is the signature of these bytes for this purpose. Whose key it is, is another question.</summary>
    public bool IsOf(ReadOnlySpan<byte> message, string purpose) =>
        Namespace == purpose && ToBeSigned(message, purpose, HashName) is { } data && Key.Verifies(data, Value);

    /// <summary>The file of a signature.</summary>
    public string Write()
    {
        var blob = new SshWriter().Raw(Magic).Number(1).Bytes(Key.Blob).Text(Namespace).Text("").Text(HashName).Bytes(Value).ToArray();
        var base64 = Convert.ToBase64String(blob);
        return Begin + "\n" + string.Concat(base64.Chunk(70).Select(line => new string(line) + "\n")) + End + "\n";
    }

    internal static byte[]? ToBeSigned(ReadOnlySpan<byte> message, string purpose, string hashName)
    {
        var hash = hashName switch { "sha256" => SHA256.HashData(message), "sha512" => SHA512.HashData(message), _ => null };
        return hash is null ? null : new SshWriter().Raw(Magic).Text(purpose).Text("").Text(hashName).Bytes(hash).ToArray();
    }
}

/// <summary>A private Ed25519 key, for machines without OpenSSH.</summary>
public sealed class SshPrivateKey : IDisposable
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";
    private readonly Key key;

    private static ReadOnlySpan<byte> Header => "openssh-key-v1\0"u8;

    private SshPrivateKey(Key key)
    {
        this.key = key;
        Public = SshKey.Read(new SshWriter().Text(SshKey.Ed25519).Bytes(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)).ToArray())!;
    }

    public SshKey Public { get; }

    /// <summary>A new key.</summary>
    public static SshPrivateKey Create() => new(Key.Create(SignatureAlgorithm.Ed25519,
        new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));

    /// <summary>The key as a file that <c>ssh-keygen</c> reads as well, without a passphrase.</summary>
    public string Write(string comment)
    {
        byte[] open = key.PublicKey.Export(KeyBlobFormat.RawPublicKey), secret = key.Export(KeyBlobFormat.RawPrivateKey);
        var check = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(4));
        var inner = new SshWriter().Number(check).Number(check).Text(SshKey.Ed25519).Bytes(open).Bytes([.. secret, .. open]).Text(comment);
        for (byte pad = 1; inner.Length % 8 != 0; pad++)
        {
            inner.Raw([pad]);
        }

        var blob = new SshWriter().Raw(Header).Text("none").Text("none").Text("").Number(1).Bytes(Public.Blob).Bytes(inner.ToArray())
            .ToArray();
        return Begin + "\n" + string.Concat(Convert.ToBase64String(blob).Chunk(70).Select(line => new string(line) + "\n")) + End + "\n";
    }

    /// <summary>Reads a file of <c>ssh-keygen -t ed25519</c> without a passphrase; null for any other.</summary>
    public static SshPrivateKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 3 || lines[0] != Begin || lines[^1] != End || SshKey.Decode(string.Concat(lines[1..^1])) is not { } blob
            || !blob.AsSpan().StartsWith(Header))
        {
            return null;
        }

        var outer = new SshReader(blob[Header.Length..]);
        if (outer.Text() != "none" || outer.Text() != "none" || outer.Bytes() is null || outer.Number() != 1 || outer.Bytes() is null
            || outer.Bytes() is not { } secret)
        {
            return null;
        }

        var inner = new SshReader(secret);
        return inner.Number() is { } check && inner.Number() == check && inner.Text() == SshKey.Ed25519 && inner.Bytes() is not null
            && inner.Bytes() is { Length: 64 } pair
            ? new(Key.Import(SignatureAlgorithm.Ed25519, pair.AsSpan(0, 32), KeyBlobFormat.RawPrivateKey))
            : null;
    }

    public SshSignature Sign(ReadOnlySpan<byte> message, string purpose)
    {
        var made = SignatureAlgorithm.Ed25519.Sign(key, SshSignature.ToBeSigned(message, purpose, "sha512")!);
        return new(Public, purpose, "sha512", new SshWriter().Text(SshKey.Ed25519).Bytes(made).ToArray());
    }

    public void Dispose() => key.Dispose();
}

/// <summary>Reads the fields of OpenSSH's wire format; a field that is not there is null.</summary>
internal sealed class SshReader(byte[] bytes)
{
    private int at;

    public uint? Number()
    {
        if (bytes.Length - at < 4)
        {
            return null;
        }

        at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at - 4));
    }

    public byte[]? Bytes()
    {
        if (Number() is not { } length || length > bytes.Length - at)
        {
            return null;
        }

        at += (int)length;
        return bytes[(at - (int)length)..at];
    }

    public string? Text() => Bytes() is { } text ? Encoding.Latin1.GetString(text) : null;

    public byte[] Rest() => bytes[at..];
}

internal sealed class SshWriter
{
    private readonly List<byte> bytes = [];

    public int Length => bytes.Count;

    public SshWriter Raw(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }

    public SshWriter Number(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        return Raw(four);
    }

    public SshWriter Bytes(ReadOnlySpan<byte> value) => Number((uint)value.Length).Raw(value);

    public SshWriter Text(string value) => Bytes(Encoding.Latin1.GetBytes(value));

    public byte[] ToArray() => [.. bytes];
}
