using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CoalitionCms.Features.Media;

/// <summary>Limits that a process sets on itself before it reads untrusted bytes, inherited by all its child processes.</summary>
internal static class Confinement
{
    /// <summary>Memory in bytes, in addition to what the runtime has reserved.</summary>
    public const long Memory = 1_500_000_000;

    private const int CpuSeconds = 60;

    // The largest image that is passed on uncompressed is smaller than this.
    private const long FileLength = 200_000_000;
    private const int OpenFiles = 64;
    private const int NoNewPrivileges = 38;

    private enum Resource
    {
        CpuTime = 0,
        FileSize = 1,
        Data = 2,
        Core = 4,
        OpenFiles = 7,
        OpenFilesOnMac = 8,
        AddressSpace = 9,
    }

    /// <summary>
    /// Sets the limits: on Linux all of them, on macOS time and file size, on Windows none. There the parent process watches memory and
    /// time.
    /// </summary>
    /// <param name="mayBecome">True for a process that executes another program.</param>
    public static void Apply(bool mayBecome)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Limit(Resource.CpuTime, CpuSeconds);
        Limit(Resource.FileSize, FileLength);
        Limit(Resource.Core, 0);
        Limit(OperatingSystem.IsMacOS() ? Resource.OpenFilesOnMac : Resource.OpenFiles, OpenFiles);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Limit(Resource.Data, Memory);
        // The runtime reserves address space that it never uses; the limit is added on top of it.
        Limit(Resource.AddressSpace, ReservedSoFar() + Memory);
        // Security: a program with the set-user-id bit gains no privileges here.
        Check(SetProcessOption(NoNewPrivileges, 1, 0, 0, 0));
        Forbid(mayBecome);
    }

    /// <summary>Executes another program in the same process, so that the limits remain. Returns only on failure.</summary>
    public static int Become(string program, string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            using var child = Process.Start(program, arguments);
            child.WaitForExit();
            return child.ExitCode;
        }

        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(e => !((string)e.Key).StartsWith("DOTNET_", StringComparison.Ordinal)).Select(e => $"{e.Key}={e.Value}");
        _ = Execute(Text(program), List([program, .. arguments]), List(environment));
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Blocks what no decoder needs: network, memory of other processes, other programs.</summary>
    private static void Forbid(bool mayBecome)
    {
        // Numbers of: socket, connect, ptrace, process_vm_readv, process_vm_writev, io_uring_setup; then execve, execveat.
        (uint Architecture, int Seccomp, uint[] Calls) machine = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (0xC000003E, 317, [41, 42, 101, 310, 311, 425, 59, 322]),
            Architecture.Arm64 => (0xC00000B7, 277, [198, 203, 117, 270, 271, 425, 221, 281]),
            _ => (0, 0, []),
        };
        if (machine.Seccomp == 0)
        {
            return;
        }

        const ushort Load = 0x20, JumpIfEqual = 0x15, JumpIfGreaterOrEqual = 0x35, Return = 0x06;
        const uint Allow = 0x7FFF0000, NotPermitted = 0x00050001;
        var calls = mayBecome ? machine.Calls[..^2] : machine.Calls;
        List<Instruction> filter =
        [
            new(Load, 0, 0, 4), new(JumpIfEqual, 1, 0, machine.Architecture), new(Return, 0, 0, NotPermitted),
            // Above this number, x64 has the same calls again.
            new(Load, 0, 0, 0), new(JumpIfGreaterOrEqual, 0, 1, 0x40000000), new(Return, 0, 0, NotPermitted),
        ];
        foreach (var call in calls)
        {
            filter.AddRange([new(JumpIfEqual, 0, 1, call), new(Return, 0, 0, NotPermitted)]);
        }

        filter.Add(new(Return, 0, 0, Allow));
        var instructions = GCHandle.Alloc(filter.ToArray(), GCHandleType.Pinned);
        var program = new FilterProgram { Length = (ushort)filter.Count, Instructions = instructions.AddrOfPinnedObject() };
        // Applies to all existing threads. A kernel without seccomp filters refuses; then only the limits apply.
        _ = SystemCall(machine.Seccomp, 1, 1, in program);
        instructions.Free();
    }

    private static void Limit(Resource resource, long value)
    {
        var limit = new ResourceLimit { Soft = (nuint)value, Hard = (nuint)value };
        Check(SetLimit((int)resource, in limit));
    }

    private static void Check(int answer)
    {
        if (answer != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static long ReservedSoFar() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static nint Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\0");
        var native = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, native, bytes.Length);
        return native;
    }

    private static nint List(IEnumerable<string> texts)
    {
        nint[] pointers = [.. texts.Select(Text), 0];
        var native = Marshal.AllocHGlobal(pointers.Length * nint.Size);
        Marshal.Copy(pointers, 0, native, pointers.Length);
        return native;
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in ResourceLimit limit);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static extern int SetProcessOption(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static extern int Execute(nint path, nint arguments, nint environment);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, nint operation, nint flags, in FilterProgram program);

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    private struct FilterProgram
    {
        public ushort Length;
        public nint Instructions;
    }

    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
