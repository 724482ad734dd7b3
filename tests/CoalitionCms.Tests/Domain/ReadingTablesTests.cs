using System.Text;
using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

/// <summary>Tables as spreadsheet programs of several countries write them.</summary>
public sealed class ReadingTablesTests
{
    private const string Table = "romanised,native\nBao He,包河\n";

    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a;b\r\n1;2,5\r\n", "a|b;1|2,5")]
    [InlineData("a\tb\n1\t2", "a|b;1|2")]
    [InlineData("a,b\n\n ,\n\"x, y\",\"say \"\"so\"\"\"\n", "a|b;x, y|say \"so\"")]
    [InlineData("a,b\n\"one\ntwo\",3", "a|b;one\ntwo|3")]
    [InlineData("a\n'=cmd|x\n", "a;=cmd|x")]
    [InlineData("a\n'tis\n", "a;'tis")]
    [InlineData("a,b\n5\" pipe,Zhang \"Tiger\" Wei\n", "a|b;5\" pipe|Zhang \"Tiger\" Wei")]
    [InlineData("a,b\n \"quoted\" , \u3000wide\u3000\n", "a|b;quoted|wide")]
    [InlineData("a,b\n1\n1,2,3\n", "a|b;1;1|2|3")]
    public void Cells_are_read_whatever_divides_them(string text, string cells) =>
        string.Join(';', CsvTable.Read(text).Rows.Select(r => string.Join('|', r.Cells))).ShouldBe(cells);

    [Fact]
    public void Rows_tell_the_line_on_which_they_begin() =>
        CsvTable.Read("a\n\n\"two\nlines\"\nlast").Rows.Select(r => r.Number).ShouldBe([1, 3, 5]);

    [Fact]
    public void A_quotation_mark_that_never_closes_is_told()
    {
        CsvTable.Read("a\n1\n\"open\n2\n3\n").UnclosedAt.ShouldBe(3);
        CsvTable.Read("a,b\n1,2\nx\"y,\"open\n3,4\n").UnclosedAt.ShouldBe(3, "Whatever else is wrong in the row.");
        CsvTable.Read("a\n\"closed\"\n").UnclosedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1")]
    [InlineData("plain, \"quoted\"\nline")]
    public void What_is_written_is_read_as_the_same_and_is_no_formula(string cell)
    {
        var row = Csv.Row(cell, "x");
        "=+-@＝".ShouldNotContain(row.TrimStart('"')[0].ToString());
        CsvTable.Read(row).Rows.ShouldHaveSingleItem().Cells.ShouldBe([cell, "x"]);
    }

    public static TheoryData<string, byte[]> Spellings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Table) },
        { "UTF-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Table)] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table)] },
        { "UTF-16", Encoding.Unicode.GetBytes(Table) },
        { "UTF-16BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Table)] },
        { "UTF-16BE", Encoding.BigEndianUnicode.GetBytes(Table) },
        { "GB18030", CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes(Table) },
        { "GB18030", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Table) },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_encoding_is_found_out(string encoding, byte[] bytes) =>
        TextDecoder.Decode(bytes).ShouldBe(new DecodedText(Table, encoding));

    [Fact]
    public void An_encoding_can_be_asked_for_and_what_does_not_fit_is_refused()
    {
        var big5 = CodePagesEncodingProvider.Instance.GetEncoding("Big5")!.GetBytes("臺灣");
        TextDecoder.Decode(big5, "Big5")!.Text.ShouldBe("臺灣");
        TextDecoder.Decode(big5, "UTF-8").ShouldBeNull();
        TextDecoder.Decode(big5, "utf-7").ShouldBeNull();
        TextDecoder.Decode([0x41, 0xFF, 0x42]).ShouldBeNull();
        TextDecoder.Decode([]).ShouldBe(new DecodedText("", "UTF-8"));
    }
}
