using CoalitionCms.Domain;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>Another user of the host finds nothing that they may open, whatever wrote it.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KeepingFilesPrivateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-modes-").FullName;

    [Fact]
    public async Task Every_file_is_0600_and_every_folder_0700()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a matter of Unix.");
        var made = await ProgramRun.RunAsync(
            folder, ["user", "create", "--email", "li@coalition.example", "--name", "Li Kept", "--role", "editor", "--password-stdin"],
            SigningIn.Password);
        made.ExitCode.ShouldBe(0, made.Output);
        Directory.CreateDirectory(Path.Combine(folder, "backups"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // As somebody left them who copied them here.
        const UnixFileMode OfAll = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        foreach (var path in new[] { folder, Path.Combine(folder, "keys"), Path.Combine(folder, "cms.db") })
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | OfAll);
        }

        // A setting that is warned of, so that there is a log.
        var (warned, _) = await ProgramRun.ServeAsync(folder, ("Cms__BaseUrl", "https://www.coalition.example"));
        await warned.DisposeAsync();
        var (run, url) = await ProgramRun.ServeAsync(folder);
        await using (run)
        {
            using var browser = new Browser(url);
            await browser.SignInAsync("li@coalition.example");
            await browser.UploadAsync("A square", asScript: false, ("square.jpg", Library.Photo(90)));
            var backup = await ProgramRun.RunAsync(
                folder, ["backup", Path.Combine(folder, "backups", "one.backup"), "--passphrase-stdin"], SigningIn.Password);
            backup.ExitCode.ShouldBe(0, backup.Output);

            var found = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToList();
            var names = found.Select(f => Path.GetRelativePath(folder, f.FullName)).ToList();
            foreach (var expected in new[] { "cms.db", "cms.db-wal", "cms.db-shm", "keys", "logs", "media", "uploads", "backups" })
            {
                names.ShouldContain(expected);
            }

            found.Count(f => f.FullName.Contains("/media/", StringComparison.Ordinal)).ShouldBeGreaterThan(1);
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            found.Select(f => (Path.GetRelativePath(folder, f.FullName), f.UnixFileMode))
                .Where(f => (f.UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
                .ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_file_that_others_may_open_is_named_on_the_health_page()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a matter of Unix.");
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        var path = Path.Combine(site.Folder, "uploads", "left.tmp");
        await File.WriteAllBytesAsync(path, [], TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        (await admin.GetAsync("/admin/health")).One("#private").TextContent.ShouldContain("uploads/left.tmp (644)");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
