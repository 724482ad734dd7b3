using System.Security.Cryptography;
using CoalitionCms.Domain;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CoalitionCms.Operations.Notifications;

/// <summary>
/// Composes a notification in the account's language and sends it to the mail server, always over TLS. It contains no names, because mail
/// can be read in transit.
/// </summary>
internal sealed class NotificationMail(CmsOptions options, SiteUrls urls)
{
    private const int Implicit = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task SendAsync(QueuedNotification notification, string address, Language language, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        if (options.Smtp.CertificateSha256.Length > 0)
        {
            // Security: accepts exactly that certificate, regardless of its issuer.
            client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null
                && string.Equals(Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData())), options.Smtp.CertificateSha256,
                StringComparison.OrdinalIgnoreCase);
        }

        await client.ConnectAsync(
            options.Smtp.Host, options.Smtp.Port, options.Smtp.Port == Implicit ? SecureSocketOptions.SslOnConnect
            : SecureSocketOptions.StartTls, limit.Token);
        if (options.Smtp.User.Length > 0)
        {
            await client.AuthenticateAsync(options.Smtp.User, options.Smtp.Password, limit.Token);
        }

        using var message = MessageOf(notification, address, language);
        await client.SendAsync(message, limit.Token);
        await client.DisconnectAsync(quit: true, limit.Token);
    }

    private MimeMessage MessageOf(QueuedNotification notification, string address, Language language)
    {
        var site = new Uri(options.BaseUrl).Host;
        var local = TimeZoneInfo.ConvertTimeFromUtc(notification.AtUtc, options.Zone);
        var message = new MimeMessage { Subject = Say($"Notice.{notification.Kind}.Subject", site) };
        message.From.Add(MailboxAddress.Parse(options.Smtp.From));
        message.To.Add(MailboxAddress.Parse(address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain")
        {
            Text = string.Join("\n\n",
                Say($"Notice.{notification.Kind}", site, $"{local.ToString("f", language.Culture)} ({options.TimeZone})"),
                notification.Kind == NotificationKind.Remarked ? Say("Notice.Remarked.Do", urls.AbsoluteForStaff("/admin"))
                    : Say("Notice.Do", urls.AbsoluteForStaff("/account/sessions")),
                Say("Notice.NoLink")) + "\n",
        };
        return message;

        string Say(string key, params object[] arguments) => string.Format(language.Culture, language.Texts[key], arguments);
    }
}
