using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Health;

/// <summary><c>healthcheck</c>: queries the readiness of the site on this machine, for a container's health check.</summary>
internal static class HealthcheckCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var port = new Option<int?>("--port") { Description = "Port of 127.0.0.1 to ask, instead of the address that the settings name." };
        var command = new Command("healthcheck", "Ask the running site whether it is ready.") { port };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            var address = parsed.GetValue(port) is { } given
                ? BindingAddress.Parse($"http://127.0.0.1:{given}")
                : ListeningAddresses.Of(read().Configuration).FirstOrDefault(a => a.Scheme == "http");
            if (address is null)
            {
                return terminal.Fail(
                    "The site listens on no http:// address that could be asked.",
                    "Add one to ASPNETCORE_URLS, such as http://127.0.0.1:5000.");
            }

            try
            {
                var status = await AskAsync(address, cancellationToken);
                if (status == "200")
                {
                    terminal.Say("ready");
                    return ExitCode.Done;
                }

                return terminal.Fail($"The site at {address} answers {status}.", "Its log says why; often the database is away.");
            }
            catch (Exception problem) when (problem is SocketException or IOException or OperationCanceledException)
            {
                return terminal.Fail(
                    $"The site at {address} does not answer.", "Check that it runs with the same settings, or name its port (--port).");
            }
        }));
        return command;
    }

    // A plain socket: the program has no HTTP client, and so cannot make outbound calls by mistake.
    private static async Task<string> AskAsync(BindingAddress address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var socket = address.IsUnixPipe
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(EndPointOf(address), limit.Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), limit.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(limit.Token) ?? "";
        return line.Split(' ').ElementAtOrDefault(1) ?? "nothing";
    }

    // "*", "+" and names other than an address mean all interfaces, including the loopback interface.
    private static EndPoint EndPointOf(BindingAddress address)
    {
        if (address.IsUnixPipe)
        {
            return new UnixDomainSocketEndPoint(address.UnixPipePath);
        }

        if (!IPAddress.TryParse(address.Host, out var ip) || ip.Equals(IPAddress.Any))
        {
            return new DnsEndPoint("localhost", address.Port);
        }

        return new IPEndPoint(ip.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : ip, address.Port);
    }
}
