namespace CoalitionCms.Domain;

/// <summary>
/// Settings under <c>Cms:Smtp</c>: a mail server for notices. Disabled without a host; no function depends on the delivery of a mail.
/// </summary>
public sealed class SmtpOptions
{
    /// <summary>Host name of the server; empty for no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: 587 starts unencrypted and switches to TLS before anything is sent, 465 uses TLS from the first byte.</summary>
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public string From { get; set; } = "";

    /// <summary>
    /// SHA-256 of the server's certificate in hexadecimal digits, for a server whose certificate is not issued by a certificate authority;
    /// empty to use the certificate authorities.
    /// </summary>
    public string CertificateSha256 { get; set; } = "";

    public bool IsOn => Host.Length > 0;

    internal IEnumerable<string> Problems()
    {
        if (!IsOn)
        {
            yield break;
        }

        if (Port is < 1 or > 65_535)
        {
            yield return $"Cms__Smtp__Port is {Port}. Write 587, or 465 for a server that speaks TLS from the first byte.";
        }

        if (From.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            yield return $"Cms__Smtp__From is '{From}'. Write the address that notices come from, such as site@example.org.";
        }

        if (User.Length > 0 && Password.Length == 0)
        {
            yield return "Cms__Smtp__User is set, but Cms__Smtp__Password is not.";
        }

        if (CertificateSha256.Length > 0 && !(CertificateSha256.Length == 64 && CertificateSha256.All(char.IsAsciiHexDigit)))
        {
            yield return "Cms__Smtp__CertificateSha256 is no SHA-256. Write its 64 hexadecimal digits.";
        }
    }
}
