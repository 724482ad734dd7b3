using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>
/// A photo from a phone tells readers nothing about the place, the hour and the device, in none of the files that are served.
/// </summary>
public sealed class MetadataTests(Sites sites) : IClassFixture<Sites>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-metadata-").FullName;

    [OnEachDatabase]
    public async Task Nothing_that_is_served_of_a_photo_with_GPS_carries_metadata(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var photo = await FromPhoneAsync("jpg", Jpegs.Of(90, [.. Enumerable.Range(0, 90 * 60).Select(n => (byte)(n % 97 + 60))]));
        (await ImageTools.MetadataAsync(folder, "jpg", photo)).ShouldContain("GPSLatitude");
        var png = await FromPhoneAsync("png", Pngs.BlackAndWhite(400, 200));

        foreach (var (name, bytes) in ((string, byte[])[])[("phone.jpg", photo), ("screen.png", png)])
        {
            await mira.UploadAsync("A square", asScript: false, (name, bytes));
            var file = (await mira.GetAsync("/admin/media")).One("ul.media a").GetAttribute("href")!;
            (await mira.GetAsync(file)).ShouldSay("Removed from the file:").ShouldSay("the place where it was taken");
            var sha256 = file.Split('/')[^1];
            var entry =
                await mira.WriteAsync("From a phone " + name, Library.InText(sha256), ("Entry.Slug", "from-a-" + name.Split('.')[0]));
            await mira.ReviseAsync(entry, "publish");

            using var visitor = site.Visit();
            var page = (await visitor.GetAsync("/articles/from-a-" + name.Split('.')[0])).ShouldHave(HttpStatusCode.OK);
            var addresses = page.AllOf("main picture source, main picture img").SelectMany(e => e.GetAttribute("srcset")!.Split(", "))
                .Select(s => s.Split(' ')[0]).Distinct().ToList();
            addresses.Count.ShouldBeGreaterThan(1);
            foreach (var address in addresses)
            {
                var served = (await visitor.GetAsync(address)).ShouldHave(HttpStatusCode.OK);
                (await ImageTools.MetadataAsync(folder, address.Split('.')[^1], served.Bytes)).ShouldBeEmpty(address);
                served.Bytes.AsSpan().IndexOf("Secret Phone"u8).ShouldBe(-1, address);
            }
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<byte[]> FromPhoneAsync(string extension, byte[] picture)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.{extension}");
        await File.WriteAllBytesAsync(path, picture, TestContext.Current.CancellationToken);
        await ImageTools.RunAsync("exiftool", "libimage-exiftool-perl", "-overwrite_original", "-GPSLatitude=40.7580", "-GPSLatitudeRef=N",
            "-GPSLongitude=73.8331", "-GPSLongitudeRef=W",
            "-Make=Secret Phone", "-Model=Secret Phone 3", "-DateTimeOriginal=2026:04:18 14:00:00", "-XMP:Creator=Secret Phone",
            "-IPTC:By-line=Secret Phone", "-Comment=Secret Phone", "-Orientation#=6", path);
        return await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
    }
}
