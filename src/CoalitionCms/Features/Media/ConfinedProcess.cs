using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CoalitionCms.Features.Media;

/// <summary>Runs a decoder on untrusted bytes: a process with nothing of ours in its environment, and little memory, time and disk.</summary>
internal static class ConfinedProcess
{
    private const long Memory = 1_500_000_000;
    private const int CpuSeconds = 60;
    private const int MostComplaints = 64 * 1024;

    // The widest strip of pixels that the workshop may ask for, uncompressed, is below this.
    private const long FileLength = 200_000_000;

    private static readonly string? Prlimit = OnPath("prlimit");
    private static readonly string? Shell = OnPath("sh");

    /// <summary>Full path of a program, looked up as a shell would.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs it in this folder. When cancelled, it and all its children are killed.</summary>
    /// <returns>The exit code, and the beginning of what it complained about.</returns>
    public static async Task<(int ExitCode, string Complaints)> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartOf(program, arguments, folder) };
        process.Start();
        await using var killing = cancellationToken.Register(() => Kill(process));
        process.StandardInput.Close();
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        var complaints = await BeginningOfAsync(process.StandardError.BaseStream);
        await output;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return (process.ExitCode, complaints);
    }

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

    /// <summary>Reads to the end, as a full pipe would stop the process, and keeps little.</summary>
    private static async Task<string> BeginningOfAsync(Stream stream)
    {
        var beginning = new byte[MostComplaints];
        var length = await stream.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false);
        await stream.CopyToAsync(Stream.Null);
        return Encoding.UTF8.GetString(beginning, 0, length);
    }

    private static ProcessStartInfo StartOf(string program, IEnumerable<string> arguments, string folder)
    {
        string[] line = [.. Limits(Prlimit, Shell), program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Security: the environment holds the database's password; a decoder taken over must not read it.
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        start.Environment["VIPS_CONCURRENCY"] = "1";
        // Security: only loaders that libvips calls fit for hostile files.
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        // Interlaced pictures are unpacked in memory, which is limited, and not into files of more than FileLength.
        start.Environment["VIPS_DISC_THRESHOLD"] = "1g";
        return start;
    }

    /// <summary>The command that sets the limits and then becomes the program whose name follows.</summary>
    internal static string[] Limits(string? prlimit, string? shell)
    {
        if (prlimit is not null)
            return [prlimit, $"--as={Memory}", $"--cpu={CpuSeconds}", $"--fsize={FileLength}", "--core=0"];
        // The shell counts memory in kilobytes and files in blocks of 512 bytes.
        return shell is null ? [] : [shell, "-c", $"ulimit -v {Memory / 1024} && ulimit -t {CpuSeconds} && ulimit -f {FileLength / 512} && exec \"$0\" \"$@\""];
    }
}
