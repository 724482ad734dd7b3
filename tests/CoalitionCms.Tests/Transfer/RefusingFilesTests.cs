using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>A damaged or hostile file gets a sentence with its line, and nothing of it comes in.</summary>
public sealed class RefusingFilesTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string Whole = Wxr(Item(1, "One", "<p>Words.</p>"), Item(2, "Two", "<p>Words.</p>"));

    public static TheoryData<string, string, string, int> Files => new()
    {
        { "cut off", "Import.Truncated", Whole[..^40], 12 },
        { "not closed", "Import.Damaged", Whole.Replace("</title><link>", "</titel><link>", StringComparison.Ordinal), 11 },
        { "a document type", "Import.Dtd", Whole.Replace("<rss", "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss",
            StringComparison.Ordinal), 2 },
        { "somebody else's feed", "Import.NotWordPress.Rss", "<rss version=\"2.0\"><channel><title>x</title><item/></channel></rss>", 1 },
        { "Blogger's", "Import.NotWordPress.Feed", BlogFile(), 1 },
        { "a theme", "Import.NotWordPress", "<html><head/></html>", 1 },
        { "a newer version", "Import.WordPressVersion",
        Whole.Replace("1.2</wp:wxr_version>", "2.0</wp:wxr_version>", StringComparison.Ordinal),
            7 },
        { "nothing", "Import.Truncated", "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>", 1 },
        { "a tag without end", "Import.LongTag", "<rss " + new string('a', 300_000), 1 },
        { "too deep", "Import.TooDeep", Whole.Replace("<p>Words.</p>", "]]>" + string.Concat(Enumerable.Repeat("<b>", 300)),
            StringComparison.Ordinal), 11 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is(string what, string key, string content, int line)
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var report = await site.ImportAsync(ImportFormat.WordPress, Write(content));
        (report.Refused?.Key, report.RefusedAtLine).ShouldBe((key, line), what);
        report.Entries.ShouldBeEmpty();
        (await site.InDatabaseAsync(db => db.Set<Entry>().CountAsync(TestContext.Current.CancellationToken))).ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_that_are_not_in_the_encoding_are_refused_with_their_line()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        bytes[Whole.IndexOf("Two", StringComparison.Ordinal)] = 0xFF;
        var report = await (await sites.OnAsync(DatabaseKind.Sqlite)).ImportAsync(ImportFormat.WordPress, Write(bytes));
        (report.Refused?.Key, report.RefusedAtLine).ShouldBe(("Import.WrongEncoding", 12));
    }

    [Fact]
    public async Task What_is_no_text_is_called_by_its_name()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var photo = Write([0, 0, 0, 24, .. "ftypheic"u8, .. new byte[100]], "IMG_1.HEIC");
        var report = await site.ImportAsync(ImportFormat.Blogger, photo);
        (report.Refused?.Key, report.Refused?.Arguments[0]).ShouldBe(("Import.Binary", "HEIC"));
        report = await site.AskAsync((ReadExport import) => import.RunAsync(Actor.CommandLine, new(ImportFormat.Export, [photo]), _ =>
        {
        }, TestContext.Current.CancellationToken));
        report.Refused?.Key.ShouldBe("Import.Binary");
    }

    [Theory]
    [InlineData("{\"autors\": {}}", "Import.Map.Key", "autors")]
    [InlineData("{\"authors\": {\"lan\": {\"nmae\": \"Lan\"}}}", "Import.Map.Key", "nmae")]
    [InlineData("{\"language\": \"xx\"}", "Import.Map.Language", "xx")]
    [InlineData("{\"labels\"}", "Import.Map", null)]
    public void A_map_with_a_slip_is_refused(string map, string key, string? named)
    {
        var refused = Should.Throw<SourceException>(() => ImportMap.Read(map));
        (refused.Key, refused.Arguments is [var first, ..] ? first : null).ShouldBe((key, named));
    }

    [Theory]
    [InlineData("../feed.atom", "Import.Archive.Name")]
    [InlineData("/etc/feed.atom", "Import.Archive.Name")]
    [InlineData("C:/feed.atom", "Import.Archive.Name")]
    [InlineData("a\\..\\feed.atom", "Import.Archive.Name")]
    [InlineData("notes.txt", "Import.NoFeed")]
    public async Task An_archive_whose_names_lead_elsewhere_is_not_opened(string name, string key)
    {
        var file = Zip((name, Encoding.UTF8.GetBytes(BlogFile())));
        var report = await (await sites.OnAsync(DatabaseKind.Sqlite)).ImportAsync(ImportFormat.Blogger, file);
        report.Refused?.Key.ShouldBe(key);
    }

    [Fact]
    public async Task An_archive_that_unfolds_to_a_mountain_is_not_opened()
    {
        var file = Zip(("feed.atom", new byte[200 * 1024 * 1024]));
        (await (await sites.OnAsync(DatabaseKind.Sqlite)).ImportAsync(ImportFormat.Blogger, file)).Refused?.Key
            .ShouldBe("Import.Archive.Bomb");
    }

    [Fact]
    public async Task Slips_of_exporters_are_repaired()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var file = Write(Wxr(
            Item(1, "O\u0001ne\u202E", "<p>a[b[0]]>c</p>", "<x:y>undeclared</x:y>", name: "one"),
            Item(2, "Two", "<p>Words.</p>", Meta("k", "v]]>w"), name: "two")));
        var report = await site.ImportAsync(ImportFormat.WordPress, file);
        report.Entries.Select(e => e.Title).ShouldBe(["One", "Two"]);
        report.Repaired.ShouldBeGreaterThan(2);
    }
}
