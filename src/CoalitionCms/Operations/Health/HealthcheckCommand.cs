using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Health;

/// <summary><c>healthcheck</c>: asks the site on this machine whether it is ready, for a container's health check.</summary>
internal static class HealthcheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "Port that the site listens on.", DefaultValueFactory = _ => OwnPort() };
        var command = new Command("healthcheck", "Ask the running site whether it is ready.") { port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var status = await AskAsync(parsed.GetValue(port), cancellationToken);
                if (status == "200")
                {
                    terminal.Say("ready");
                    return ExitCode.Done;
                }

                return terminal.Fail($"The site answers {status}.", "Its log says why; often the database is away.");
            }
            catch (Exception problem) when (problem is SocketException or IOException or OperationCanceledException)
            {
                return terminal.Fail("The site does not answer.", "Check that it runs, and on which port (--port).");
            }
        });
        return command;
    }

    // A bare socket: the program has no HTTP client, and so no way to call out by mistake.
    private static async Task<string> AskAsync(int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), limit.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(limit.Token) ?? "";
        return line.Split(' ').ElementAtOrDefault(1) ?? "nothing";
    }

    private static int OwnPort()
    {
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? "";
        var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? "";
        var last = urls.Split(';')[0].TrimEnd('/').Split(':').Last();
        return int.TryParse(last, out var port) || int.TryParse(ports.Split(';')[0], out port) ? port : 5000;
    }
}
