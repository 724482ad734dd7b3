using System.Globalization;
using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Members;

/// <summary>The roster as a table, out and in.</summary>
public sealed class ExchangingTheRosterTests(Sites sites) : IClassFixture<Sites>
{
    private const string In = "form[enctype]";
    private const string Confirm = "form[action$=Save]";

    [OnEachDatabase]
    public async Task What_goes_out_comes_back_as_the_same(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.NewMember), "main form",
            ("Input.RomanisedName", "Out And In"), ("Input.NativeName", "出入"), ("Input.Alias", "=cmd|' /C calc'!A0"),
            ("Input.Since", "2010-05"), ("Input.Until", "2012~"), ("Input.Note", "Two\nlines, \"quoted\""));
        var before = await site.AuditHeadAsync();

        var file = (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MembersTable), "form[action$=export]"))
            .ShouldHave(HttpStatusCode.OK);

        file.Header("Content-Disposition").ShouldNotBeNull().ShouldContain("attachment");
        file.Header("Cache-Control").ShouldBe("no-store");
        file.Body.ShouldContain("\"'=cmd|' /C calc'!A0\"");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MembersExported]);
        (await site.LoggedSinceAsync(before)).ShouldContain("\"count\":");
        (await site.LoggedSinceAsync(before)).ShouldNotContain("出入");
        var plan = (await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), In, file.Bytes)).ShouldHave(HttpStatusCode.OK);
        plan.ShouldSay("0 new people").ShouldSay("0 people will change").ShouldSay("0 rows cannot be imported");
        plan.AllOf(Confirm).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task What_a_file_does_is_shown_first_and_wrong_lines_are_told(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var known = await site.AddMemberAsync("Known Line " + database, "识行", "Old Alias");
        var before = await site.AuditHeadAsync();
        var text = $"""
            id,romanised,native,alias,since,hidden
            {known:D},Known Line {database},识行,New Alias,2011,no
            ,Fresh {database},新,,2010-13,no
            ,Fresh {database},新,,2010,yes
            ,Fresh {database},新,,2010,yes
            ,,,nobody,,
            {Guid.CreateVersion7():D},Ghost,,,,
            ,Formula {database},,=1+1,,
            ,Too,many,cells,2010,no,more
            """;

        var plan = (await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), In, Encoding.UTF8.GetBytes(text)))
            .ShouldHave(HttpStatusCode.OK);

        plan.ShouldSay("2 new people").ShouldSay("1 person will change").ShouldSay("5 rows cannot be imported");
        foreach (var said in (string[])["Row 3, column E (since), “2010-13”: There is no such day",
            "Row 5: The same person is already in row 4.",
            "Row 6: Write the name in at least one script.", "Row 7: Nobody on the roster has this number.",
            "Row 9: This row has more cells"])
        {
            plan.ShouldSay(said);
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await editor.SubmitAsync(plan, Confirm)).ShouldHave(HttpStatusCode.OK).ShouldSay("The roster is saved.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MembersImported]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("Fresh");
        var saved = await site.InDatabaseAsync(db => db.Set<Member>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
        saved.Where(m =>
            m.RomanisedName.EndsWith($" {database}", StringComparison.Ordinal)
            && m.RomanisedName.Split(' ')[0] is "Formula" or "Fresh" or "Known").Select(m =>
            $"{m.RomanisedName} {m.Alias} {m.Since} {m.HiddenEverywhere}")
            .ShouldBe([$"Formula {database} =1+1  False", $"Fresh {database}  2010 True", $"Known Line {database} New Alias 2011 False"],
            ignoreOrder: true);
    }

    [OnEachDatabase]
    public async Task A_file_hides_people_and_never_shows_them_again(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var hidden = await site.AddMemberAsync("Stays Hidden " + database);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(hidden)), "main form", ("Input.HiddenEverywhere", "true"));

        var plan =
            await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), In,
            Encoding.UTF8.GetBytes($"id,romanised,native,hidden,note\n{hidden:D},Stays Hidden {database},,no,seen\n"));
        await editor.SubmitAsync(plan.ShouldSay("1 person will change"), Confirm);

        (await site.InDatabaseAsync(db =>
            db.Set<Member>().SingleAsync(m => m.Id == hidden, TestContext.Current.CancellationToken))).HiddenEverywhere.ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task Files_in_other_encodings_are_read_and_what_is_no_table_is_refused_with_what_to_do(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync(SiteUrls.MembersTable);
        var table = $"romanised;native\r\nEncoded {database};编码\r\n";
        foreach (var bytes in (byte[][])[CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes(table),
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(table)], [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(table)]])
        {
            (await editor.SendFileAsync(page, In, bytes)).ShouldHave(HttpStatusCode.OK).ShouldSay($"Encoded {database} (编码)");
        }

        foreach (var (bytes, said) in new (byte[], string)[]
        {
            (Encoding.UTF8.GetBytes("colour,size\nA,B\n"), "No column has names yet."),
            (Encoding.UTF8.GetBytes("romanised,native\n\"A,B\n"), "A quotation mark in row 2 is never closed."),
            ([0x50, 0x4B, 0x03, 0x04, 1, 2, 3], "This spreadsheet is damaged"),
            ([0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3], "This is an older spreadsheet file"),
            ([0x41, 0xFF, 0x42], "This file cannot be read with this encoding."),
            ([], "Choose a file first."),
        })
        {
            (await editor.SendFileAsync(page, In, bytes)).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(said);
        }
    }

    [OnEachDatabase]
    public async Task Ten_thousand_lines_are_shown_and_saved(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var text = new StringBuilder("romanised,native\n");
        foreach (var number in Enumerable.Range(0, 10_000))
        {
            text.Append(CultureInfo.InvariantCulture, $"Line {number},\n");
        }

        var plan = await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), In, Encoding.UTF8.GetBytes(text.ToString()));
        (await editor.SubmitAsync(plan.ShouldSay("10000 new people"), Confirm)).ShouldSay("The roster is saved.");

        (await site.InDatabaseAsync(db => db.Set<Member>().CountAsync(TestContext.Current.CancellationToken))).ShouldBe(10_000);
    }

    [OnEachDatabase]
    public async Task What_changed_since_it_was_shown_is_shown_again(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var known = await site.AddMemberAsync("Moving " + database);
        var plan =
            await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), In,
            Encoding.UTF8.GetBytes($"id,romanised,native,note\n{known:D},Moving {database},,from the file\n"));
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(known)), "main form", ("Input.Note", "by hand"));
        var before = await site.AuditHeadAsync();

        var again = await editor.SubmitAsync(plan, Confirm);

        again.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Something changed since this was shown.")
            .ShouldSay("1 person will change");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await editor.SubmitAsync(again, Confirm)).ShouldSay("The roster is saved.");
    }

    [OnEachDatabase]
    public async Task Members_take_nothing_out_or_in_and_who_was_away_confirms_first(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.AddMemberAsync("Locked In " + database);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync(SiteUrls.MembersTable);
        var before = await site.AuditHeadAsync();
        foreach (var path in (string[])[SiteUrls.MembersTable, SiteUrls.MembersTable + "?handler=Save", SiteUrls.MembersExport])
        {
            (await member.PostAsync(path, ("Text", "romanised,native\nMallory,\n"))).ShouldHave(HttpStatusCode.Forbidden)
                .ShouldNotHold("Locked In");
            (await editor.PostAsync(path, ("Text", "romanised,native\nMallory,\n"))).ShouldHave(HttpStatusCode.BadRequest);
        }

        (await editor.SendAsync(HttpMethod.Get, SiteUrls.MembersExport)).ShouldHave(HttpStatusCode.Found).ShouldNotHold("Locked In");
        site.Clock.Move(TimeSpan.FromMinutes(11));
        (await editor.SubmitAsync(page, "form[action$=export]")).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("Locked In");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
