using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Data;

/// <summary>
/// A key that encrypts fields: AES-256-GCM, each value with its own nonce and bound to a place (column and row), so that it cannot be
/// decrypted for another. Plaintext is padded to multiples of 32 bytes, so that the length reveals nothing about a name.
/// </summary>
public sealed class FieldKey
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of a nonce, with which an encrypted value begins.</summary>
    internal const int NonceSize = 12;

    private const int TagSize = 16;
    private const int Step = 32;
    private const byte End = 0x80;

    private readonly byte[] secret;
    private readonly byte[] lookupKey;
    private readonly byte[] sealKey;

    // An instance is not thread-safe, and creating one costs more than using it.
    private readonly ConcurrentBag<AesGcm> idle = [];

    /// <summary>Creates a key from its 32 secret bytes.</summary>
    public FieldKey(byte[] secret, DateTime madeAt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Size);
        (this.secret, MadeAt) = (secret, madeAt);
        lookupKey = Derive("lookup");
        Id = Convert.ToHexStringLower(Derive("name").AsSpan(0, 8));
        sealKey = Derive("seal");
    }

    /// <summary>Identifies the key in the database and the log; reveals nothing about the key itself.</summary>
    public string Id { get; }

    public DateTime MadeAt { get; }

    public static FieldKey New(DateTime madeAt) => new(RandomNumberGenerator.GetBytes(Size), madeAt);

    internal string Written => Convert.ToBase64String(secret);

    /// <summary>Encrypts a value for a place.</summary>
    /// <param name="keptNonce">The nonce of the value under an earlier key; empty for a new value.</param>
    internal byte[] Seal(string place, ReadOnlySpan<byte> open, ReadOnlySpan<byte> keptNonce = default)
    {
        var filled = new byte[((open.Length / Step) + 1) * Step];
        open.CopyTo(filled);
        filled[open.Length] = End;
        var made = new byte[NonceSize + filled.Length + TagSize];
        var nonce = made.AsSpan(0, NonceSize);
        if (keptNonce.IsEmpty)
        {
            RandomNumberGenerator.Fill(nonce);
        }
        else
        {
            keptNonce.CopyTo(nonce);
        }

        var cipher = Take();
        cipher.Encrypt(nonce, filled, made.AsSpan(NonceSize, filled.Length), made.AsSpan(NonceSize + filled.Length),
            Encoding.UTF8.GetBytes(place));
        idle.Add(cipher);
        CryptographicOperations.ZeroMemory(filled);
        return made;
    }

    /// <summary>Decrypts a value of this place.</summary>
    /// <exception cref="CryptographicException">It was encrypted for another place or with another key, or was changed.</exception>
    internal byte[] Open(string place, ReadOnlySpan<byte> made)
    {
        if (made.Length < NonceSize + Step + TagSize)
        {
            throw new CryptographicException("Too short to be a sealed value.");
        }

        var filled = new byte[made.Length - NonceSize - TagSize];
        var cipher = Take();
        cipher.Decrypt(made[..NonceSize], made[NonceSize..^TagSize], made[^TagSize..], filled, Encoding.UTF8.GetBytes(place));
        idle.Add(cipher);
        return filled[..Array.LastIndexOf(filled, End)];
    }

    /// <summary>
    /// Returns a keyed hash, equal for equal values and not reversible, by which a value is found without decrypting any.
    /// </summary>
    internal string Lookup(string column, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes(column + "\n" + value)));

    private AesGcm Take() => idle.TryTake(out var cipher) ? cipher : new AesGcm(sealKey, TagSize);

    private byte[] Derive(string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Size, info: Encoding.UTF8.GetBytes("CoalitionCms field " + use));
}
