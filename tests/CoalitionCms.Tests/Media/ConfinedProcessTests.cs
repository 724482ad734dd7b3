using System.Globalization;
using CoalitionCms.Features.Media;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A decoder that was taken over finds no secrets, and gets neither time nor memory nor disk.</summary>
public sealed class ConfinedProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-confined-").FullName;

    [Fact]
    public async Task A_program_sees_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("ConnectionStrings__Probe", "secret");

        (await ShellAsync("env > seen")).ShouldBe(0);

        var seen = await File.ReadAllTextAsync(Path.Combine(folder, "seen"), TestContext.Current.CancellationToken);
        seen.ShouldContain("HOME=" + folder);
        seen.ShouldNotContain("secret");
        seen.ShouldNotContain("DOTNET");
    }

    [Fact]
    public async Task A_program_may_not_write_large_files_nor_take_much_memory_or_time()
    {
        (await ShellAsync("ulimit -d > memory; ulimit -t > time; ulimit -c > core; ulimit -n > files; head -c 300000000 /dev/zero > large"))
            .ShouldNotBe(0);

        new FileInfo(Path.Combine(folder, "large")).Length.ShouldBeLessThanOrEqualTo(200_000_000);
        (await TextAsync("memory")).ShouldBe("1464843");
        (await TextAsync("time")).ShouldBe("60");
        (await TextAsync("core")).ShouldBe("0");
        (await TextAsync("files")).ShouldBe("64");
    }

    [Fact]
    public async Task Our_own_decoder_has_confined_itself_before_it_reads_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        Environment.SetEnvironmentVariable("ConnectionStrings__Probe", "secret");
        // Whoever opens a pipe that nobody writes to waits.
        await ImageTools.RunAsync("mkfifo", "coreutils", Path.Combine(folder, "source.jpg"));
        using var enough = new CancellationTokenSource();
        var running =
            ConfinedProcess.RunAsync([ImageProcessor.Resize, "source.jpg", nameof(MediaType.Jpeg), nameof(MediaType.Jpeg)], folder,
            enough.Token);

        // In the runtime it takes a moment until libvips is loaded.
        var process =
            await UntilAsync(() =>
            FindProcess() is { } found && File.ReadAllText($"{found}/maps").Contains("libvips", StringComparison.Ordinal) ? found : null);
        var limits = await File.ReadAllLinesAsync($"{process}/limits", TestContext.Current.CancellationToken);
        Limit("Max cpu time").ShouldBe("60");
        Limit("Max file size").ShouldBe("200000000");
        Limit("Max data size").ShouldBe("1500000000");
        Limit("Max core file size").ShouldBe("0");
        Limit("Max open files").ShouldBe("64");
        Limit("Max address space").ShouldNotBe("unlimited");
        (await File.ReadAllTextAsync($"{process}/status", TestContext.Current.CancellationToken))
            .ShouldContain("NoNewPrivs:\t1\nSeccomp:\t2");
        var environment = await File.ReadAllTextAsync($"{process}/environ", TestContext.Current.CancellationToken);
        environment.ShouldContain("HOME=" + folder);
        environment.ShouldNotContain("secret");

        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        IsAlive(process).ShouldBeFalse();

        string Limit(string name) =>
            limits.Single(l => l.StartsWith(name, StringComparison.Ordinal))[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
    }

    [Fact]
    public async Task When_its_time_is_up_it_is_killed_with_its_children()
    {
        using var enough = new CancellationTokenSource();
        var running =
            ConfinedProcess.RunProgramAsync(Shell(), ["-c", "sleep 600 & echo $! > child.new; mv child.new child; sleep 600"], folder,
            enough.Token);
        await UntilAsync(() => File.Exists(Path.Combine(folder, "child")) ? "" : null);

        await enough.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        IsAlive("/proc/" + await TextAsync("child")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_asks_for_more_memory_than_it_may_have_does_not_get_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit of memory");

        // "tail" keeps the last line, which never ends.
        (await ShellAsync("head -c 3000000000 /dev/zero | tail -n 1 > /dev/null")).ShouldNotBe(0);
    }

    [Fact]
    public async Task Nothing_that_is_confined_reaches_the_network()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the filter of system calls");
        var perl = ConfinedProcess.OnPath("perl");
        Assert.SkipWhen(perl is null, "perl is not installed");

        string[] script = ["-MSocket", "-e", "socket(my $s, PF_INET, SOCK_STREAM, 0) ? exit 0 : exit 7"];
        (await ConfinedProcess.RunProgramAsync(perl!, script, folder, TestContext.Current.CancellationToken)).ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task The_verb_is_in_no_help()
    {
        var host =
            Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        Assert.SkipUnless(File.Exists(host), "dotnet lies elsewhere");

        var help = await ImageTools.RunAsync(host, "dotnet", Path.Combine(AppContext.BaseDirectory, "CoalitionCms.dll"), "--help");

        help.ShouldContain("healthcheck");
        help.ShouldNotContain(ConfinedProcess.Verb);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static bool IsAlive(string process)
    {
        try
        {
            return Directory.Exists(process) && !File.ReadAllText($"{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It went between the two questions.
            return false;
        }
    }

    private static async Task<string> UntilAsync(Func<string?> look)
    {
        for (var round = 0; round < 600; round++)
        {
            if (look() is { } found)
            {
                return found;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new ShouldAssertException("It never came to that.");
    }

    private static string Shell()
    {
        var shell = ConfinedProcess.OnPath("sh");
        Assert.SkipWhen(shell is null, "sh is not installed");
        return shell!;
    }

    private string? FindProcess() => Directory.EnumerateDirectories("/proc")
        .Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _))
        .FirstOrDefault(d => new DirectoryInfo($"{d}/cwd").LinkTarget == folder);

    private async Task<string> TextAsync(string name) =>
        (await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken)).Trim();

    private async Task<int> ShellAsync(string script) =>
        (await ConfinedProcess.RunProgramAsync(Shell(), ["-c", script], folder, TestContext.Current.CancellationToken)).ExitCode;
}
