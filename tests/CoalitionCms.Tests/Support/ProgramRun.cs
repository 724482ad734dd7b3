using System.Collections.Concurrent;
using System.Diagnostics;
using CoalitionCms.Operations.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>The program as an operator starts it, with a data folder and settings.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramRun(string folder, IEnumerable<(string Name, string Value)> settings, string[] arguments, string? typed,
        string? limit = null)
    {
        string[] program = [Path.Combine(AppContext.BaseDirectory, "CoalitionCms.dll"), .. arguments];
        var start =
            new ProcessStartInfo(limit is null ? "dotnet" : "sh", limit is null ? program : ["-c", limit, "sh", "dotnet", .. program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            };
        start.Environment["Cms__DataDirectory"] = folder;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (typed is not null)
        {
            process.StandardInput.WriteLine(typed);
        }

        process.StandardInput.Close();
    }

    /// <summary>Everything that was written to standard output and standard error.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Waits until this was written: standard output and standard error arrive each in its own time.</summary>
    public async Task ShouldSayAsync(string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Runs a command to its end in this process: the same code and settings, without the seconds that a runtime takes.</summary>
    public static async Task<(int ExitCode, string Output)> CommandAsync(string folder, string[] arguments, string? typed = null,
        params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Append(("Cms__DataDirectory", folder))
            .Select(s => KeyValuePair.Create(s.Item1.Replace("__", ":", StringComparison.Ordinal), (string?)s.Item2))).Build();
        await using var written = new StringWriter();
        await using var output = TextWriter.Synchronized(written);
        using var input = new StringReader(typed ?? "");
        var exitCode = await CommandLine.RunAsync(
            arguments, new Terminal(output, output, input, isInteractive: false), configuration);

        // A process that ends closes its files.
        SqliteConnection.ClearAllPools();
        return (exitCode, written.ToString().TrimEnd('\n'));
    }

    /// <summary>Runs a command to its end in a process of its own, with settings from the environment.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string[] arguments, string? typed = null,
        params (string Name, string Value)[] settings)
    {
        await using var run = new ProgramRun(folder, settings, arguments, typed);
        await run.process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        return (run.process.ExitCode, run.Output);
    }

    /// <summary>The same on a disk that is full as soon as a file has this many blocks of 512 bytes.</summary>
    public static async Task<(int ExitCode, string Output)> RunOnSmallDiskAsync(string folder, int blocks, string[] arguments,
        params (string Name, string Value)[] settings)
    {
        // The runtime itself maps a large file of its own where code may not be writable and executable.
        (string, string)[] all = [.. settings, ("DOTNET_EnableWriteXorExecute", "0")];
        await using var run =
            new ProgramRun(folder, all, arguments, typed: null,
            limit: $"trap '' XFSZ; ulimit -f {blocks.ToString(System.Globalization.CultureInfo.InvariantCulture)}; exec \"$@\"");
        await run.process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        return (run.process.ExitCode, run.Output);
    }

    /// <summary>Serves the site, and comes back when it answers.</summary>
    public static async Task<(ProgramRun Run, Uri Url)> ServeAsync(string folder, params (string Name, string Value)[] settings)
    {
        var run = new ProgramRun(folder, settings, ["serve"], typed: null);
        return (run, await run.serving.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        var at = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
        if (at >= 0 && line.Contains(" serves ", StringComparison.Ordinal))
        {
            serving.TrySetResult(new Uri(line[at..].Split('.', ' ', ',') is [var a, var b, var c, var d, ..]
                ? $"{a}.{b}.{c}.{d}"
                : line[at..]));
        }
    }
}
