using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Two windows, two people, a stranger: an autosave takes nothing from anybody.</summary>
public sealed class AutosavingAgainstOthersTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task When_somebody_else_saved_the_script_is_told_and_nothing_is_overwritten(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var (li, _) = await site.EmployAsync(Role.Editor, "Li Example");
        var entry = await mira.WriteAsync("Met by two", "Beginning.");
        var hers = await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}");
        await li.ReviseAsync(entry, "save", ("Entry.Body", "Li was here."));
        var before = await site.AuditHeadAsync();

        var answer = await hers.AutosaveAsync(("Entry.Body", "Mira was here."));

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Message.ShouldBe("Li Example saved version 2 meanwhile. Your text is on this page and in this browser. Press “Save "
            + "draft” to compare both.");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.HistoryAsync(entry))[^1].Body.ShouldBe("Li was here.");
        (await hers.PressAsync("save")).ShouldHave(HttpStatusCode.Conflict).One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldBe("Mira was here.");
        li.Dispose();
    }

    [OnEachDatabase]
    public async Task Two_windows_of_one_person_do_not_fight_and_both_texts_are_in_the_history(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Two windows", "Beginning.");
        var (left, right) =
            (await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}"), await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}"));

        await left.AutosaveAsync(("Entry.Body", "Left."));
        var answer = await right.AutosaveAsync(("Entry.Body", "Right."));
        await left.AutosaveAsync(("Entry.Body", "Left again."));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Message.ShouldContain("You saved version 2 in another window meanwhile; it stays in the history.");
        (await site.HistoryAsync(entry)).Select(r => r.Body).ShouldBe(["Beginning.", "Left.", "Right.", "Left again."]);
    }

    [OnEachDatabase]
    public async Task A_second_window_does_not_save_over_what_a_stranger_wrote_in_between(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var li = await site.SignInAsync(Role.Editor);
        var entry = await mira.WriteAsync("Three windows", "Beginning.");
        var forgotten = await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}");
        await li.ReviseAsync(entry, "save", ("Entry.Body", "Li."));
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Li and Mira."));

        (await forgotten.AutosaveAsync(("Entry.Body", "Mira alone."))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await site.HistoryAsync(entry))[^1].Body.ShouldBe("Li and Mira.");
    }

    [OnEachDatabase]
    public async Task A_foreign_text_is_not_there_for_a_member_whatever_is_posted(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var stranger = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Not for strangers", "Secret words.");
        var own = await stranger.WriteAsync("Own text", "Mine.");
        var before = await site.AuditHeadAsync();

        foreach (var button in (string[])["autosave", "save", "publish", "schedule", "submit", "ping", "merge", "preview", "photos"])
        {
            var page = await stranger.GetAsync($"/admin/articles/{own:D}");
            page.One("form.editor").SetAttribute("action", $"/admin/articles/{entry:D}");
            page.One("form.editor button[name=do][hidden]").SetAttribute("value", button);
            (await stranger.SubmitAsync(page, "form.editor", "button[name=do][hidden]", ("Entry.Version", "1"),
                ("Entry.Body", "Mine now.")))
                .ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("Secret words.");
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_member_adds_no_language_and_no_facts_to_what_somebody_else_began(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        using var stranger = await site.SignInAsync(Role.Member);
        await mira.WriteAsync("Begun by an editor", "Words.", ("Facts.Byline", "PenName"), ("Facts.BylineName", "Quiet Pen"));
        var item = await site.InDatabaseAsync(db =>
            Task.FromResult(db.Set<Entry>().Single(e => e.Title == "Begun by an editor").ItemId));
        var before = await site.AuditHeadAsync();

        (await stranger.GetAsync($"/admin/articles/new?of={item:D}&lang=zh-Hans")).ShouldHave(HttpStatusCode.NotFound)
            .ShouldNotHold("Quiet Pen");
        foreach (var button in (string[])["autosave", "save", "publish"])
        {
            var page = await stranger.GetAsync("/admin/articles/new");
            page.One("form.editor button[name=do][hidden]").SetAttribute("value", button);
            await stranger.SubmitAsync(page, "form.editor", "button[name=do][hidden]",
                ("Entry.ItemId", item.ToString("D")), ("Entry.FactsVersion", "1"), ("Entry.Language", "zh-Hans"), ("Entry.Title", "外来"),
                ("Entry.Body", "外来。"), ("Facts.BylineName", "Loud Pen"));
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Another_sites_page_and_a_form_without_its_token_save_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Needs a token");
        var before = await site.AuditHeadAsync();

        (await mira.PostAsync($"/admin/articles/{entry:D}", ("do", "autosave"), ("Entry.Version", "1"), ("Entry.Body", "Forged.")))
            .ShouldHave(HttpStatusCode.BadRequest);

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.HistoryAsync(entry)).ShouldBe([(1, RevisionReason.Saved, "Words.")]);
    }

    [OnEachDatabase]
    public async Task An_autosave_of_a_public_text_is_no_publication(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Public and written on", "As published.");
        await mira.ReviseAsync(entry, "publish");
        var before = await site.AuditHeadAsync();

        var answer = await (await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}")).AutosaveAsync(("Entry.Body", "Half a thought"));

        answer.Message.ShouldBe("Draft saved. Version 2. The public page still shows version 1.");
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/public-and-written-on")).ShouldSay("As published.").ShouldNotHold("Half a thought");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryAutosaved]);
    }
}
