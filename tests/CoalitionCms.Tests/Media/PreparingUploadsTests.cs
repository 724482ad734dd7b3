using System.Security.Cryptography;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>From an upload to stored files: all of them, or none.</summary>
public sealed class PreparingUploadsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-prepare-").FullName;
    private readonly MediaStore store;

    public PreparingUploadsTests() => store = new MediaStore(new CmsOptions { DataDirectory = folder });

    [Fact]
    public async Task A_photo_is_stored_in_all_its_sizes_and_named_by_its_largest()
    {
        var photo = Pngs.BlackAndWhite(700, 350, Pngs.Chunk("eXIf", Tiffs.Telling("secret")));

        var media = await StoredAsync(photo);

        (media.ContentType, media.Width, media.Height).ShouldBe(("image/png", 700, 350));
        media.Widths.ShouldBe([320, 640, 700]);
        media.Placeholder.Length.ShouldBe(72);
        media.RemovedMetadata.ShouldBe(["location", "camera", "time", "software", "thumbnail"]);
        foreach (var name in (string[])["320.png", "320.webp", "640.png", "640.webp", "700.png", "700.webp"])
        {
            (await FileAsync(media, name)).AsSpan().IndexOf("secret"u8).ShouldBe(-1);
        }

        var largest = await FileAsync(media, "700.png");
        Convert.ToHexStringLower(SHA256.HashData(largest)).ShouldBe(media.Sha256);
        media.Length.ShouldBe(largest.Length);
    }

    [Fact]
    public async Task The_same_photo_gets_the_same_name()
    {
        var first = await StoredAsync(Jpegs.BlackAndWhite());
        var second = await StoredAsync(Jpegs.BlackAndWhite(Jpegs.ExifSegment(Tiffs.Telling("secret"))));

        second.Sha256.ShouldBe(first.Sha256);
    }

    [Fact]
    public async Task A_document_is_stored_with_its_pages()
    {
        var media = await StoredAsync(Pdfs.Small);

        (media.ContentType, media.Width, media.Widths.Count).ShouldBe(("application/pdf", 0, 0));
        System.Text.Encoding.Latin1.GetString(await FileAsync(media, "file.pdf")).ShouldContain("0 0 10 10 re f");
    }

    [Fact]
    public async Task A_phones_photo_becomes_a_JPEG_where_it_can_be_decoded()
    {
        var photo = await ImageTools.HeicAsync(folder, Pngs.BlackAndWhite(64, 32));

        var bare = new ImageResizer(NullLogger<ImageResizer>.Instance, TimeProvider.System, vips: null);
        (await new MediaPreparation(bare, store)
            .RunAsync(photo, TestContext.Current.CancellationToken)).Problem.ShouldBe(MediaProblem.Heic);
        var media = await StoredAsync(photo);

        (media.ContentType, media.Width, media.Height).ShouldBe(("image/jpeg", 64, 32));
        store.Find(media.Sha256, "64.jpg").ShouldNotBeNull();
        store.Find(media.Sha256, "64.webp").ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_a_refused_upload_nothing_is_stored()
    {
        byte[] damaged = [.. Pngs.Signature, .. Pngs.Header(8, 8), .. Pngs.Chunk("IDAT", [1, 2, 3]), .. Pngs.Chunk("IEND", [])];
        foreach (var (file, problem) in (IEnumerable<(byte[], MediaProblem)>)
            [([], MediaProblem.EmptyFile), ([.. "<html>"u8], MediaProblem.Svg), (damaged, MediaProblem.Truncated)])
        {
            var prepared = await new MediaPreparation(ImageResizerTests.Resizer, store)
                .RunAsync(file, TestContext.Current.CancellationToken);
            prepared.ShouldBe((problem, null));
        }

        Directory.Exists(Path.Combine(folder, "media")).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<PreparedMedia> StoredAsync(byte[] upload) =>
        (await new MediaPreparation(ImageResizerTests.Resizer, store)
        .RunAsync(upload, TestContext.Current.CancellationToken)).Media.ShouldNotBeNull();

    private Task<byte[]> FileAsync(PreparedMedia media, string name) =>
        File.ReadAllBytesAsync(store.Find(media.Sha256, name).ShouldNotBeNull(name), TestContext.Current.CancellationToken);
}
