using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Every save can be seen, compared and taken up again, by those who may edit the text and by nobody else.</summary>
public sealed class HistoryTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task The_list_says_who_when_and_what_for(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Told in the list", "One.");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Two."), ("Entry.Note", "corrected the date"));

        var lines = (await mira.GetAsync($"/admin/revisions/{entry:D}")).ShouldHave(HttpStatusCode.OK).AllOf("tbody tr");

        lines.Count.ShouldBe(2);
        lines[0].TextContent.ShouldContain("Version 2");
        lines[0].TextContent.ShouldContain("Mira Tan");
        lines[0].TextContent.ShouldContain("Saved: corrected the date");
        lines[0].QuerySelector("time")!.GetAttribute("datetime").ShouldNotBeNullOrEmpty();
    }

    [OnEachDatabase]
    public async Task Two_versions_are_compared_by_words_and_Chinese_by_characters(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Compared", "The march began at noon.\n\n集会在中午开始。");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "The march began at one.\n\n集会在下午开始。"));

        foreach (var (from, to) in ((int, int)[])[(1, 2), (2, 1)])
        {
            var page = (await mira.GetAsync($"/admin/revisions/{entry:D}/difference?from={from}&to={to}")).ShouldHave(HttpStatusCode.OK);
            page.AllOf(".difference del").Select(d => d.TextContent).ShouldBe(["noon", "中"]);
            page.AllOf(".difference ins").Select(d => d.TextContent).ShouldBe(["one", "下"]);
        }

        foreach (var nonsense in (string[])["from=1&to=9", "from=7&to=8"])
        {
            (await mira.GetAsync($"/admin/revisions/{entry:D}/difference?{nonsense}")).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    [OnEachDatabase]
    public async Task A_single_version_can_be_opened_and_read(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Opened alone", "Words of the first.");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Second."));

        var first = (await mira.GetAsync($"/admin/revisions/{entry:D}")).AllOf("tbody th a")[^1].GetAttribute("href")!;

        (await mira.GetAsync(first)).ShouldHave(HttpStatusCode.OK).ShouldSay("Words of the first.").ShouldSay("Restore version 1");
    }

    [OnEachDatabase]
    public async Task Facts_are_a_table_of_before_and_after_in_words(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("With facts");
        await mira.ReviseAsync(entry, "save", ("Facts.Byline", "PenName"), ("Facts.BylineName", "Quiet Pen"),
            ("Facts.DatedOn", "2026-04-01"));

        var rows = (await mira.GetAsync($"/admin/revisions/{entry:D}/facts?from=1&to=2")).AllOf("table.diff tbody tr");

        rows.Select(r => (r.QuerySelector("del")!.TextContent, r.QuerySelector("ins")!.TextContent))
            .ShouldBe([("The Coalition", "A pen name"), ("–", "Quiet Pen"), ("–", "2026-04-01")]);
        rows.ShouldAllBe(r => !r.QuerySelector("th")!.TextContent.Contains("Byl.", StringComparison.Ordinal)
            && r.QuerySelector("th")!.TextContent.Length > 2);
    }

    [OnEachDatabase]
    public async Task Restoring_makes_a_new_version_and_publishes_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Restored", "First words.", ("Facts.DatedOn", "2026-04-01"));
        await mira.ReviseAsync(entry, "publish", ("Entry.Body", "Second words."), ("Facts.DatedOn", ""));
        var before = await site.AuditHeadAsync();

        var page = await mira.GetAsync($"/admin/revisions/{entry:D}/difference?from=1&to=2");
        (await mira.SubmitAsync(page, "form.actions")).ShouldSay("Restored as a new version. It is not public yet.")
            .One("input[name='Facts.DatedOn']").GetAttribute("value").ShouldBeNullOrEmpty("facts have a history of their own");

        (await site.HistoryAsync(entry))
            .ShouldBe([(1, RevisionReason.Saved, "First words."), (2, RevisionReason.Saved, "Second words."),
            (3, RevisionReason.Restored, "First words.")]);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved]);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/restored")).ShouldSay("Second words.").ShouldNotHold("First words.");
    }

    [OnEachDatabase]
    public async Task A_restore_that_was_decided_on_an_older_list_is_refused(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var li = await site.SignInAsync(Role.Editor);
        var entry = await mira.WriteAsync("Restored too late", "First.");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Second."));
        var page = await mira.GetAsync($"/admin/revisions/{entry:D}/difference?from=1&to=2");
        await li.ReviseAsync(entry, "save", ("Entry.Body", "Third, by Li."));

        (await mira.SubmitAsync(page, "form.actions")).ShouldSay("Somebody saved a newer version");

        (await site.HistoryAsync(entry))[^1].Body.ShouldBe("Third, by Li.");
    }

    [OnEachDatabase]
    public async Task The_history_of_somebody_elses_text_is_not_there_for_a_member(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var stranger = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Closed history", "Secret words.");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Other secret words."));
        var before = await site.AuditHeadAsync();

        foreach (var path in (string[])[$"revisions/{entry:D}", $"revisions/{entry:D}?before=2",
            $"revisions/{entry:D}/difference?from=1&to=2", $"review/{entry:D}", $"schedule/{entry:D}", $"trash/{entry:D}",
            $"publication/{entry:D}"])
        {
            (await stranger.GetAsync("/admin/" + path)).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("ecret words");
        }

        foreach (var path in (string[])["revisions", "review", "schedule", "trash", "publication"])
        {
            (await stranger.AttackAsync($"/admin/{path}/{entry:D}", ("number", "1"), ("version", "2"), ("Version", "2"),
                ("do", "Commented"), ("Text", "x"), ("restore", "true")))
                .ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("ecret words");
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Seventy_versions_are_three_pages_without_a_gap(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.SaveAsync(EntryKind.Article, Writing.Words("Seventy times", "0"), ArticleFacts.None);
        for (var n = 1; n < 70; n++)
        {
            saved = await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("Seventy times", $"{n}"), ArticleFacts.None);
        }

        using var mira = await site.SignInAsync(Role.Editor);
        var (numbers, path) = (new List<int>(), $"/admin/revisions/{saved.EntryId:D}");
        for (var page = 0; path is not null && page < 9; page++)
        {
            var shown = (await mira.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            numbers.AddRange(shown.AllOf("input[name=to]")
                .Select(i => int.Parse(i.GetAttribute("value")!, System.Globalization.CultureInfo.InvariantCulture)));
            path = shown.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        numbers.ShouldBe(Enumerable.Range(1, 70).Reverse());
    }
}
