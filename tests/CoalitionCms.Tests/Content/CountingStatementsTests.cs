using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>How many SQL statements the commonest requests cost. The numbers may only fall.</summary>
public sealed class CountingStatementsTests
{
    private const int MostToPublish = 24;
    private const int MostForAPerson = 4;
    private const int MostToWithdraw = 10;

    [OnEachDatabase]
    public async Task Publishing_an_article_costs_few_statements(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await editor.WriteAsync("Counted");
        var page = await editor.GetAsync($"/admin/articles/{entry}");
        var before = counter.Statements.Count;
        counter.Statements.Clear();

        (await OpenEditor.On(editor, page).PressAsync("publish", ("Entry.Body", "Other words."))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Published.");

        // The form's own request; the page that it leads to begins with the next look at the session.
        var all = counter.Statements.ToList();
        var commit =
            all.FindLastIndex(s =>
            s.Contains("AuditEntries", StringComparison.Ordinal) && s.StartsWith("INSERT", StringComparison.Ordinal));
        before.ShouldBeGreaterThan(0);
        Assert.True(commit >= 0 && commit < MostToPublish,
            $"{commit + 1} statements until the last write:\n{string.Join("\n--\n", all.Take(commit + 1))}");
    }

    [OnEachDatabase]
    public async Task A_person_who_is_not_in_memory_costs_few_statements(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        using var editor = await site.SignInAsync(Role.Editor);
        await OneHistoryOfFactsTests.NewPersonAsync(editor, "Counted Person", "publish");
        await OneHistoryOfFactsTests.NewPersonAsync(editor, "Another Person", "publish");
        using var visitor = site.Visit();
        (await visitor.GetAsync("/people/another-person")).ShouldHave(HttpStatusCode.OK);
        counter.Statements.Clear();

        (await visitor.GetAsync("/people/counted-person")).ShouldHave(HttpStatusCode.OK).ShouldSay("Counted Person");

        var all = counter.Statements.ToList();
        Assert.True(all.Count <= MostForAPerson, $"{all.Count} statements:\n{string.Join("\n--\n", all)}");
    }

    [OnEachDatabase]
    public async Task Publishing_a_person_reads_no_consents_of_everybody(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        using var editor = await site.SignInAsync(Role.Editor);
        await site.AttendAsync(await site.PublishEventAsync("Counted evening"), await site.AddMemberAsync("Counted Member"), Gathering.Public);
        var entry = await OneHistoryOfFactsTests.NewPersonAsync(editor, "Counted Person", "publish");
        counter.Statements.Clear();

        (await (await OpenEditor.AtAsync(editor, $"/admin/people/{entry}")).PressAsync("publish", ("Entry.Body", "Other words.")))
            .ShouldSay("Published.");

        counter.Statements.ShouldContain(s => s.StartsWith("INSERT", StringComparison.Ordinal));
        counter.Statements.ShouldNotContain(s => s.Contains("EarlierNames", StringComparison.Ordinal)
            && s.Contains("\"Consents\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_of_five_hundred_costs_no_more_statements_than_one_of_ten()
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = counter.Watch });
        using var editor = await site.SignInAsync(Role.Editor);
        var (few, many) = (await WithAttendeesAsync(site, "Few", 10), await WithAttendeesAsync(site, "Many", 500));

        await editor.GetAsync(SiteUrls.Attendance(few));
        var (ten, all) = (await CostAsync(few, row: 3), await CostAsync(many, row: 3));
        if (all.Saving > ten.Saving)
        {
            // The minute of the session's last request may have passed in between, which is one statement.
            all = await CostAsync(many, row: 4);
        }

        all.Opening.ShouldBeLessThanOrEqualTo(ten.Opening);
        all.Saving.ShouldBeLessThanOrEqualTo(ten.Saving);

        async Task<(int Opening, int Saving)> CostAsync(Guid held, int row)
        {
            counter.Statements.Clear();
            var page = await editor.GetAsync(SiteUrls.Attendance(held));
            var opening = counter.Statements.Count;
            page.AllOf(".att > li").Count.ShouldBeLessThanOrEqualTo(AttendanceSheet.PartSize);
            counter.Statements.Clear();
            (await editor.SubmitAsync(page, "form.sheet", "button[value=save]", ($"Input.Rows[{row}].Status", "Apologies")))
                .ShouldSay("The attendance list is saved.");
            var saving = counter.Statements.Count;
            var entry = await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.ItemId == held).Select(e => e.Id)
                .SingleAsync(TestContext.Current.CancellationToken));
            counter.Statements.Clear();
            page = await editor.GetAsync(SiteUrls.Edit(EntryKind.Event, entry));
            opening += counter.Statements.Count;
            counter.Statements.Clear();
            (await OpenEditor.On(editor, page).PressAsync("publish", ("Entry.Body", $"New words {held}."))).ShouldSay("Published.");
            return (opening, saving + counter.Statements.Count);
        }
    }

    private static async Task<Guid> WithAttendeesAsync(CmsSite site, string title, int count)
    {
        var held = await site.PublishEventAsync(title);
        await site.InDatabaseAsync(async db =>
        {
            for (var i = 0; i < count; i++)
            {
                var member = new Member(Guid.CreateVersion7());
                member.Describe($"{title} Person {i}", "", "zh-Hans", "", Standing.Member, "", hiddenEverywhere: false);
                var attendance = new Attendance(Guid.CreateVersion7(), held, member.Id);
                attendance.Record(AttendanceStatus.Attended, AttendanceRoles.None, i, hiddenByStaff: false);
                db.AddRange(member, attendance);
            }

            new AuditLog(db, TimeProvider.System).Record(Actor.System, AuditVerb.AttendanceRecorded, "Event", held);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        return held;
    }

    [OnEachDatabase]
    public async Task Withdrawing_a_name_costs_few_statements(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        var held = await site.PublishEventAsync("Counted evening");
        var member = await site.AddMemberAsync("Counted Member", "");
        await site.AttendAsync(held, member, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(member);
        var page = await own.GetAsync(SiteUrls.OwnNames);
        counter.Statements.Clear();

        (await own.SubmitAsync(page, "form[action*=Withdraw]")).ShouldSay("Your name is taken out everywhere.");

        var all = counter.Statements.ToList();
        var commit = all.FindLastIndex(s => s.Contains("AuditEntries", StringComparison.Ordinal)
            && s.StartsWith("INSERT", StringComparison.Ordinal));
        Assert.True(commit >= 0 && commit < MostToWithdraw,
            $"{commit + 1} statements until the last write:\n{string.Join("\n--\n", all.Take(commit + 1))}");
    }
}
