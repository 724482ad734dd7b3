using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Data;

/// <summary>
/// The keys of this site: one that encrypts and, during a rotation, older ones that still decrypt. An encrypted text has the form
/// <c>cf1.KEY.BASE64URL</c>; encrypted bytes begin with the same prefix.
/// </summary>
public sealed class FieldKeys
{
    private const string Mark = "cf1.";
    private const int KeyIdLength = 16;
    private const int HeadLength = 4 + KeyIdLength + 1;

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

    public string Seal(string column, string open) =>
        HeadOf(Sealing) + Base64Url.EncodeToString(Sealing.Seal(column, Encoding.UTF8.GetBytes(open)));

    /// <summary>Encrypts bytes for a column.</summary>
    public byte[] Seal(string column, byte[] open) => [.. Encoding.ASCII.GetBytes(HeadOf(Sealing)), .. Sealing.Seal(column, open)];

    /// <summary>Decrypts a text.</summary>
    /// <exception cref="CryptographicException">It is not an encrypted text, was changed, or belongs to another column or key.</exception>
    public string Open(string column, string made)
    {
        var key = KeyOf(column, made);
        return Encoding.UTF8.GetString(key.Open(column, Decoded(column, made.AsSpan(HeadLength))));
    }

    /// <summary>Decrypts bytes.</summary>
    /// <exception cref="CryptographicException">They are not encrypted, were changed, or belong to another column or key.</exception>
    public byte[] Open(string column, byte[] made) => KeyOf(column, made).Open(column, made.AsSpan(HeadLength));

    /// <summary>Returns a case-insensitive keyed hash, by which a value is found without decrypting any.</summary>
    public string Lookup(string column, string value) => Sealing.Lookup(column, value.Normalize().ToUpperInvariant());

    /// <summary>Returns the id of the key named in a value; null if it does not look encrypted.</summary>
    internal static string? KeyIdOf(object made)
    {
        var head = made switch
        {
            string text => text[..Math.Min(text.Length, HeadLength)],
            byte[] bytes => Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, HeadLength)),
            _ => "",
        };
        return head.Length == HeadLength && head.StartsWith(Mark, StringComparison.Ordinal) && head[^1] == '.'
            ? head.Substring(Mark.Length, KeyIdLength)
            : null;
    }

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

    private static string HeadOf(FieldKey key) => Mark + key.Id + ".";

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
