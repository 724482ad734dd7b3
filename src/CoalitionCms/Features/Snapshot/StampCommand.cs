using System.CommandLine;
using System.Net.Http.Headers;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Features.Snapshot;

/// <summary><c>stamp DIR</c>: lets a service of time stamp a signed copy, directly or
/// by way of files for a machine without a network.</summary>
internal static class StampCommand
{
    private const int MostOfAnswer = 100_000;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The signed copy." };
        var url = new Option<string?>("--url")
        {
            Description = "Ask this service (RFC 3161); it learns the hash of the manifest.",
            HelpName = "URL",
        };
        var request = new Option<string?>("--request")
        {
            Description = "Write the question into a file, to be sent from elsewhere.",
            HelpName = "FILE",
        };
        var answer = new Option<string?>("--answer") { Description = "Take the answer of the service from a file.", HelpName = "FILE" };
        var command = new Command("stamp", "Prove by a service of time that a copy existed today.") { folder, url, request, answer };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () => RunAsync(
            terminal, parsed.GetValue(folder)!, parsed.GetValue(url), parsed.GetValue(request), parsed.GetValue(answer),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string folder, string? url, string? request, string? answer, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, CopyManifest.FileName);
        if (!File.Exists(path))
        {
            return terminal.Fail($"{Path.GetFullPath(folder)} holds no copy.", "Run snapshot and sign first.");
        }

        if (new[] { url, request, answer }.Count(o => o is not null) != 1)
        {
            return terminal.Fail("Name one of --url, --request and --answer.",
                "With --request FILE and --answer FILE the question can be sent from another machine: "
                + "curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE URL -o ANSWER", ExitCode.Misuse);
        }

        var manifest = await File.ReadAllBytesAsync(path, cancellationToken);
        if (request is not null)
        {
            await AtomicFile.WriteAsync(Path.GetFullPath(request), TimeStamp.Request(manifest), cancellationToken);
            terminal.Say($"The question is in {request}.");
            return ExitCode.Done;
        }

        var stamp = answer is not null ? await ReadAsync(answer, cancellationToken) : await AskAsync(url!, manifest, cancellationToken);
        if (TimeStamp.Read(manifest, stamp, out var problem) is not { } stamped)
        {
            return terminal.Fail($"The answer is no good stamp: {problem}.", "Nothing was written. Ask again, or ask another service.");
        }

        var target = Path.Combine(folder, CopyManifest.StampName);
        await AtomicFile.WriteAsync(target, stamp, cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target, File.GetUnixFileMode(path));
        }

        terminal.Say($"Stamped at {stamped.At:yyyy-MM-dd HH:mm:ss} UTC by {stamped.By} (certificate SHA-256 {stamped.CertificateSha256}).");
        return ExitCode.Done;
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken) =>
        File.Exists(file) && new FileInfo(file).Length <= MostOfAnswer ? await File.ReadAllBytesAsync(file, cancellationToken)
            : throw new SetupException($"There is no such file as {file}, or it is no answer of a service of time.", "");

    private static async Task<byte[]> AskAsync(string url, byte[] manifest, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient(WebCopy.Handler(), disposeHandler: true)
            {
                Timeout = TimeSpan.FromSeconds(60),
                MaxResponseContentBufferSize = MostOfAnswer,
            };
            using var question = new ByteArrayContent(TimeStamp.Request(manifest));
            question.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var response = await client.PostAsync(new Uri(url), question, cancellationToken);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw new SetupException($"{url} answered {(int)response.StatusCode}.", "Ask another service.");
        }
        catch (Exception problem) when (problem is HttpRequestException or UriFormatException or InvalidOperationException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SetupException($"{url} cannot be asked: {problem.Message}", "Ask another service, or use --request and --answer.",
                problem);
        }
    }
}
