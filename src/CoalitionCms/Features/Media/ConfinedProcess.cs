using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CoalitionCms.Features.Media;

/// <summary>How a confined process ended, and the beginning of what it said.</summary>
internal sealed record ConfinedResult(int ExitCode, string Output, string Complaints);

/// <summary>Runs work on untrusted bytes: this program once more, with nothing of ours in
/// its environment, and little memory, time and disk.</summary>
internal static class ConfinedProcess
{
    /// <summary>Verb of the program in its confined life; no person types it, and no help names it.</summary>
    public const string Verb = "process-image";

    /// <summary>First argument behind the verb: become another program, with the same limits.</summary>
    public const string Become = "become";

    public const int UsedTooMuch = 137;

    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Full path of a program, looked up as a shell would.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs the verb with these arguments in this folder. When cancelled, it and all its children are killed.</summary>
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
            // The limits of the system are better, and are not to be had everywhere.
            if (HoldsTooMuch(process))
                Kill(process);
        }

        await ended;
        cancellationToken.ThrowIfCancellationRequested();
        return new(process.ExitCode, await output, await complaints);
    }

    /// <summary>Runs another program as confined. Where limits cannot be inherited (Windows)
    /// it has the clean environment and the clock alone.</summary>
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
            // It ended at this moment; and what no signal reaches, the limit of CPU time does.
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
            // It ended at this moment.
            return false;
        }
    }

    /// <summary>Reads to the end, as a full pipe would stop the process, and keeps little.</summary>
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
        // Security: the environment holds the database's password; a decoder taken over must not read it.
        start.Environment.Clear();
        start.Environment["HOME"] = start.Environment["TMPDIR"] = folder;
        if (OperatingSystem.IsWindows())
            start.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        // Nobody may attach to it, and its own heap stays small; without ICU and profiling it starts sooner.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x6000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        // Security: only loaders that libvips calls fit for hostile files.
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        // Interlaced pictures are unpacked in memory, which is limited, and not into files of more than a confined process may write.
        start.Environment["VIPS_DISC_THRESHOLD"] = "1g";
        return start;
    }

    /// <summary>This program, also where a test host or a tool has loaded it.</summary>
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
