using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// A passkey in software: makes what a browser and its authenticator would send, and, when told so, what an attacker would.
/// </summary>
public sealed class SoftPasskey : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerifiedFlag = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Id of the credential.</summary>
    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The origin that the browser stands on; null for the site's own.</summary>
    public string? Origin { get; set; }

    /// <summary>What it says about whose it is: base64url, as the site gave it when it was added.</summary>
    public string UserHandle { get; set; } = "";

    /// <summary>False for a device that asks for neither finger, face nor PIN.</summary>
    public bool IsUserVerified { get; set; } = true;

    /// <summary>The id as forms have it.</summary>
    public string FormId => WebEncoders.Base64UrlEncode(Id);

    /// <summary>Answers the question of a page's form: the values of its State and Credential.</summary>
    public (string Name, string Value)[] Answer(WebPage page)
    {
        var form = page.One("form[data-passkey]");
        var options = JsonNode.Parse(form.GetAttribute("data-options")!)!;
        var isNew = form.GetAttribute("data-passkey") == "create";
        return [("State", form.QuerySelector("[name=State]")!.GetAttribute("value")!),
            ("Credential", isNew ? Created(options, page.Url) : Got(options, page.Url))];
    }

    public void Dispose() => key.Dispose();

    private string Created(JsonNode options, Uri site)
    {
        UserHandle = options["user"]!["id"]!.GetValue<string>();
        var publicKey = key.ExportParameters(includePrivateParameters: false);
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. publicKey.Q.X!, 0x22, 0x58, 0x20, .. publicKey.Q.Y!];
        byte[] authData = [.. AuthData(site, HasKey), .. new byte[16], 0, (byte)Id.Length, .. Id, .. cose];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)authData.Length);
        byte[] attestation =
            [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x59, .. length, .. authData];
        return Credential(new()
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options, site)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    private string Got(JsonNode options, Uri site)
    {
        var (authData, clientData) = (AuthData(site, 0), ClientData("webauthn.get", options, site));
        return Credential(new()
        {
            ["authenticatorData"] = Encode(authData),
            ["clientDataJSON"] = Encode(clientData),
            ["signature"] =
            Encode(key.SignData([.. authData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = UserHandle,
        });
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = FormId,
        ["rawId"] = FormId,
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] AuthData(Uri site, byte flags) =>
        [.. SHA256.HashData(Encoding.UTF8.GetBytes(site.Host)), (byte)(UserPresent | flags | (IsUserVerified ? UserVerifiedFlag : 0)), 0, 0,
        0, 0];

    private byte[] ClientData(string type, JsonNode options, Uri site) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = options["challenge"]!.GetValue<string>(),
        origin = Origin ?? site.GetLeftPart(UriPartial.Authority),
        crossOrigin = false,
    });

    private static byte[] Text(string ascii) => [(byte)(0x60 + ascii.Length), .. Encoding.ASCII.GetBytes(ascii)];

    private static string Encode(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);
}
