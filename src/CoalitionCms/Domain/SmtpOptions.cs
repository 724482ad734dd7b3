namespace CoalitionCms.Domain;

/// <summary>Settings under <c>Cms:Smtp</c>: a mail server for notices. Off while there
/// is no host; nothing ever depends on a mail arriving.</summary>
public sealed class SmtpOptions
{
    /// <summary>Host name of the server; empty for no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: 587 begins in the clear and turns to TLS before anything is said, 465 is TLS from the first byte.</summary>
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public string From { get; set; } = "";

    /// <summary>SHA-256 of the server's certificate in hexadecimal digits, for a server of one's own
    /// that no authority vouches for; empty to ask the authorities.</summary>
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
