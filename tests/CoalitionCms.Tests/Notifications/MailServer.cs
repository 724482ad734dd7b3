using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CoalitionCms.Tests.Notifications;

/// <summary>A mail server on this machine that takes mail over TLS, or, when told so, knows no TLS. It keeps all that it heard.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly bool knowsTls;
    private readonly Task serving;

    public MailServer(bool knowsTls = true)
    {
        this.knowsTls = knowsTls;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Name of the certificate, as the settings have it.</summary>
    public string Sha256 => Convert.ToHexString(SHA256.HashData(certificate.RawData));

    /// <summary>Every line that came, before and after TLS began.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>How many clients came.</summary>
    public int Clients => clients;

    private int clients;

    /// <summary>Whole mails.</summary>
    public BlockingCollection<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        certificate.Dispose();
        stop.Dispose();
        Mails.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref clients);
                await TalkAsync(client.GetStream(), isTls: false);
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client went, or the test is over.
            }
        }
    }

    private async Task TalkAsync(Stream stream, bool isTls)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        if (!isTls)
        {
            await SayAsync(stream, "220 test ESMTP");
        }

        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            Heard.Enqueue(line);
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync(stream, knowsTls && !isTls ? "250-test\r\n250 STARTTLS" : "250 test");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    await using (var tls = new SslStream(stream, leaveInnerStreamOpen: true))
                    {
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate },
                            stop.Token);
                        await TalkAsync(tls, isTls: true);
                    }

                    return;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } part && part != ".")
                    {
                        mail.Append(part).Append('\n');
                    }

                    await SayAsync(stream, "250 taken");
                    Mails.Add(mail.ToString());
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 well");
                    break;
            }
        }
    }

    private async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop.Token);

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
