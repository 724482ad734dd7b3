using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Facts have one history: no language, no open form and no older approval brings an old value back.</summary>
public sealed class OneHistoryOfFactsTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_released_person_stays_released_whatever_a_translation_was_begun_on(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var english = await NewPersonAsync(editor, "Lin Rivers", "publish");
        var item = await ItemAsync(site, english);
        await PressAsync(editor, $"/admin/people/new?of={item}&lang=zh-Hans", "save", ("Entry.Title", "林江"), ("Facts.Region", "山东"));
        var chinese = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.ItemId == item && e.Language == "zh-Hans").Select(e => e.Id).SingleAsync(Token));
        var stale = await OpenEditor.AtAsync(editor, $"/admin/people/{chinese}");

        await PressAsync(editor, $"/admin/people/{english}", "publish", ("Facts.Status", "Released"));
        (await site.Visit().GetAsync("/people/lin-rivers")).ShouldSay("Released");

        // The form that was opened before shows the old status, and is sent as it is.
        (await stale.PressAsync("publish")).ShouldHave(HttpStatusCode.OK).ShouldSay("Published.");

        foreach (var path in new[] { "/people/lin-rivers", "/people" })
        {
            (await site.Visit().GetAsync(path)).ShouldHave(HttpStatusCode.OK).ShouldSay("Released");
        }

        var page = (await site.Visit().GetAsync("/zh-Hans/people/林江")).ShouldHave(HttpStatusCode.OK);
        page.ShouldSay("山东").ShouldNotHold("被监禁");
        (await site.InDatabaseAsync(db => db.Set<Person>().Where(p => p.Id == item).Select(p => p.Status).SingleAsync(Token)))
            .ShouldBe(CaseStatus.Released);
    }

    [OnEachDatabase]
    public async Task A_cover_published_from_an_old_form_leaves_event_and_campaign_as_an_editor_set_them(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (author, actor) = await site.EmployAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        var cover = await site.AddAsync(actor, Library.Photo(77), "A square");
        var happening = await site.PublishAsync(await site.SaveAsync(
            EntryKind.Event, Writing.Words("Vigil at the gate"), EventFacts.None with { StartsOn = new DateOnly(2026, 5, 1) }));
        var campaign =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Writing.Words("Let them write"), CampaignFacts.None));
        var entry = await author.WriteAsync("What we saw");
        await author.ReviseAsync(entry, "publish");
        var open = await OpenEditor.AtAsync(author, $"/admin/articles/{entry}");
        (await editor.ReviseAsync(
            entry, "publish", ("Facts.EventId", happening.ItemId.ToString()), ("Facts.CampaignId", campaign.ItemId.ToString())))
            .ShouldSay("Published.");

        (await open.PressAsync("publish", ("Facts.Cover", cover))).ShouldHave(HttpStatusCode.OK).ShouldSay("Published.");

        var facts = await FactsAsync<ArticleFacts>(site, await ItemAsync(site, entry));
        (facts.EventId, facts.CampaignId, facts.Cover).ShouldBe((happening.ItemId, campaign.ItemId, cover));
        (await site.Visit().GetAsync("/articles/what-we-saw")).ShouldHave(HttpStatusCode.OK).ShouldSay("Vigil at the gate")
            .ShouldSay("Let them write");
        author.Dispose();
    }

    [OnEachDatabase]
    public async Task After_publishing_nothing_warns_and_a_save_without_a_change_says_so_and_writes_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(editor, "Kit Harbor", "publish");
        await PressAsync(editor, $"/admin/people/{entry}", "publish", ("Facts.Status", "Released"));

        var page = (await editor.GetAsync($"/admin/people/{entry}")).ShouldHave(HttpStatusCode.OK);
        page.AllOf("main > .notice.warn, #pending-facts, .conflict").ShouldBeEmpty();
        page.ShouldSay("The public page shows it.");

        var before = await site.AuditHeadAsync();
        (await OpenEditor.On(editor, page).PressAsync("save")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Nothing was changed, so nothing was saved.");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.HistoryAsync(entry)).Count.ShouldBe(1, "facts alone were changed");
        (await site.FactsVersionAsync(await ItemAsync(site, entry))).ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task Two_people_who_change_different_facts_both_keep_theirs(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(one, "Ada Both", "save");
        var (mine, theirs) =
            (await OpenEditor.AtAsync(one, $"/admin/people/{entry}"), await OpenEditor.AtAsync(other, $"/admin/people/{entry}"));

        await theirs.PressAsync("save", ("Facts.Region", "Eastland"), ("Facts.Names[0].Text", "Ada Both"));
        (await mine.PressAsync("save", ("Facts.Occupation", "Printer"))).ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");

        var facts = await FactsAsync<PersonFacts>(site, await ItemAsync(site, entry));
        (facts.Region.In("en"), facts.Occupation.In("en")).ShouldBe(("Eastland", "Printer"));
    }

    [OnEachDatabase]
    public async Task A_clash_shows_both_values_and_is_settled_in_the_page(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        foreach (var (title, button, status) in new[] { ("Bo Mine", "save", CaseStatus.InExile),
            ("Bo Theirs", "theirs", CaseStatus.Released) })
        {
            var entry = await NewPersonAsync(one, title, "save");
            var item = await ItemAsync(site, entry);
            var (mine, theirs) =
                (await OpenEditor.AtAsync(one, $"/admin/people/{entry}"), await OpenEditor.AtAsync(other, $"/admin/people/{entry}"));
            await theirs.PressAsync("save", ("Facts.Status", "Released"), ("Facts.Region", "Eastland"));

            var clash = (await mine.PressAsync("publish", ("Facts.Status", "InExile"), ("Facts.Occupation", "Printer")))
                .ShouldHave(HttpStatusCode.Conflict);
            var row = clash.One(".conflict tbody tr").TextContent;
            row.ShouldContain("Released");
            row.ShouldContain("exile");
            (await FactsAsync<PersonFacts>(site, item)).Status.ShouldBe(CaseStatus.Released);

            var answer = await OpenEditor.On(one, clash).PressAsync(button);
            answer = button == "theirs" ? await OpenEditor.On(one, answer.ShouldHave(HttpStatusCode.OK)).PressAsync("save") : answer;

            answer.ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");
            var facts = await FactsAsync<PersonFacts>(site, item);
            (facts.Status, facts.Region.In("en"), facts.Occupation.In("en")).ShouldBe((status, "Eastland", "Printer"), title);
        }
    }

    [OnEachDatabase]
    public async Task A_forged_state_of_a_clash_is_taken_for_none(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(editor, "Cy Forge", "save");
        var open = await OpenEditor.AtAsync(editor, $"/admin/people/{entry}");

        var answer = await open.ForgeAsync("save", ("Entry.FactsVersion", "-7"), ("Facts.Region", "Westland"));
        answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
        var token = (await editor.GetAsync($"/admin/people/{entry}")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        (await editor.PostAsync($"/admin/people/{entry}", [
            ("__RequestVerificationToken", token), ("do", "theirs"), ("Entry.Title", "Cy Forge"), ("Entry.Version", "1"),
                ("Entry.FactsVersion", "1"),
            ("Entry.FactsBefore", "{\"names\":null}"), ("Entry.FactsTheirs", "CfDJ8")])).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task Facts_that_wait_are_listed_and_can_be_left_out(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(editor, "Di Wait", "publish");
        await PressAsync(editor, $"/admin/people/{entry}", "save", ("Facts.Status", "Released"));

        var page = await editor.GetAsync($"/admin/people/{entry}");
        page.One("#pending-facts").TextContent.ShouldContain("Released");
        (await OpenEditor.On(editor, page).PressAsync("publish", ("Entry.Summary", "Shorter."), ("Entry.LeavesFacts", "true")))
            .ShouldSay("Published.");
        (await site.Visit().GetAsync("/people/di-wait")).ShouldSay("Shorter.").ShouldSay("mprisoned");

        (await OpenEditor.On(editor, await editor.GetAsync($"/admin/people/{entry}")).PressAsync("publish")).ShouldSay("Published.");
        (await site.Visit().GetAsync("/people/di-wait")).ShouldSay("Released");
    }

    [OnEachDatabase]
    public async Task Facts_that_would_change_other_languages_are_shown_before_it_happens(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var english = await NewPersonAsync(editor, "Eve Shown", "publish");
        var item = await ItemAsync(site, english);
        await PressAsync(editor, $"/admin/people/new?of={item}&lang=zh-Hans", "publish", ("Entry.Title", "夏示"),
            ("Entry.Slug", "eve-shown"));

        var told = await PressAsync(editor, $"/admin/people/{english}", "publish", ("Facts.Status", "Released"));
        told.ShouldSay("but it was not published").One("#pending-facts").TextContent.ShouldContain("Released");
        (await site.Visit().GetAsync("/people/eve-shown")).ShouldNotHold("Released");

        (await OpenEditor.On(editor, told).PressAsync("publish")).ShouldSay("Published.");
        (await site.Visit().GetAsync("/people/eve-shown")).ShouldSay("Released");
    }

    [OnEachDatabase]
    public async Task An_approval_binds_the_facts_as_well(DatabaseKind database)
    {
        var site = await CmsSite.StartAsync(database);
        await using var one = site;
        await site.RuleAsync(needsApproval: true);
        using var writer = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(writer, "Flo Bound", "save");
        await PressAsync(writer, $"/admin/people/{entry}", "submit");
        var item = await ItemAsync(site, entry);
        var (_, id) = await site.HireAsync(Role.Editor);
        Newsroom.Check(await site.TryReviewAsync(Actor.Account(id, Role.Editor), entry, ReviewStepKind.Approved));

        // Facts of another language's draft are not carried along: what was approved becomes public, and nothing else.
        await PressAsync(writer, $"/admin/people/new?of={item}&lang=zh-Hans", "save", ("Entry.Title", "傅限"), ("Facts.Status", "Released"));
        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry));
        (await site.InDatabaseAsync(db => db.Set<Item>().Where(i => i.Id == item).Select(i => i.PublicFactsNumber).SingleAsync(Token)))
            .ShouldBe(1);
        (await site.Visit().GetAsync("/people/flo-bound")).ShouldNotHold("Released");

        // They wait, and nobody publishes them unapproved; but they can be handed in.
        (await site.TryPublishAsync(Actor.CommandLine, entry)).Errors.ShouldBe([ContentErrors.NotApproved]);
        await PressAsync(writer, $"/admin/people/{entry}", "submit");
        Newsroom.Check(await site.TryReviewAsync(Actor.Account(id, Role.Editor), entry, ReviewStepKind.Approved));
        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, entry));
        (await site.Visit().GetAsync("/people/flo-bound")).ShouldSay("Released");
    }

    [OnEachDatabase]
    public async Task A_schedule_brings_no_older_facts_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var english = await NewPersonAsync(editor, "Gus Later", "publish");
        var item = await ItemAsync(site, english);
        await PressAsync(editor, $"/admin/people/new?of={item}&lang=zh-Hans", "save", ("Entry.Title", "顾迟"), ("Entry.Slug", "gus-later"),
            ("Facts.Region", "山东"));
        var chinese = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.ItemId == item && e.Language == "zh-Hans").Select(e => e.Id).SingleAsync(Token));
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, chinese, minutes: 5));
        await PressAsync(editor, $"/admin/people/{english}", "publish", ("Facts.Status", "Released"));

        site.Clock.Move(TimeSpan.FromMinutes(6));
        await site.RunSchedulerAsync();

        (await site.PublicSlugAsync(chinese)).ShouldBe("gus-later");
        (await site.InDatabaseAsync(db => db.Set<Person>().Where(p => p.Id == item).Select(p => p.Status).SingleAsync(Token)))
            .ShouldBe(CaseStatus.Released);
    }

    [OnEachDatabase]
    public async Task An_older_text_is_taken_up_without_the_facts_of_its_time(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(editor, "Hal Before", "publish");
        await PressAsync(editor, $"/admin/people/{entry}", "publish", ("Entry.Body", "Newer words."), ("Facts.Status", "Released"));
        var difference = await editor.GetAsync($"/admin/revisions/{entry}/difference?from=1&to=2");
        (await editor.SubmitAsync(difference, "main form[method=post]")).ShouldSay("Restored");

        var item = await ItemAsync(site, entry);
        (await FactsAsync<PersonFacts>(site, item)).Status.ShouldBe(CaseStatus.Released);
        (await site.HistoryAsync(entry))[^1].Body.ShouldBe("Words.");

        // The facts have a history of their own.
        (await editor.GetAsync($"/admin/revisions/{entry}")).ShouldHave(HttpStatusCode.OK).ShouldSay("Facts 2");
        var facts = (await editor.GetAsync($"/admin/revisions/{entry}/facts?from=1&to=2")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Released");
        (await editor.SubmitAsync(facts, "main form[method=post]")).ShouldSay("Restored");
        (await FactsAsync<PersonFacts>(site, item)).Status.ShouldBe(CaseStatus.Imprisoned);
        (await site.Visit().GetAsync("/people/hal-before")).ShouldSay("Released");
    }

    [OnEachDatabase]
    public async Task An_autosave_beside_somebody_elses_facts_brings_no_old_value_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        var entry = await NewPersonAsync(one, "Ida Auto", "save");
        var open = await OpenEditor.AtAsync(one, $"/admin/people/{entry}");
        await PressAsync(other, $"/admin/people/{entry}", "save", ("Facts.Status", "Released"));

        (await open.AutosaveAsync(("Entry.Body", "More words."), ("Facts.Occupation", "Printer"))).Status.ShouldBe(HttpStatusCode.OK);
        (await open.AutosaveAsync(("Entry.Body", "Still more words."), ("Facts.Occupation", "Printer"))).Status.ShouldBe(HttpStatusCode.OK);
        (await open.PressAsync("save", ("Entry.Body", "All words."), ("Facts.Occupation", "Printer"))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Saved.");

        var facts = await FactsAsync<PersonFacts>(site, await ItemAsync(site, entry));
        (facts.Status, facts.Occupation.In("en")).ShouldBe((CaseStatus.Released, "Printer"));
    }

    internal static async Task<Guid> NewPersonAsync(Browser editor, string title, string button) => Newsroom.IdIn((await PressAsync(
        editor, "/admin/people/new", button, ("Entry.Title", title), ("Entry.Body", "Words."), ("Facts.Names[0].Text", title),
        ("Facts.Status", "Imprisoned")))
        .ShouldHave(HttpStatusCode.OK).Url.AbsolutePath);

    private static async Task<WebPage> PressAsync(Browser editor, string path, string button,
        params (string Name, string Value)[] fields) =>
        await (await OpenEditor.AtAsync(editor, path)).PressAsync(button, fields);

    private static Task<Guid> ItemAsync(CmsSite site, Guid entry) =>
        site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.ItemId).SingleAsync(Token));

    private static async Task<TFacts> FactsAsync<TFacts>(CmsSite site, Guid item) => FactsJson.Read<TFacts>(await site.InDatabaseAsync(
        db => db.Set<FactsRevision>().Where(f => f.ItemId == item).OrderByDescending(f => f.Number).Select(f => f.Json).FirstAsync(Token)));
}
