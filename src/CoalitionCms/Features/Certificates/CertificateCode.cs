using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Certificates;

/// <summary>The code of a certificate: five groups of four unambiguous letters and digits, 98 random bits.</summary>
internal sealed record CertificateCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Groups = 5;
    private const int PerGroup = 4;
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly string signs;

    private CertificateCode(string signs) => this.signs = signs;

    public static CertificateCode New() => new(RandomNumberGenerator.GetString(Signs, Groups * PerGroup));

    /// <summary>Parses a typed code, ignoring spaces, hyphens, case and width. Null if it is not a code.</summary>
    public static CertificateCode? Read(string? typed)
    {
        if (typed is not { Length: <= 200 })
        {
            return null;
        }

        var signs = string.Concat(
            typed.Normalize(NormalizationForm.FormKC).ToUpperInvariant()
            .Where(c => c > ' ' && c is not ('-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212')));
        return signs.Length == Groups * PerGroup && signs.All(Signs.Contains) ? new(signs) : null;
    }

    public string Text => string.Join('-', signs.Chunk(PerGroup).Select(group => new string(group)));

    public string Hash => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes("coalition-cms statement lookup\n" + signs)));

    internal byte[] Seal(Guid certificateId, CertificateContent content)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(content, DomainJson.Options);
        var whole = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(KeyFor(certificateId), TagSize);
        cipher.Encrypt(whole.AsSpan(0, NonceSize), plain, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize));
        return whole;
    }

    /// <summary>Decrypts the content of a certificate; null if the row was tampered with.</summary>
    internal CertificateContent? Open(Guid certificateId, byte[] whole)
    {
        if (whole.Length < NonceSize + TagSize)
        {
            return null;
        }

        var plain = new byte[whole.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(KeyFor(certificateId), TagSize);
        try
        {
            cipher.Decrypt(whole.AsSpan(0, NonceSize), whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return JsonSerializer.Deserialize<CertificateContent>(plain, DomainJson.Options);
    }

    private byte[] KeyFor(Guid certificateId) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(signs), 32, certificateId.ToByteArray(),
            "coalition-cms statement content"u8.ToArray());
}
