using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// Encrypts a backup with a passphrase, in chunks (the STREAM construction, as in age): AES-256-GCM with a nonce of the file's random
/// prefix, the chunk's number, and a flag on the last chunk. A chunk that was changed, moved, removed or inserted fails to decrypt, as does
/// a truncated file. README.md describes the format.
/// </summary>
internal sealed class BackupSeal : IDisposable
{
    public const int HeadSize = 75;

    /// <summary>Bytes of a chunk; only the last may be shorter.</summary>
    public const int PieceSize = 65_536;

    public const int TagSize = 16;

    public const int ShortestPassphrase = 12;

    private const int Rounds = 600_000;
    private const int MostRounds = 10_000_000;
    private const int KeySize = 32;
    private const int PrefixSize = 7;
    private const int SaltAt = 20;
    private const int PrefixAt = 36;
    private const int ProofAt = 43;
    private const string Word = "CoalitionBackup";

    private readonly AesGcm cipher;

    private BackupSeal(byte[] head, byte[] key) => (Head, cipher) = (head, new AesGcm(key, TagSize));

    /// <summary>The header before the first chunk; authenticated with each of them.</summary>
    public byte[] Head { get; }

    public static BackupSeal New(string passphrase)
    {
        var head = new byte[HeadSize];
        Encoding.ASCII.GetBytes(Word + "1", head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), Rounds);
        RandomNumberGenerator.Fill(head.AsSpan(SaltAt, PrefixAt + PrefixSize - SaltAt));
        var (key, proof) = Derive(passphrase, head);
        proof.CopyTo(head, ProofAt);
        return new(head, key);
    }

    /// <summary>Returns whether a file that begins with these bytes is encrypted.</summary>
    /// <exception cref="SetupException">It is encrypted in a newer format.</exception>
    public static bool IsSealed(ReadOnlySpan<byte> begin)
    {
        if (begin.Length < 16 || Encoding.Latin1.GetString(begin[..15]) != Word)
        {
            return false;
        }

        return begin[15] == '1' ? true
            : throw new SetupException(
            "The backup was made by a newer version of CoalitionCms. Nothing was changed.", "Use that version or a later one.");
    }

    /// <summary>Creates the encryption of a file with this header.</summary>
    /// <exception cref="SetupException">The passphrase is wrong.</exception>
    public static BackupSeal Of(byte[] head, string passphrase)
    {
        // Security: limits the rounds, so that a crafted file cannot keep this program busy for hours.
        var rounds = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16));
        if (rounds is > 0 and <= MostRounds && Derive(passphrase, head) is var (key, proof)
            && CryptographicOperations.FixedTimeEquals(proof, head.AsSpan(ProofAt)))
        {
            return new(head, key);
        }

        throw new SetupException(
            "The passphrase is not the one that the backup was made with, or the beginning of the file was changed. Nothing was changed.",
            "Try again; capital letters count. Without the passphrase nobody opens the backup.");
    }

    /// <summary>Returns content sealed as a backup is: header and chunks.</summary>
    public static byte[] SealAll(ReadOnlySpan<byte> content, string passphrase)
    {
        using var seal = New(passphrase);
        using var sealedContent = new MemoryStream();
        sealedContent.Write(seal.Head);
        using (var stream = new SealingStream(sealedContent, seal))
        {
            stream.Write(content);
            stream.End();
        }

        return sealedContent.ToArray();
    }

    /// <summary>Opens what <see cref="SealAll"/> sealed.</summary>
    /// <exception cref="SetupException">The passphrase is wrong.</exception>
    /// <exception cref="InvalidDataException">It was changed or cut off.</exception>
    public static byte[] OpenAll(byte[] content, string passphrase)
    {
        if (content.Length < HeadSize + TagSize || !IsSealed(content))
        {
            throw new InvalidDataException("it was cut off");
        }

        using var seal = Of(content[..HeadSize], passphrase);
        using var stream = new OpeningStream(new MemoryStream(content, HeadSize, content.Length - HeadSize), seal,
            content.Length - HeadSize);
        using var open = new MemoryStream();
        stream.CopyTo(open);
        return open.ToArray();
    }

    /// <summary>Encrypts a chunk: ciphertext and tag.</summary>
    public void Seal(uint number, bool isLast, ReadOnlySpan<byte> open, Span<byte> made) =>
        cipher.Encrypt(Nonce(number, isLast), open, made[..open.Length], made.Slice(open.Length, TagSize), Head);

    /// <exception cref="CryptographicException">The chunk was changed.</exception>
    public void Open(uint number, bool isLast, ReadOnlySpan<byte> made, Span<byte> open) =>
        cipher.Decrypt(Nonce(number, isLast), made[..^TagSize], made[^TagSize..], open, Head);

    public void Dispose() => cipher.Dispose();

    private byte[] Nonce(uint number, bool isLast)
    {
        var nonce = new byte[PrefixSize + 5];
        Head.AsSpan(PrefixAt, PrefixSize).CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(PrefixSize), number);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private static (byte[] Key, byte[] Proof) Derive(string passphrase, byte[] head)
    {
        // The same passphrase from another keyboard may use other compositions or widths of its characters.
        var secret = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(SecretText.Normalized(passphrase)), head.AsSpan(SaltAt, PrefixAt - SaltAt),
                BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), HashAlgorithmName.SHA512, 2 * KeySize);
        return (secret[..KeySize], secret[KeySize..]);
    }
}
