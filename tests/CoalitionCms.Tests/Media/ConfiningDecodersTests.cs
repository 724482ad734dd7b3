using System.Diagnostics;
using CoalitionCms.Features.Media;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A decoder that was taken over finds no secrets, and gets neither time nor memory nor disk.</summary>
public sealed class ConfiningDecodersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-confined-").FullName;

    [Fact]
    public async Task It_sees_nothing_of_the_programs_environment()
    {
        Environment.SetEnvironmentVariable("ConnectionStrings__Probe", "secret");

        await ShellAsync("env > seen");

        var seen = await File.ReadAllTextAsync(Path.Combine(folder, "seen"), TestContext.Current.CancellationToken);
        seen.ShouldContain("HOME=" + folder);
        seen.ShouldNotContain("secret");
    }

    [Fact]
    public async Task It_may_not_write_large_files_nor_take_much_memory()
    {
        (await ShellAsync("ulimit -v > memory; ulimit -t > time; head -c 300000000 /dev/zero > large")).ShouldNotBe(0);

        new FileInfo(Path.Combine(folder, "large")).Length.ShouldBeLessThanOrEqualTo(200_000_000);
        (await File.ReadAllTextAsync(Path.Combine(folder, "memory"), TestContext.Current.CancellationToken)).Trim().ShouldBe("1464843");
        (await File.ReadAllTextAsync(Path.Combine(folder, "time"), TestContext.Current.CancellationToken)).Trim().ShouldBe("60");
    }

    [Fact]
    public async Task Where_prlimit_is_missing_the_shell_sets_the_same_limits()
    {
        string[] line = [.. ConfinedProcess.Limits(prlimit: null, Shell()), Shell(), "-c", "echo \"$1\"; ulimit -v; ulimit -t; ulimit -f", "sh", "a  b"];

        (await ImageTools.RunAsync("sh", "dash", line[1..])).Split('\n').ShouldBe(["a  b", "1464843", "60", "390625", ""]);
    }

    [Fact]
    public async Task When_its_time_is_up_it_is_killed_with_its_children()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();

        await Should.ThrowAsync<OperationCanceledException>(() => ConfinedProcess.RunAsync(Shell(), ["-c", "sleep 60 & echo $! > child; sleep 60"], folder, soon.Token));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        var child = (await File.ReadAllTextAsync(Path.Combine(folder, "child"), TestContext.Current.CancellationToken)).Trim();
        (!Directory.Exists("/proc/" + child) || File.ReadAllText($"/proc/{child}/stat").Contains(") Z ", StringComparison.Ordinal)).ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Shell()
    {
        var shell = ConfinedProcess.OnPath("sh");
        Assert.SkipWhen(shell is null, "sh is not installed");
        return shell!;
    }

    private async Task<int> ShellAsync(string script) =>
        (await ConfinedProcess.RunAsync(Shell(), ["-c", script], folder, TestContext.Current.CancellationToken)).ExitCode;
}
