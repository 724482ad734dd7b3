using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Data;

/// <summary>
/// The keys of this site: one that encrypts and, during a rotation, older ones that still decrypt. An encrypted text has the form
/// <c>cf1.KEY.ROW.BASE64URL</c>; encrypted bytes begin with the same prefix. Column and row are authenticated with the value: it decrypts
/// for no other row than the one it names, and <see cref="RowEncryption"/> compares that with the row in which it was found.
/// </summary>
public sealed class FieldKeys
{
    private const string Mark = "cf1.";
    private const int KeyIdLength = 16;
    private const int RowLength = 22;
    private const int HeadLength = 4 + KeyIdLength + 1 + RowLength + 1;

    private Dictionary<string, FieldKey> byId = [];

    /// <summary>Creates the key ring; the encrypting key comes first.</summary>
    public FieldKeys(IReadOnlyList<FieldKey> keys, bool isKept)
    {
        Take(keys);
        IsKept = isKept;
    }

    public IReadOnlyList<FieldKey> All { get; private set; } = [];

    public FieldKey Current => All[0];

    /// <summary>False while a new key exists only in memory. Security: it encrypts nothing before its file is on disk.</summary>
    public bool IsKept { get; private set; }

    internal string Fingerprint => string.Join(',', All.Select(k => k.Id));

    public bool Has(string keyId) => byId.ContainsKey(keyId);

    public string Seal(string column, Guid row, string open) =>
        Written(row, Sealing.Seal(PlaceOf(column, row), Encoding.UTF8.GetBytes(open)));

    public byte[] Seal(string column, Guid row, byte[] open) => [.. HeadOf(Sealing, row), .. Sealing.Seal(PlaceOf(column, row), open)];

    /// <summary>
    /// Encrypts a value with the current key. It keeps its nonce, which stands for it in the log (<see cref="IdentityOf"/>).
    /// </summary>
    /// <exception cref="CryptographicException">It does not decrypt.</exception>
    public object Renew(string column, object made)
    {
        var row = RowOf(made);
        var renewed = Sealing.Seal(PlaceOf(column, row), OpenBytes(column, made), BytesOf(column, made)[..FieldKey.NonceSize]);
        return made is string ? Written(row, renewed) : (byte[])[.. HeadOf(Sealing, row), .. renewed];
    }

    /// <summary>Decrypts a text.</summary>
    /// <exception cref="CryptographicException">It is not an encrypted text, was changed, or belongs to another column or key.</exception>
    public string Open(string column, string made) => Encoding.UTF8.GetString(OpenBytes(column, made));

    /// <summary>Decrypts bytes.</summary>
    /// <exception cref="CryptographicException">They are not encrypted, were changed, or belong to another column or key.</exception>
    public byte[] Open(string column, byte[] made) => OpenBytes(column, made);

    /// <summary>Returns the row that an encrypted value names.</summary>
    /// <exception cref="CryptographicException">It is not encrypted.</exception>
    internal static Guid RowOf(object made)
    {
        Span<byte> row = stackalloc byte[16];
        return HeadIn(made) is { } head
            && Base64Url.TryDecodeFromChars(head.AsSpan(HeadLength - 1 - RowLength, RowLength), row, out var length)
            && length == row.Length
            ? new Guid(row, bigEndian: true)
            : throw new CryptographicException("Not an encrypted value.");
    }

    /// <summary>
    /// Returns a text that stands for an encrypted value without telling anything of it, and outlives a change of keys; null if the value
    /// is not encrypted. Nobody without the key can make another value with the same one.
    /// </summary>
    internal static string? IdentityOf(object made)
    {
        try
        {
            return HeadIn(made) is null ? null
                : Mark + RowOf(made).ToString("D") + "." + Convert.ToHexStringLower(BytesOf("", made)[..FieldKey.NonceSize]);
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Returns a case-insensitive keyed hash, by which a value is found without decrypting any.</summary>
    /// <param name="sealedBy">Id of the key; null for the current one.</param>
    public string Lookup(string column, string value, string? sealedBy = null) =>
        (sealedBy is null ? Sealing : byId[sealedBy]).Lookup(column, value.Normalize().ToUpperInvariant());

    /// <summary>Returns the id of the key named in a value; null if it does not look encrypted.</summary>
    internal static string? KeyIdOf(object made) => HeadIn(made)?.Substring(Mark.Length, KeyIdLength);

    internal void Kept() => IsKept = true;

    /// <summary>Takes over the keys that another program wrote first, in place of a new one that encrypted nothing yet.</summary>
    internal void Adopt(FieldKeys others)
    {
        if (IsKept)
        {
            throw new InvalidOperationException("Keys in use are not exchanged.");
        }

        Take(others.All);
        IsKept = others.IsKept;
    }

    private FieldKey Sealing =>
        IsKept ? Current : throw new InvalidOperationException("The key is not on the disk yet; nothing may be sealed with it.");

    private static string PlaceOf(string column, Guid row) => $"{column}\n{row:D}";

    private static byte[] HeadOf(FieldKey key, Guid row) =>
        Encoding.ASCII.GetBytes(Mark + key.Id + "." + Base64Url.EncodeToString(row.ToByteArray(bigEndian: true)) + ".");

    private static string? HeadIn(object made)
    {
        var head = made switch
        {
            string text => text[..Math.Min(text.Length, HeadLength)],
            byte[] bytes => Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, HeadLength)),
            _ => "",
        };
        return head.Length == HeadLength && head.StartsWith(Mark, StringComparison.Ordinal) && head[Mark.Length + KeyIdLength] == '.'
            && head[^1] == '.' ? head : null;
    }

    private string Written(Guid row, byte[] made) => Encoding.ASCII.GetString(HeadOf(Sealing, row)) + Base64Url.EncodeToString(made);

    private byte[] OpenBytes(string column, object made) =>
        KeyOf(column, made).Open(PlaceOf(column, RowOf(made)), BytesOf(column, made));

    private static ReadOnlySpan<byte> BytesOf(string column, object made) =>
        made is byte[] bytes ? bytes.AsSpan(HeadLength) : Decoded(column, ((string)made).AsSpan(HeadLength));

    private void Take(IReadOnlyList<FieldKey> keys)
    {
        All = keys;
        byId = keys.ToDictionary(k => k.Id, StringComparer.Ordinal);
    }

    private FieldKey KeyOf(string column, object made) => KeyIdOf(made) is { } id && byId.TryGetValue(id, out var key)
        ? key
        : throw new CryptographicException($"A value of {column} is not sealed by a key of this site.");

    private static byte[] Decoded(string column, ReadOnlySpan<char> text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException broken)
        {
            throw new CryptographicException($"A value of {column} was changed.", broken);
        }
    }
}
