using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// Seals a backup by a passphrase, piece by piece (the STREAM construction, as in age): AES-256-GCM under a nonce of the file's own
/// beginning, the piece's number, and a mark on the
/// last one. A piece that was changed, moved, left out or put in does not open, nor does a file that was cut off. README.md has the bytes.
/// </summary>
internal sealed class BackupSeal : IDisposable
{
    public const int HeadSize = 75;

    /// <summary>Bytes of a piece; only the last may be shorter.</summary>
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

    /// <summary>What stands before the first piece; bound to each of them.</summary>
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

    /// <summary>True when a file that begins so is sealed.</summary>
    /// <exception cref="SetupException">It is sealed in a way that came later.</exception>
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

    /// <summary>The seal of a file with this head.</summary>
    /// <exception cref="SetupException">The passphrase is not the one.</exception>
    public static BackupSeal Of(byte[] head, string passphrase)
    {
        // Security: nobody's file makes this program count for hours.
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

    /// <summary>Seals a piece: bytes and tag.</summary>
    public void Seal(uint number, bool isLast, ReadOnlySpan<byte> open, Span<byte> made) =>
        cipher.Encrypt(Nonce(number, isLast), open, made[..open.Length], made.Slice(open.Length, TagSize), Head);

    /// <exception cref="CryptographicException">It is not what was written there.</exception>
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
        // The same passphrase from another keyboard may come in other pieces or widths of its letters.
        var secret = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(SecretText.Normalized(passphrase)), head.AsSpan(SaltAt, PrefixAt - SaltAt),
                BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), HashAlgorithmName.SHA512, 2 * KeySize);
        return (secret[..KeySize], secret[KeySize..]);
    }
}
