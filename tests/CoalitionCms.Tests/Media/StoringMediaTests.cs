using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>The store gives out what was put in, and nothing else on the disk.</summary>
public sealed class StoringMediaTests : IDisposable
{
    private static readonly string Hash = new('a', 64);
    private readonly string folder = Directory.CreateTempSubdirectory("cms-store-").FullName;

    private MediaStore Store => new(new CmsOptions { DataDirectory = folder });

    [Fact]
    public async Task What_is_written_is_found_until_it_is_deleted()
    {
        await Store.WriteAsync(Hash, "320.webp", new byte[] { 1, 2, 3 }, TestContext.Current.CancellationToken);

        var path = Store.Find(Hash, "320.webp").ShouldNotBeNull();
        path.ShouldBe(Path.Combine(folder, "media", "aa", "aa", Hash, "320.webp"));
        (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
        Store.Find(Hash, "640.webp").ShouldBeNull();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.GetDirectoryName(path)!)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Store.Delete(Hash).ShouldBeTrue();
        Store.Delete(Hash).ShouldBeFalse();
        Store.Find(Hash, "320.webp").ShouldBeNull();
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("320.webp\n")]
    [InlineData("320.svg")]
    [InlineData("320.WEBP")]
    [InlineData("123456.jpg")]
    [InlineData(".jpg")]
    [InlineData("٣.jpg")]
    [InlineData("file.pdf/")]
    [InlineData("")]
    public async Task Odd_names_are_refused(string name)
    {
        Store.Find(Hash, name).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => Store.WriteAsync(Hash, name, new byte[1], TestContext.Current.CancellationToken));
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Odd_hashes_are_refused(string hash)
    {
        Store.Find(hash, "320.webp").ShouldBeNull();
        Store.Delete(hash).ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_is_not_followed_out_of_the_store()
    {
        var outside = Directory.CreateDirectory(Path.Combine(folder, "outside", Hash)).FullName;
        await using (File.Create(Path.Combine(outside, "320.webp")))
        {
        }

        var inside = Directory.CreateDirectory(Path.Combine(folder, "media", "aa"));
        Directory.CreateSymbolicLink(Path.Combine(inside.FullName, "aa"), Path.Combine(folder, "outside"));

        Store.Find(Hash, "320.webp").ShouldBeNull();
        Store.Delete(Hash).ShouldBeFalse();
        File.Exists(Path.Combine(outside, "320.webp")).ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
