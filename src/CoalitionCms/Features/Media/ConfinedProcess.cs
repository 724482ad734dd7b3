using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CoalitionCms.Features.Media;

/// <summary>The result of a confined process, with the beginning of its output.</summary>
internal sealed record ConfinedResult(int ExitCode, string Output, string Complaints);

/// <summary>
/// Processes untrusted bytes in a child process: this program, with a clean environment and limited memory, time and disk space.
/// </summary>
internal static class ConfinedProcess
{
    /// <summary>The verb that starts the confined process; internal, and not listed in the help.</summary>
    public const string Verb = "process-image";

    /// <summary>First argument after the verb: execute another program with the same limits.</summary>
    public const string Become = "become";

    public const int UsedTooMuch = 137;

    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the full path of a program, looked up in PATH as a shell does.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs the verb with these arguments in this folder. On cancellation, the process and all its children are killed.</summary>
    public static async Task<ConfinedResult> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartOf(arguments, folder) };
        process.Start();
        await using var killing = cancellationToken.Register(() => Kill(process));
        process.StandardInput.Close();
        var output = BeginningOfAsync(process.StandardOutput.BaseStream);
        var complaints = BeginningOfAsync(process.StandardError.BaseStream);
        var ended = process.WaitForExitAsync(CancellationToken.None);
        while (await Task.WhenAny(ended, Task.Delay(LookEvery, CancellationToken.None)) != ended)
        {
            // The operating system's limits are better, but are not available everywhere.
            if (HoldsTooMuch(process))
            {
                Kill(process);
            }
        }

        await ended;
        cancellationToken.ThrowIfCancellationRequested();
        return new(process.ExitCode, await output, await complaints);
    }

    /// <summary>
    /// Runs another program in confinement. Where limits cannot be inherited (Windows), only the clean environment and the timeout apply.
    /// </summary>
    public static Task<ConfinedResult> RunProgramAsync(string program, IEnumerable<string> arguments, string folder,
        CancellationToken cancellationToken) =>
        RunAsync([Become, program, .. arguments], folder, cancellationToken);

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception problem) when (problem is Win32Exception or AggregateException or InvalidOperationException)
        {
            // The process has just ended. A process that no signal reaches is ended by the limit of CPU time.
        }
    }

    private static bool HoldsTooMuch(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64 > Confinement.Memory;
        }
        catch (InvalidOperationException)
        {
            // The process has just ended.
            return false;
        }
    }

    /// <summary>Reads to the end, because a full pipe would block the process, but keeps only the beginning.</summary>
    private static async Task<string> BeginningOfAsync(Stream stream)
    {
        var beginning = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false);
        await stream.CopyToAsync(Stream.Null);
        return Encoding.UTF8.GetString(beginning, 0, length);
    }

    private static ProcessStartInfo StartOf(IEnumerable<string> arguments, string folder)
    {
        var (program, leading) = OwnProgram();
        var start = new ProcessStartInfo(program, [.. leading, Verb, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Security: the environment holds the database's password; a compromised decoder must not read it.
        start.Environment.Clear();
        start.Environment["HOME"] = start.Environment["TMPDIR"] = folder;
        if (OperatingSystem.IsWindows())
        {
            start.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        }
        // Prevents attaching to the process and limits its heap; without ICU and profiling it starts faster.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x6000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        // Security: only loaders that libvips considers safe for untrusted files.
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        // Interlaced images are unpacked in memory, which is limited, and not to files, which could exceed the file size limit.
        start.Environment["VIPS_DISC_THRESHOLD"] = "1g";
        return start;
    }

    /// <summary>The executable of this program, even if a test host or a tool has loaded it.</summary>
    private static (string Program, string[] Leading) OwnProgram()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, typeof(ConfinedProcess).Assembly.GetName().Name + ".dll");
        var host =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows()
            ? "dotnet.exe"
            : "dotnet"));
        return File.Exists(assembly) && File.Exists(host) ? (host, [assembly]) : (Environment.ProcessPath!, []);
    }
}
