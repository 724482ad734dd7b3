using System.Net;
using CoalitionCms.Content;
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

public sealed class NamingSourcesTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form.editor";

    private static readonly Source Court = Named("Court record");
    private static readonly Source Report = Named("Annual report");

    [OnEachDatabase]
    public async Task Sources_are_numbered_once_over_the_whole_page_in_its_order(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var facts = Poet with
        {
            Sources = new() { Born = [Report], Status = [Court], Sentence = [Report, Court] },
            Episodes = [Held("2022-06-04") with { Sources = [Report] }],
            Charges =
            [Poet.Charges[0] with { Sources = [Named("Indictment")],
            History =
            [new(Date("2022-07"), ChargeStepKind.Charged, LocalText.Empty, []),
            new(Date("2023-03"), ChargeStepKind.Convicted, LocalText.Of("en", "Nine years and six months."), [Court])] }],
        };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Well Sourced", slug: "well-sourced"), facts));

        var page = (await site.Visit().GetAsync("/people/well-sourced")).ShouldHave(HttpStatusCode.OK);

        page.AllOf("#sources + ol cite").Select(c => c.TextContent)
            .ShouldBe(["Court record", "Annual report", "Indictment", "A poet is gone", "Court notice"]);
        Numbers(page, ".status sup").ShouldBe("1");
        Numbers(page, ".facts > div:has(> dt)").ShouldBe("2 2 3 1 1 2");
        page.AllOf(".history li").Select(l => l.TextContent.Trim())
            .ShouldBe(["July 2022 Charged", "March 2023 Convicted: Nine years and six months.1"]);
        Numbers(page, "#step-1").ShouldBe("4");
        page.ShouldSay("5 sources");
    }

    [OnEachDatabase]
    public async Task Every_new_fact_can_be_written_in_the_browser_and_comes_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.GetAsync("/admin/people/new");
        foreach (var add in new[] { "FactSources-1", "ChargeSources-0", "History-0", "EpisodeSources-0" })
        {
            page = await editor.SubmitAsync(page, Form, $"button[value=add-{add}]", ("Entry.Title", "Ada Marrow"),
                ("Facts.Names[0].Text", "Ada Marrow"));
        }

        page = await editor.SubmitAsync(page, Form, "button[value=add-HistorySources-0-0]");
        page.One("[autofocus]").GetAttribute("name").ShouldBe("Facts.Charges[0].History[0].Sources[0].Title");
        var before = await site.AuditHeadAsync();
        var saved = await editor.SubmitAsync(page, Form, ".editbar button[value=publish]", [
            ("Facts.Names[0].Order", "Last"), ("Facts.StatusAsOf", "2026-05"), ("Facts.VerifiedOn", "2026-05-10"), ("Facts.Born", "1970"),
            ("Facts.FactSources[1].Sources[0].Title", "Register of births"), ("Facts.HeldAt", "North Hall"),
            ("Facts.HeldAtOriginal.Text", "北馆"), ("Facts.HeldIn", "Eastland"), ("Facts.HeldInOriginal.Text", "东地"),
            ("Facts.Sentence.Kind", "Term"), ("Facts.Sentence.Years", "3"), ("Facts.OfficialEnd", "2029-05"),
            ("Facts.ExpectedRelease", "2028~"),
            ("Facts.Charges[0].Text", "Keeping a diary"), ("Facts.Charges[0].Sources[0].Title", "Charge sheet"),
            ("Facts.Charges[0].History[0].Date", "2026-05-06"), ("Facts.Charges[0].History[0].Kind", "Charged"),
            ("Facts.Charges[0].History[0].Text", "In writing."), ("Facts.Charges[0].History[0].Sources[0].Title", "Court board"),
            ("Facts.Episodes[0].From", "2026-05-04"), ("Facts.Episodes[0].Sources[0].Title", "Eyewitness"),
            ("Facts.Health.Text", "Weak eyes."), ("Facts.Health.IsPublic", "true"), ("Facts.Family.Text", "Kept back.")]);

        saved.ShouldHave(HttpStatusCode.OK).AllOf(".errors").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        var read = (await site.Visit().GetAsync("/people/ada-marrow")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Kept back.");
        foreach (var words in new[] { "Register of births", "北馆", "Eastland", "东地", "May 2029", "about 2028",
            "6 May 2026 Charged: In writing.", "Court board", "Eyewitness", "Weak eyes.", "10 May 2026" })
        {
            read.ShouldSay(words);
        }

        read.One("script[type='application/ld+json']").TextContent.ShouldContain("\"familyName\":\"Marrow\"");
        var again = await editor.SubmitAsync(saved, Form, ".editbar button[value=save]");
        var id = saved.Path.Split('/')[^1];
        var revisions = await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().CountAsync(r => r.EntryId == Guid.Parse(id), TestContext.Current.CancellationToken));
        (again.Status, revisions).ShouldBe((HttpStatusCode.OK, 1));
    }

    [OnEachDatabase]
    public async Task Facts_without_a_source_are_marked_for_editors_and_for_nobody_else(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var saved =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Bare Facts", slug: "bare-facts"),
            Poet with { Sources = new() { Born = [Report] } }));

        var form = await editor.GetAsync($"/admin/people/{saved.EntryId}");

        form.AllOf("details.sources:has(.badge) summary").Select(s => s.TextContent.Trim().Split('?')[0].Trim()).ShouldBe(
            ["Sources: Status", "Sources: Work", "Sources: Place where held", "Sources: Time in custody 1", "Sources: Charge 1",
            "Sources: Sentence"]);
        form.ShouldSay("Facts without a source: 6.");
        (await editor.GetAsync("/admin/people/stale?all=true"))
            .ShouldSay("Status; Work; Sentence; Place where held; Time in custody 1; Charge 1");
        (await site.Visit().GetAsync("/people/bare-facts")).ShouldNotHold("No source");
    }

    [OnEachDatabase]
    public async Task Cases_that_nobody_verified_for_half_a_year_are_listed_longest_ago_first(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        await AddAsync("Never", null);
        await AddAsync("Long ago", new DateOnly(2024, 1, 1));
        await AddAsync("Just stale", new DateOnly(2025, 11, 14));
        await AddAsync("Fresh", new DateOnly(2025, 11, 15));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Gone"),
            Poet with { Status = CaseStatus.DiedInCustody, Died = Date("2025"), Episodes = [] }));
        await site.SaveAsync(EntryKind.Person, Words("Unpublished"), Poet);
        for (var i = 0; i < 30; i++)
        {
            await AddAsync($"Old {i:00}", new DateOnly(2023, 1, 1).AddDays(i));
        }

        var first = (await editor.GetAsync("/admin/people/stale")).ShouldHave(HttpStatusCode.OK);
        var next = await editor.GetAsync(first.One("a[rel=next]").GetAttribute("href")!);

        Titles(first)[..2].ShouldBe(["Never", "Old 00"]);
        Titles(first).Count.ShouldBe(30);
        Titles(next).ShouldBe(["Old 29", "Long ago", "Just stale"]);
        next.AllOf("tbody td .badge").Count.ShouldBe(3);
        (await editor.GetAsync("/admin/people/stale?after=zz")).ShouldHave(HttpStatusCode.NotFound);
        (await (await site.SignInAsync(Role.Member)).GetAsync("/admin/people/stale")).ShouldHave(HttpStatusCode.Forbidden)
            .ShouldNotHold("Never");

        async Task AddAsync(string title, DateOnly? verifiedOn) =>
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words(title), Poet with { VerifiedOn = verifiedOn }));

        static List<string> Titles(WebPage page) => [.. page.AllOf("tbody th a").Select(a => a.TextContent)];
    }

    [OnEachDatabase]
    public async Task What_cannot_be_true_is_refused_beside_its_field(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var page = await editor.SubmitAsync(await editor.GetAsync("/admin/people/new"), Form, "button[value=add-FactSources-4]");
        var before = await site.AuditHeadAsync();

        var refused = await editor.SubmitAsync(page, Form, ".editbar button[value=save]", [
            ("Entry.Title", "Twice First"), ("Facts.Names[0].Text", "Twice First"), ("Facts.Names[1].Text", "Second Twice"),
                ("Facts.Names[1].Kind", "Romanised"),
            ("Facts.Episodes[0].From", "2020-05"), ("Facts.OfficialEnd", "2019"),
            ("Facts.FactSources[4].Sources[0].Url", "javascript:alert(1)"), ("Facts.VerifiedOn", "2026-05-15")]);

        refused.One("#Facts_Names_1__IsPrimary-error").TextContent.ShouldContain("is already used in titles");
        refused.One("#Facts_OfficialEnd-error").TextContent.ShouldContain("before the first detention");
        refused.One("#Facts_FactSources_4__Sources_0__Url-error").TextContent.ShouldContain("https://");
        refused.One("#Facts_VerifiedOn-error").TextContent.ShouldContain("still to come");
        refused.One("#Facts_Names_1__Text").GetAttribute("value").ShouldBe("Second Twice");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    private static Source Named(string title) => new(title, "", "", FuzzyDate.Unknown, null);

    private static string Numbers(WebPage page, string where) =>
        string.Join(' ', page.AllOf(where + " a[href^='#source-']").Select(a => a.TextContent));
}
