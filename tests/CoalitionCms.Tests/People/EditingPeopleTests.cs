using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class EditingPeopleTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form.editor";

    [OnEachDatabase]
    public async Task Every_fact_of_the_public_page_can_be_written_in_the_browser(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var saved = await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, ".editbar button[value=publish]", [
            ("Entry.Title", "Sol Marrow"), ("Entry.Body", "Kept a diary."), ("Entry.Summary", "A diarist."),
            ("Facts.Names[0].Text", "Sol Marrow"), ("Facts.Names[1].Text", "索骨"),
            ("Facts.Status", "Imprisoned"), ("Facts.Certainty", "Believed"), ("Facts.StatusAsOf", "2026-05"),
            ("Facts.Born", "1970~"), ("Facts.Occupation", "Diarist"), ("Facts.Region", "Eastland"), ("Facts.HeldAt", "North Hall"),
            ("Facts.Sentence.Kind", "Term"), ("Facts.Sentence.Years", "3"), ("Facts.Sentence.Months", "6"),
            ("Facts.Charges[0].Text", "Keeping a diary"), ("Facts.Charges[0].Original", "写日记罪"), ("Facts.Charges[0].Law", "Article 7"),
            ("Facts.Episodes[0].From", "2026-05-04"),
            ("Facts.CaseEvents[0].Date", "2026年5月"), ("Facts.CaseEvents[0].Kind", "Tried"),
            ("Facts.CaseEvents[0].Text", "Tried in an hour."),
            ("Facts.CaseEvents[0].Sources[0].Title", "The Hour"), ("Facts.CaseEvents[0].Sources[0].Publisher", "Example Paper"),
            ("Facts.CaseEvents[0].Sources[0].Url", "https://paper.example/hour"),
            ("Facts.CaseEvents[0].Sources[0].RetrievedOn", "2026-05-10")]);

        saved.ShouldHave(HttpStatusCode.OK).AllOf(".errors").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        var page = (await site.Visit().GetAsync("/people/sol-marrow")).ShouldHave(HttpStatusCode.OK);
        foreach (var words in new[] { "Sol Marrow", "索骨", "Believed imprisoned as of May 2026", "10 days in detention since 4 May 2026",
            "about 1970", "Diarist", "Eastland", "North Hall", "3 years 6 months", "Keeping a diary", "写日记罪", "Article 7",
            "Tried in an hour.", "The Hour", "Example Paper", "retrieved 10 May 2026" })
        {
            page.ShouldSay(words);
        }

        page.One("#step-1 time").GetAttribute("datetime").ShouldBe("2026-05");
    }

    [OnEachDatabase]
    public async Task What_cannot_be_true_is_refused_beside_its_field_and_nothing_typed_is_lost(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var page = await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, ".editbar button[value=save]", [
            ("Entry.Title", "Nobody"), ("Facts.Names[0].Text", "Nobody"), ("Facts.Born", "1954-02-29"),
                ("Facts.CaseEvents[0].Date", "last spring"), ("Facts.CaseEvents[0].Text", "Kept words.")]);

        page.ShouldHave(HttpStatusCode.UnprocessableEntity);
        page.One("#Facts_Born-error").TextContent.ShouldEndWith("There is no such day in the calendar. Check day and month.");
        page.One("#Facts_CaseEvents_0__Date-error").TextContent.ShouldContain("Write a date as 2010");
        page.One("#Facts_Born").GetAttribute("value").ShouldBe("1954-02-29");
        page.One("#Facts_CaseEvents_0__Text").TextContent.Trim().ShouldBe("Kept words.");
        page.One(".errors a").GetAttribute("href").ShouldBe("#Facts_Born");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Ranges_are_typed_as_people_write_them_and_come_back_in_one_spelling(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        (string, string)[] typed =
            [("Entry.Title", "Ranger"), ("Facts.Names[0].Text", "Ranger"), ("Facts.Born", "1961 to 1963"),
            ("Facts.Episodes[0].From", "２０１０年３月至２０１０年５月")];

        var refused = await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, ".editbar button[value=save]",
            [.. typed, ("Facts.Episodes[0].Until", "2010/2"), ("Facts.StatusAsOf", "2026")]);
        var backwards =
            await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, ".editbar button[value=save]",
            [.. typed, ("Facts.StatusAsOf", "2025/2024")]);
        var saved =
            await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, ".editbar button[value=save]",
            [.. typed, ("Facts.StatusAsOf", "../2026-03")]);

        refused.One("#Facts_Episodes_0__Until-error").TextContent.ShouldEndWith("This is before the beginning. Check both dates.");
        backwards.ShouldHave(HttpStatusCode.UnprocessableEntity)
            .One("#Facts_StatusAsOf-error").TextContent.ShouldEndWith("This range ends before it begins. Write the earlier date first.");
        backwards.One("#Facts_Born").GetAttribute("value").ShouldBe("1961 to 1963");
        saved.ShouldHave(HttpStatusCode.OK);
        new[] { "Facts_Born", "Facts_Episodes_0__From", "Facts_StatusAsOf" }.Select(id => saved.One("#" + id).GetAttribute("value"))
            .ShouldBe(["1961/1963", "2010-03/2010-05", "../2026-03"]);
    }

    [OnEachDatabase]
    public async Task A_refusal_stands_beside_the_row_it_is_about_also_below_a_cleared_row(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var facts = Poet with { Episodes = [Held("2001", "2002"), Held("2010", "2011")] };
        var saved =
            await site.SaveAsync(EntryKind.Person, Words("Row Keeper", slug: "row-keeper"), facts with { Status = CaseStatus.Released });

        var page = await editor.SubmitAsync(await editor.GetAsync($"/admin/people/{saved.EntryId}"), Form, ".editbar button[value=save]", [
            ("Facts.Episodes[0].From", ""), ("Facts.Episodes[0].Until", ""), ("Facts.Episodes[0].Ended", "false"),
                ("Facts.Episodes[1].Until", "2009"),
            ("Facts.CaseEvents[0].Sources[1].Url", "javascript:alert(1)")]);

        page.One("#Facts_Episodes_1__Until-error").TextContent.ShouldContain("This is before the beginning.");
        page.AllOf("#Facts_Episodes_0__Until-error").ShouldBeEmpty();
        page.One("#Facts_CaseEvents_0__Sources_1__Url-error").TextContent.ShouldContain("https://");
    }

    [OnEachDatabase]
    public async Task A_cleared_row_is_removed_and_words_of_other_languages_stay(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var saved = await site.SaveAsync(EntryKind.Person, Words("Two Tongues", slug: "two-tongues"), Poet);

        var page = await editor.SubmitAsync(await editor.GetAsync($"/admin/people/{saved.EntryId}"), Form, ".editbar button[value=save]", [
            ("Facts.Names[2].Text", ""), ("Facts.Occupation", "Poet and baker"), ("Facts.CaseEvents[1].Text", "Led away."),
                ("Facts.Charges[0].Remove", "true")]);

        page.ShouldHave(HttpStatusCode.OK).AllOf(".errors").ShouldBeEmpty();
        var facts =
            (await site.InDatabaseAsync(db =>
            db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == saved.ItemId, TestContext.Current.CancellationToken))).ToFacts();
        facts.Names.Select(n => n.Text).ShouldBe(["Lin Anhe", "林安和"]);
        facts.Occupation.ShouldBe(LocalText.Of([new("en", "Poet and baker"), new("zh-Hans", "诗人")]));
        facts.HeldAt.ShouldBe(Poet.HeldAt);
        facts.Charges.ShouldBeEmpty();
        facts.CaseEvents[1].Text.ShouldBe(LocalText.Of([new("en", "Led away."), new("zh-Hans", "从家中被带走。")]));
        facts.CaseEvents[0].Sources.ShouldBe(Poet.CaseEvents[0].Sources);
    }

    [OnEachDatabase]
    public async Task More_rows_come_by_a_button_and_keep_what_was_typed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);

        var page =
            await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, "button[value=add-Episodes]",
            [("Entry.Title", "Half done"), ("Facts.Episodes[0].From", "2020")]);

        page.ShouldHave(HttpStatusCode.OK);
        page.One("#Entry_Title").GetAttribute("value").ShouldBe("Half done");
        page.One("#Facts_Episodes_0__From").GetAttribute("value").ShouldBe("2020");
        page.One("#Facts_Episodes_2__From");
        page = await editor.SubmitAsync(page, Form, "button[value=add-Sources-0]", ("Facts.CaseEvents[0].Sources[0].Title", "The Hour"));
        page.One("#Facts_CaseEvents_0__Sources_0__Title").GetAttribute("value").ShouldBe("The Hour");
        page.One("#Facts_CaseEvents_0__Sources_1__Title");
    }

    [OnEachDatabase]
    public async Task A_preview_shows_the_unsaved_facts_by_the_public_page_and_keeps_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Seen Before", slug: "seen-before"), Poet));
        var before = await site.AuditHeadAsync();

        var preview =
            await editor.SubmitAsync(await editor.GetAsync($"/admin/people/{saved.EntryId}"), Form, "button[value=preview]",
            [("Facts.HeldAt", "Unsaved hall")]);

        preview.ShouldHave(HttpStatusCode.OK).ShouldSay("Unsaved hall").ShouldSay("1,440 days").One(".preview-bar");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.Visit().GetAsync("/people/seen-before")).ShouldNotHold("Unsaved hall");
    }

    [OnEachDatabase]
    public async Task Only_editors_come_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.SaveAsync(EntryKind.Person, Words("Secret draft", slug: "secret-draft"), Poet);
        var member = await site.SignInAsync(Role.Member);

        foreach (var path in new[] { "/admin/people", "/admin/people/new", $"/admin/people/{saved.EntryId}", "/admin/campaigns",
            "/admin/campaigns/new" })
        {
            var page = await member.GetAsync(path);
            page.Status.ShouldBe(HttpStatusCode.Forbidden, page.ToString());
            page.ShouldNotHold("Secret draft");
        }

        (await (await site.SignInAsync(Role.Editor)).GetAsync("/admin/people")).ShouldHave(HttpStatusCode.OK).ShouldSay("Secret draft");
    }
}
