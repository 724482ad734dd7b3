using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class EditingEventsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly (string Name, string Value)[] Good =
        [("Entry.Title", "Walk"), ("Entry.Slug", ""), ("Facts.StartsOn", "2026-06-04"), ("Facts.StartsAt", "18:30"),
        ("Facts.TimeZone", "Europe/Berlin"), ("Facts.Venue", "Town square"), ("Facts.Type", "Vigil")];

    [OnEachDatabase]
    public async Task An_editor_announces_an_event_and_a_visitor_reads_every_fact(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var form = await editor.GetAsync("/admin/events/new");
        var zones = form.One("#" + form.One("input[name='Facts.TimeZone']").GetAttribute("list")!);
        zones.QuerySelectorAll("option").Select(o => (o.GetAttribute("value"), o.TextContent)).ShouldContain(("Asia/Taipei", "Taipei"));
        var saved = await editor.SubmitAsync(form, "form.editor", "button[value=publish]",
            [.. Good, ("Facts.Address", "Market 1"), ("Facts.Host", "Friends"), ("Facts.InvitedBy", "Neighbours"),
            ("Facts.EndsAt", "20:00"), ("Entry.Slug", "walk-" + database.ToString().ToLowerInvariant())]);

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("Published. It is on the site now.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        using var reader = site.Visit();
        var page = await reader.GetAsync("/events/walk-" + database.ToString().ToLowerInvariant());
        foreach (var words in (string[])["Walk", "Vigil", "Thursday, 4 June 2026, 18:30–20:00 Berlin (UTC+2)", "Town square", "Market 1",
            "Friends", "Neighbours"])
        {
            page.ShouldSay(words);
        }
    }

    [OnEachDatabase]
    public async Task What_cannot_be_is_refused_at_its_field_and_what_was_typed_comes_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        foreach (var (field, value, sentence) in new[]
        {
            ("StartsOn", "", "Write the day on which it begins."),
            ("StartsOn", "2026-02-30", "There is no such day in the calendar."),
            ("StartsOn", "soon", "Write the day as 2015-10-06."),
            ("StartsOn", "2026-06", "Write the day as 2015-10-06."),
            ("StartsAt", "25:00", "Write the time as 19:00"),
            ("EndsOn", "2026-06-03", "It ends before it begins. Check the last day."),
            ("EndsAt", "18:00", "It ends before it begins. Check the times"),
            ("TimeZone", "Moon/Tycho", "This time zone is not known."),
            ("TimeZone", "", "This time zone is not known."),
            ("TimeZone", "berlin", "Did you mean Europe/Berlin?"),
            ("TimeZone", "America/New York", "Did you mean America/New_York?"),
            ("TimeZone", "Asia/Taipie", "Did you mean Asia/Taipei?"),
            ("TimeZone", "台北", "Did you mean Asia/Taipei?"),
            ("Venue", new string('v', 301), "There is room for 300 characters here."),
        })
        {
            var again =
                await editor.SubmitAsync(await editor.GetAsync("/admin/events/new"), "form.editor", "button[value=save]",
                [.. Good, ("Facts." + field, value)]);

            again.ShouldSay(sentence);
            again.One($".field.bad [name='Facts.{field}']").GetAttribute("value").ShouldBe(value);
            again.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("Walk");
        }

        var skipped =
            await editor.SubmitAsync(await editor.GetAsync("/admin/events/new"), "form.editor", "button[value=save]",
            [.. Good, ("Facts.StartsOn", "2026-03-29"), ("Facts.StartsAt", "02:30")]);
        skipped.ShouldSay("The clocks skip this time on that day.");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_translation_changes_its_own_words_and_keeps_those_of_the_other_language(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Two tongues " + database, chinese: "双语" + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.ItemId == held && e.Language == "zh-Hans").Select(e => e.Id)
            .SingleAsync(TestContext.Current.CancellationToken));

        var form = await editor.GetAsync(SiteUrls.Edit(EntryKind.Event, entry));
        form.One("input[name='Facts.Venue']").GetAttribute("value").ShouldBe("榆树厅");
        form.One($"a[href='{SiteUrls.Attendance(held)}']");
        // Facts are shared by the languages: what changes the page of another one is shown first.
        var told = await editor.SubmitAsync(form, "form.editor", "button[value=publish]", ("Facts.Venue", "橡树厅"));
        told.One("#pending-facts").TextContent.ShouldContain("橡树厅");
        (await editor.SubmitAsync(told, "form.editor", "button[value=publish]")).ShouldSay("Published.");

        var venue = await site.InDatabaseAsync(db =>
            db.Set<Event>().Where(e => e.Id == held).Select(e => e.Venue).SingleAsync(TestContext.Current.CancellationToken));
        (venue.In("en"), venue.In("zh-Hans")).ShouldBe(("Elm Hall", "橡树厅"));
    }

    [OnEachDatabase]
    public async Task The_preview_is_the_public_page_and_saves_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var preview = await editor.SubmitAsync(await editor.GetAsync("/admin/events/new"), "form.editor", "button[value=preview]", Good);

        preview.ShouldHave(HttpStatusCode.OK).ShouldSay("This is not public.")
            .ShouldSay("Thursday, 4 June 2026, 18:30 Berlin (UTC+2)");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
