using System.Globalization;
using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

/// <summary>Cases from a spreadsheet, by plain forms.</summary>
public sealed class ImportingCasesTests(Sites sites) : IClassFixture<Sites>
{
    private const string In = "form[enctype]";
    private const string Confirm = "form[action$=Save]";
    private const string Look = "button[formaction$=Look]";

    [OnEachDatabase]
    public async Task A_sheet_becomes_drafts_once_and_nothing_is_public(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var known = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Jiang Shihe", slug: "jiang-shihe"),
            Poet with { Names = Names("Jiang Shihe", "江识禾"), Born = Date("1971") }));
        var file = Sheets.Of(
        [
            ["2026年名单", "", "", "", "", ""],
            ["姓名", "出生日期", "被捕日期", "刑期", "监狱", "备注"],
            ["江識禾", "1971-03", "2020", "无期徒刑", "示例监狱", ""],
            ["Jiang Shihe (江识禾)", "1985", "", "", "", ""],
            ["木子青", "约1960年", "2019-05", "十一年六个月", "示例监狱", "kept"],
            ["Ada Fennel", "不详", "2021-07-08", "unknown", "", ""],
        ]);
        var before = await site.AuditHeadAsync();

        var page = await editor.GetAsync(SiteUrls.CasesTable);
        var plan = (await editor.SendFileAsync(page, In, file, "cases.xlsx")).ShouldHave(HttpStatusCode.OK);

        plan.ShouldSay("2 new cases").ShouldSay("2 rows may be about somebody who is here already").ShouldSay("0 rows cannot be imported")
            .ShouldSay("Rows 1 are above the headings").ShouldSay("1 column is not read").ShouldSay("the same name, another birth date");
        plan.AllOf($"a[href='{SiteUrls.Edit(EntryKind.Person, known.EntryId)}']").Count.ShouldBe(2);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        var saved = (await editor.SubmitAsync(plan, Confirm)).ShouldHave(HttpStatusCode.OK).ShouldSay("2 cases were saved as drafts.");
        (await editor.SubmitAsync(plan, Confirm)).ShouldHave(HttpStatusCode.UnprocessableEntity);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntrySaved]);
        saved.Path.ShouldBe("/admin/people");
        var facts = await site.InDatabaseAsync(async db => (await db.Set<Person>()
            .Where(p => p.Names.Any(n => n.Text == "木子青" || n.Text == "Ada Fennel"))
            .ToListAsync(TestContext.Current.CancellationToken)).ConvertAll(p => p.ToFacts()));
        facts.Select(f => $"{f.Names[0].Text} {f.Names[0].Language} {f.Born} {f.Episodes[0].From} {f.Sentence.Kind} {f.Sentence.Years} "
            + $"{f.Sentence.Months} {f.Certainty}").ShouldBe(
            ["木子青 zh-Hans 1960~ 2019-05 Term 11 6 Believed", "Ada Fennel zh-Latn  2021-07-08 Unknown 0 0 Believed"], ignoreOrder: true);
        (await site.Visit().GetAsync("/people")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Fennel").ShouldNotHold("木子青");
        (await site.Visit().GetAsync("/people/ada-fennel")).ShouldHave(HttpStatusCode.NotFound);

        var again = (await editor.SendFileAsync(page, In, file, "cases.xlsx")).ShouldSay("0 new cases").ShouldSay("4 rows may be");
        (await editor.SubmitAsync(again, Confirm)).ShouldSay("0 cases were saved as drafts.");
        (await site.AuditedSinceAsync(before)).Count.ShouldBe(2);
        (await editor.SubmitAsync(again, Confirm, ("Others", "true"))).ShouldSay("1 case was saved as a draft.");
    }

    [Fact]
    public async Task Each_cell_that_cannot_be_read_is_told_with_row_and_column_and_its_row_is_not_half_saved()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var file = Sheets.Of(
            [
                ["Name", "Born", "Sentence", "Release date", "Status", "Prison", "Detained"],
                ["姓名", "出生日期", "刑期", "释放日期", "状态", "监狱", "被捕日期"],
                ["Bad Day", "1954-02-29", "life", "", "", "Merged Prison", ""],
                ["Bad Life", "", "", "life", "", "", ""],
                ["Bad Formula", "=A1", "11", "unknown", "gone fishing", "", ""],
                ["Good Formula", "=A1|1961", "unknown", "unknown", "", "", ""],
                ["Good Dates", "", "3 years and 6 months", "", "in prison", "", ""],
                ["Odd Number", "", "", "", "", "", ""],
            ],
            ["F3:F5", "A9:XFD1048576"], hidden: 6, ("B7", 22_050, 3), ("G7", 43_600, 2), ("B8", 1954.1, 0));
        var before = await site.AuditHeadAsync();

        var plan = (await editor.SendFileAsync(await editor.GetAsync(SiteUrls.CasesTable), In, file, "cases.xlsx"))
            .ShouldHave(HttpStatusCode.OK);

        foreach (var said in (string[])["2 new cases", "4 rows cannot be imported",
            "Row 3, column B (Born), “1954-02-29”: There is no such day in the calendar.",
            "Row 4, column D (Release date), “life”: This is a sentence, not a date.",
            "Row 5, column B (Born), “=A1”: This is a formula whose result is not in the file.",
            "Row 8, column B (Born), “1954,1”: Write a date as",
            "Cells F3:F5 are merged.", "Cells B6 are calculated by a formula.", "Rows 6 are hidden in the spreadsheet.",
            "Row 2 is a second row of headings", "Cells B8 are numbers such as 2010.1"])
        {
            plan.ShouldSay(said);
        }

        plan.One("textarea[name=Text]").TextContent.ShouldContain(
            "\"Bad Formula\",\"'=A1\",\"11\",\"unknown\",\"gone fishing\",\"Merged Prison\"");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        await editor.SubmitAsync(plan, Confirm);
        var saved = await site.InDatabaseAsync(db => db.Set<Person>().Where(p => p.Names.Any(n => n.Text == "Good Dates"))
            .SingleAsync(TestContext.Current.CancellationToken));
        (saved.Born.Edtf, saved.Episodes[0].From.Edtf, saved.Status).ShouldBe(("1960", "2019-05", CaseStatus.Imprisoned));
    }

    [Fact]
    public async Task Columns_and_the_row_of_headings_can_be_chosen_and_what_others_changed_is_shown_again()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync(SiteUrls.CasesTable);

        var unknown = (await editor.SendFileAsync(page, In, Encoding.UTF8.GetBytes("who\twhere\nVera Sage\tNorth Hall\n"), "cases.tsv"))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("No column has names yet.");
        var plan = (await editor.SubmitAsync(unknown, "form[action$=Look]", Look, ("Columns[0]", "name"), ("Columns[1]", "heldat"),
            ("StatusIfNone", "Imprisoned"))).ShouldHave(HttpStatusCode.OK).ShouldSay("1 new case").ShouldSay("Believed imprisoned");
        await site.SaveAsync(EntryKind.Person, Words("Vera Sage"), Poet with { Names = [Names("Vera Sage", "")[0]] });

        var again = (await editor.SubmitAsync(plan, Confirm)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Something changed since this was shown.").ShouldSay("0 new cases");
        again.One("select[name='Columns[1]'] option[selected]").GetAttribute("value").ShouldBe("heldat");
        using var member = await site.SignInAsync(Role.Member);
        (await member.GetAsync(SiteUrls.CasesTable)).ShouldHave(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task More_than_a_thousand_rows_are_saved_by_parts_and_none_twice()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var text = new StringBuilder("romanised,born\n");
        foreach (var number in Enumerable.Range(0, 1_002))
        {
            text.Append(CultureInfo.InvariantCulture, $"Numbered N{number} Person,19{number % 90 + 10}\n");
        }

        var plan = (await editor.SendFileAsync(await editor.GetAsync(SiteUrls.CasesTable), In, Encoding.UTF8.GetBytes(text.ToString())))
            .ShouldSay("1002 new cases");
        var rest = (await editor.SubmitAsync(plan, Confirm)).ShouldSay("1000 cases were saved as drafts. 2 rows remain: save again.")
            .ShouldSay("2 new cases");
        (await editor.SubmitAsync(rest, Confirm)).ShouldSay("2 cases were saved as drafts.");

        (await site.InDatabaseAsync(db => db.Set<Entry>().CountAsync(e => e.Title.StartsWith("Numbered N"),
            TestContext.Current.CancellationToken))).ShouldBe(1_002);
    }

    [Fact]
    public void A_file_with_one_name_in_each_row_costs_what_its_length_costs()
    {
        CostOf(10);
        var few = CostOf(500);

        CostOf(4_000).ShouldBeLessThan(few * 16, "Eight times as many rows, compared with each other.");

        static long CostOf(int rows)
        {
            var file = new CaseFile([.. Enumerable.Range(1, rows).Select(number => new CaseFileRow(number, Writing.Words("Nameless"),
                PersonFacts.None with { Names = [new($"样例{number}", "zh-Hans", NameKind.Native, IsPrimary: true)] }))], []);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var plan = CasePlan.Of(file, []);
            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            (plan.New.Count + plan.Doubles.Count).ShouldBe(rows);
            return cost;
        }
    }

    [Theory]
    [InlineData("life", SentenceKind.Life, 0, 0, 0)]
    [InlineData("Life imprisonment", SentenceKind.Life, 0, 0, 0)]
    [InlineData("死缓", SentenceKind.SuspendedDeath, 0, 0, 0)]
    [InlineData("무기징역", SentenceKind.Life, 0, 0, 0)]
    [InlineData("unknown", SentenceKind.Unknown, 0, 0, 0)]
    [InlineData("", SentenceKind.None, 0, 0, 0)]
    [InlineData("11 years", SentenceKind.Term, 11, 0, 0)]
    [InlineData("3 years, 6 months and 15 days", SentenceKind.Term, 3, 6, 15)]
    [InlineData("有期徒刑二十五年零三个月", SentenceKind.Term, 25, 3, 0)]
    [InlineData("징역 5년 6개월", SentenceKind.Term, 5, 6, 0)]
    [InlineData("11", null, 0, 0, 0)]
    [InlineData("11 years or so", null, 0, 0, 0)]
    [InlineData("5 years 6 years", null, 0, 0, 0)]
    [InlineData("2010-05", null, 0, 0, 0)]
    public void Sentences_are_read_as_people_write_them(string text, object? kind, int years, int months, int days) =>
        CaseTable.ReadSentence(text).ShouldBe(kind is SentenceKind known ? new Sentence(known, years, months, days) : null);

    [Fact]
    public async Task A_file_that_unpacks_to_more_than_there_is_room_for_is_refused_before_it_is_read()
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml").Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 33; i++)
            {
                part.Write(zeros);
            }
        }

        (await ErrorOfAsync(bytes.ToArray())).ShouldBe("Files.TooLarge");
        var whole = Sheets.Of([["Name"], ["A"]]);
        (await ErrorOfAsync(whole[..(whole.Length / 2)])).ShouldBe("Files.NotRead");

        // Elements that the library would read by recursion, of a part that is no XML by its name; a million elements in a few kilobytes.
        (await ErrorOfAsync(With(whole, "xl/other.bin", string.Concat(Enumerable.Repeat("<si>", 200))))).ShouldBe("Files.TooLarge");
        (await ErrorOfAsync(With(whole, "xl/other.xml", $"<sst>{string.Concat(Enumerable.Repeat("<si/>", 1_000_001))}</sst>")))
            .ShouldBe("Files.TooLarge");

        // Merged cells over each other, which would be written into the same rows again and again.
        (await ErrorOfAsync(Sheets.Of([["Name"], ["A"]], merged: [.. Enumerable.Repeat("A1:A20001", 60)]))).ShouldBe("Files.TooLarge");

        // One long text in every row; a format whose brackets are never closed.
        var before = GC.GetAllocatedBytesForCurrentThread();
        (await ErrorOfAsync(Sheets.Repeating(new string('a', 100_000), 2_000, new string('[', 4_000_000)))).ShouldBe("Files.TooLarge");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);

        static byte[] With(byte[] file, string name, string content)
        {
            using var changed = new MemoryStream();
            changed.Write(file);
            using (var zip = new System.IO.Compression.ZipArchive(changed, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(System.Text.Encoding.UTF8.GetBytes(content));
            }

            return changed.ToArray();
        }

        static async Task<string> ErrorOfAsync(byte[] file) =>
            (await Workbook.ReadAsync(file, TestContext.Current.CancellationToken)).Errors.ShouldHaveSingleItem().Key;
    }
}
