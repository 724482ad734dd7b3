using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>The program as an operator starts it: a process of its own, with a data folder and settings from the environment.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramRun(string folder, IEnumerable<(string Name, string Value)> settings, string[] arguments, string? typed)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CoalitionCms.dll"), .. arguments])
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

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string[] arguments, string? typed = null, params (string Name, string Value)[] settings)
    {
        await using var run = new ProgramRun(folder, settings, arguments, typed);
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
            serving.TrySetResult(new Uri(line[at..].Split('.', ' ', ',') is [var a, var b, var c, var d, ..] ? $"{a}.{b}.{c}.{d}" : line[at..]));
        }
    }
}
