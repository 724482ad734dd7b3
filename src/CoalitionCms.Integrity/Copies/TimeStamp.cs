using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace CoalitionCms.Integrity;

/// <summary>A stamp of time: when a service that others trust saw the hash of a manifest.</summary>
public sealed record StampedTime(DateTime At, string By, string CertificateSha256);

/// <summary>
/// Stamps of time by RFC 3161. They prove that something existed at a time; who the service is that says so, a reader judges by its
/// certificate, as <c>openssl ts -verify -CAfile</c> does.
/// </summary>
public static class TimeStamp
{
    /// <summary>What is sent to a service: the hash, and nothing else of the message.</summary>
    public static byte[] Request(ReadOnlySpan<byte> message) => Rfc3161TimestampRequest.CreateFromHash(
        SHA256.HashData(message), HashAlgorithmName.SHA256, requestSignerCertificates: true).Encode();

    /// <summary>Reads the answer of a service, as it is kept in a <c>.tsr</c> file.</summary>
    /// <returns>Null with a problem if it is not a good stamp of this message.</returns>
    public static StampedTime? Read(ReadOnlySpan<byte> message, byte[] response, out string problem)
    {
        ArgumentNullException.ThrowIfNull(response);
        try
        {
            var outer = new AsnReader(response, AsnEncodingRules.BER).ReadSequence();
            var status = outer.ReadSequence().ReadInteger();
            if (status > 1 || !outer.HasData)
            {
                problem = "the service refused";
                return null;
            }

            if (!Rfc3161TimestampToken.TryDecode(outer.ReadEncodedValue(), out var token, out _))
            {
                problem = "it is no stamp of time";
                return null;
            }

            if (!token.VerifySignatureForData(message, out var signer))
            {
                problem = "it is not of this manifest";
                return null;
            }

            problem = "";
            return new(token.TokenInfo.Timestamp.UtcDateTime, signer.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                Convert.ToHexStringLower(SHA256.HashData(signer.RawData)));
        }
        catch (Exception wrong) when (wrong is AsnContentException or CryptographicException)
        {
            problem = "it is no answer of a service of time";
            return null;
        }
    }
}
