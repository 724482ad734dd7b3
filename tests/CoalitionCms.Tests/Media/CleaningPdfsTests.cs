using System.Diagnostics;
using System.Net;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>A PDF tells readers what is on its pages, and nothing of who made it; it does nothing by itself.</summary>
public sealed class CleaningPdfsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Telling =
    [
        "Li Author", "Li Secret", "Li Reviewer", "Li Xmp", "of Li", "20100514", "calc.exe", "alert", "members", "/JavaScript", "/JS",
        "/OpenAction", "/AA", "/Launch", "/EmbeddedFile", "/Metadata", "/Info", "/Annots", "GPS-OF-THE-PHOTO", "/ID",
    ];

    [OnEachDatabase]
    public async Task Author_dates_scripts_attachments_and_comments_are_gone_and_the_page_is_there(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var photo = Jpegs.Of(8, [.. Enumerable.Repeat((byte)90, 8)], [[0xFF, 0xE1, 0, 18, .. "GPS-OF-THE-PHOTO"u8]]);
        var upload = Pdfs.Telling(photo);
        Encoding.Latin1.GetString(upload).ShouldContain("GPS-OF-THE-PHOTO");

        var hash = await site.AddAsync(Actor.CommandLine, upload, name: "零八宪章.pdf", language: "zh-Hans");

        using var admin = await site.SignInAsync(Role.Admin);
        var served = await admin.GetAsync($"/admin/media/{hash}/file.pdf");
        served.ShouldHave(HttpStatusCode.OK);
        served.Header("Content-Disposition")!.ShouldContain("filename*=UTF-8''" + Uri.EscapeDataString("零八宪章.pdf"));
        var text = Encoding.Latin1.GetString(served.Bytes);
        Telling.Where(t => text.Contains(t, StringComparison.Ordinal)).ShouldBeEmpty();
        text.ShouldContain("(Charter) Tj");
        text.ShouldContain("/DCTDecode");
        (await site.InDatabaseAsync(db => db.Set<MediaFile>().Where(m => m.Sha256 == hash).Select(m => m.Removed)
            .SingleAsync(TestContext.Current.CancellationToken))).Split(',')
            .ShouldBe(["camera", "time", "software", "xmp", "comment", "active", "other"], ignoreOrder: true);

        var file = Path.Combine(site.Folder, "served.pdf");
        await File.WriteAllBytesAsync(file, served.Bytes, TestContext.Current.CancellationToken);
        (await ReadByAsync("pdfinfo", file)).ShouldSatisfyAllConditions(
            told => told.ShouldContain("Pages:           1"), told => told.ShouldNotContain("Author"), told => told.ShouldNotContain("Date"),
            told => told.ShouldNotContain("Producer"), told => told.ShouldContain("JavaScript:      no"),
            told => told.ShouldContain("Metadata Stream: no"));
        (await ReadByAsync("pdftotext", file, "-")).ShouldContain("Charter");
        (await ReadByAsync("exiftool", "-a", "-u", "-G1", file)).ShouldSatisfyAllConditions(
            told => told.ShouldNotContain("Author"), told => told.ShouldNotContain("Create Date"), told => told.ShouldNotContain("XMP"));
    }

    [OnEachDatabase]
    public async Task What_cannot_be_written_anew_is_refused_with_a_way_out(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var encrypted = Encoding.Latin1.GetString(Pdfs.Small).Replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 9 0 R", StringComparison.Ordinal);
        foreach (var upload in (byte[][])[Pdfs.Form, Encoding.Latin1.GetBytes(encrypted), Pdfs.Small[..^60], [.. "%PDF-1.7\nnothing\n%%EOF\n"u8]])
        {
            var added = await site.AskAsync((Features.Media.Actions.AddMedia add) =>
                add.RunAsync(Actor.CommandLine, new(upload, "x.pdf", Language.English, ""), TestContext.Current.CancellationToken));
            added.IsDone.ShouldBeFalse();
            added.Errors.ShouldHaveSingleItem().Key.ShouldBeOneOf("MediaProblem.PdfUnclean", "MediaProblem.Truncated");
        }

        var form = await site.AskAsync((Features.Media.Actions.AddMedia add) =>
            add.RunAsync(Actor.CommandLine, new(Pdfs.Form, "x.pdf", Language.English, ""), TestContext.Current.CancellationToken));
        Language.English.Texts[form.Errors.ShouldHaveSingleItem().Key].ShouldContain("Save as PDF");
    }

    // Another program than ours. Where it is not installed, the bytes have been searched all the same.
    private static async Task<string> ReadByAsync(string program, params string[] arguments)
    {
        Assert.SkipWhen(ConfinedProcess.OnPath(program) is null, $"{program} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await errors).ShouldNotContain("Syntax Error");
        return output;
    }
}
