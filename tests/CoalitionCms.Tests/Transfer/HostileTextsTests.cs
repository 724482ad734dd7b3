using System.Formats.Tar;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>
/// A text that was made to keep the program busy costs what its length costs. Where it did not, these tests did not end: there is no
/// limit of time.
/// </summary>
public sealed class HostileTextsTests
{
    private const int Length = 1_000_000;

    [Theory]
    [InlineData("<!--")]
    [InlineData("<!-- wp:block {\"ref\":1")]
    [InlineData("[caption]")]
    [InlineData("[caption ")]
    [InlineData("[a_b ")]
    [InlineData("<pre ")]
    [InlineData("<p ")]
    [InlineData("<divwp-block-coverbackground-image:url(x")]
    [InlineData(" ", "a", "b")]
    [InlineData("<br> ", "a", "b")]
    public void Marks_that_nothing_ends_are_read_once(string mark, string before = "", string after = "") =>
        Read(Wxr(Item(1, "One", before + string.Concat(Enumerable.Repeat(mark, Length / mark.Length)) + after)))
            .ShouldHaveSingleItem().Html.Length.ShouldBeLessThan(3 * Length);

    [Fact]
    public void What_refers_to_one_pattern_or_photo_many_times_is_no_longer_than_any_text()
    {
        var pattern = Item(1, "P", new string('p', 50_000), type: "wp_block");
        var photo = Item(2, "A", "", Meta("_wp_attachment_image_alt", new string('a', 19_000)), type: "attachment");
        var entries = Read(Wxr(pattern, photo,
            Item(3, "Patterns", string.Concat(Enumerable.Repeat("<!-- wp:block {\"ref\":1} /-->", 20_000))),
            Item(4, "Photos", string.Concat(Enumerable.Repeat($"[gallery ids=\"{string.Join(',', Enumerable.Repeat(2, 400))}\"]", 500))),
            Item(5, "One", "Before. <!-- wp:block {\"ref\":1} /--> [gallery ids=\"2\"]")));

        entries.Select(e => (e.Title, e.IsCut, e.Html.Length < 5_000_000)).ShouldBe(
            [("Patterns", true, true), ("Photos", true, true), ("One", false, true)]);
        entries[2].Html.ShouldContain("pppp");
        entries[2].Html.ShouldContain("aaaa");
    }

    [Fact]
    public void What_a_parser_keeps_in_memory_has_an_end_in_quotes_too()
    {
        var whole = Wxr(Item(1, "One", "<p>Words.</p>"));
        foreach (var endless in new[] { "<rss a=\">" + new string('a', 300_000), "<rss>&" + new string('a', 300_000) })
        {
            Should.Throw<SourceException>(() => Read(whole.Replace("<rss", endless, StringComparison.Ordinal))).Key
                .ShouldBe("Import.LongTag");
        }

        Read(whole.Replace("<rss", "<?made by=\"it's?><rss a='>\"'", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_entry_has_as_many_labels_as_somebody_chooses_among()
    {
        var labels = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"<category domain=\"post_tag\">l{i}</category>"));
        Read(Wxr(Item(1, "One", "<p>Words.</p>", more: labels))).ShouldHaveSingleItem().Labels.Count.ShouldBeLessThan(1_000);
    }

    [Fact]
    public void An_archive_of_many_files_unfolds_to_no_more_than_an_archive_of_one()
    {
        var file = Zip([.. Enumerable.Range(0, 4).Select(i => ($"{i}.xml", new byte[20 * 1024 * 1024]))]);
        Should.Throw<SourceException>(() => Read(file, isFile: true)).Key.ShouldBe("Import.Archive.Bomb");
    }

    [Fact]
    public void A_kind_of_entry_that_is_not_read_is_refused_with_a_sentence()
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Gnu, leaveOpen: true))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "feed.atom"));
        }

        // A sparse file: its type, and the sum of the header that changes with it.
        var bytes = memory.ToArray();
        const int Type = 156, Sum = 148;
        var sum = Convert.ToInt32(Encoding.ASCII.GetString(bytes, Sum, 6), 8) + 'S' - bytes[Type];
        bytes[Type] = (byte)'S';
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(bytes, Sum);
        Should.Throw<SourceException>(() => Read(Write(bytes, "takeout.tar"), isFile: true)).Key.ShouldBe("Import.Damaged.Archive");
    }

    [Fact]
    public void Odd_names_of_photos_and_hosts_end_no_import()
    {
        using var files = SourceFiles.Open([Zip(("a.xml", [1]), ("a.jpg", [1]), ("a.jpg", [1, 2]))], Path.GetTempPath(),
            name => name == "a.xml", TestContext.Current.CancellationToken);
        var photos = new PhotoIndex(files);
        photos.Find(["https://lantern.example/a.jpg"])?.Length.ShouldBe(2);

        // A host that the runtime accepts and does not spell.
        const string Odd = "http://xn--ü/x";
        var text = new SourceEntry("1", EntryKind.Article, 1) { Html = $"<p><a href=\"{Odd}\">There</a></p>" };
        new TextConverter(new(), photos, new(Odd, [], ["gone.example"])).Convert(text, new HashSet<string>()).DeadLinks.ShouldBe([Odd]);
    }

    private static List<SourceEntry> Read(string content, bool isFile = false)
    {
        using var files = SourceFiles.Open([isFile ? content : Write(content)], Path.GetTempPath(), _ => true,
            TestContext.Current.CancellationToken);
        var reader = new WordPressReader(files);
        reader.Scan(_ => true);
        return [.. reader.Read(_ => true)];
    }
}
