using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.DraftLinks;
using CoalitionCms.Features.DraftLinks.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>One reader without an account sees one text that is not public, for a while; nobody else does, and nothing is kept.</summary>
public sealed class OpeningDraftLinksTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_link_shows_one_version_as_its_page_would_until_it_ends(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (author, actor) = await site.EmployAsync(Role.Member);
        var photo = await site.AddAsync(actor, Library.Photo(31), "A square");
        var other = await site.AddAsync(actor, Library.Photo(33), "Another");
        var entry = await author.WriteAsync("Draft to send", $"Sent words.\n\n{Library.InText(photo)}");
        var before = await site.AuditHeadAsync();
        var (link, page) = await MakeAsync(author, entry);
        page.ShouldSay("shown only once").ShouldSay("For: our lawyer");
        (await author.GetAsync(SiteUrls.DraftLinks(entry))).ShouldNotHold(link.Split('/')[^1]).ShouldSay("Not yet");
        await author.ReviseAsync(entry, "save", ("Entry.Body", "Later words."));

        using var reader = site.Visit();
        var draft = (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK).ShouldSay("Sent words.").ShouldSay("This is not public.");
        draft.Text.ShouldNotContain("Later words.");
        (draft.Header("Cache-Control"), draft.Header("Set-Cookie"), draft.Header("Referrer-Policy"))
            .ShouldBe(("no-store", null, "no-referrer"));
        draft.Header("X-Robots-Tag")!.ShouldContain("noindex");
        draft.One("meta[name=robots][content=noindex]");
        draft.AllOf("script, form:not([role=search]):not([action*=search])").ShouldBeEmpty();
        var source = draft.One("main img").GetAttribute("src")!;
        var file = (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.OK);
        (file.Header("Content-Type"), file.Header("Cache-Control")).ShouldBe(("image/jpeg", "no-store"));
        (await reader.GetAsync(source.Replace(photo, other, StringComparison.Ordinal))).ShouldHave(HttpStatusCode.NotFound);
        (await reader.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
        await reader.GetAsync(link);
        (await author.GetAsync(SiteUrls.DraftLinks(entry))).ShouldSay("1 ×, last");

        site.Clock.Move(TimeSpan.FromDays(7));
        await EndedAsync(reader, link);
        (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.NotFound);
        var unknown = await reader.GetAsync("/draft/" + OneTimeCode.New());
        (unknown.Status, unknown.Text).ShouldBe((HttpStatusCode.NotFound, (await reader.GetAsync(link)).Text));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.DraftLinkMade, AuditVerb.EntrySaved, AuditVerb.DraftLinkOpened]);
        author.Dispose();
    }

    [Fact]
    public async Task A_link_ends_when_it_is_revoked_and_with_the_rights_of_its_maker()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var reader = site.Visit();
        using var colleague = await site.SignInAsync(Role.Editor);
        var (author, actor) = await site.EmployAsync(Role.Editor);
        var entry = await author.WriteAsync("Draft to revoke");
        var (link, page) = await MakeAsync(author, entry);
        (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK);
        (await colleague.SubmitAsync(await colleague.GetAsync(SiteUrls.DraftLinks(entry)), "form[action*=Revoke]"))
            .ShouldSay("The link no longer works.");
        await EndedAsync(reader, link);

        (link, _) = await MakeAsync(author, entry);
        Newsroom.Check(await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, actor.AccountId!.Value, Token)));
        await EndedAsync(reader, link);
        Newsroom.Check(await site.AskAsync((EnableAccount enable) => enable.RunAsync(Actor.CommandLine, actor.AccountId!.Value, Token)));
        await EndedAsync(reader, link);

        // In the trash, and brought back.
        (link, _) = await MakeAsync(colleague, entry);
        await colleague.SubmitAsync(await colleague.GetAsync($"/admin/trash/{entry:D}"), "main form[method=post]");
        await EndedAsync(reader, link);
        author.Dispose();
    }

    [OnEachDatabase]
    public async Task A_link_that_was_being_made_while_its_maker_lost_the_right_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var colleague = await site.SignInAsync(Role.Editor);
        using var reader = site.Visit();
        foreach (var what in new[] { "disabled", "demoted", "signed out" })
        {
            var entry = await colleague.WriteAsync("Draft of a colleague");
            var (author, actor) = await site.EmployAsync(Role.Editor);
            var link = (await MakeAsync(author, entry)).Link;
            (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK);
            await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"DraftLinks\"");
            Newsroom.Check(what switch
            {
                "disabled" => await site.AskAsync((DisableAccount d) => d.RunAsync(Actor.CommandLine, actor.AccountId!.Value, Token)),
                "demoted" => await site.AskAsync(
                    (ChangeRole change) => change.RunAsync(Actor.CommandLine, actor.AccountId!.Value, Role.Member, Token)),
                _ => await site.AskAsync((EndSession end) => end.EverywhereAsync(actor, Token)),
            });

            // What ended the links does not know of one that is saved a moment later: with the stamp of before, or of after.
            await SqlAsync(site, "INSERT INTO \"DraftLinks\" SELECT * FROM \"Copied\"");
            await EndedAsync(reader, link);
            if (what != "signed out")
            {
                var made = await site.AskAsync((MakeDraftLink make) => make.RunAsync(actor, entry, new(), Token));
                await EndedAsync(reader, new Uri(made.Value.Url).AbsolutePath);
            }

            await SqlAsync(site, "DELETE FROM \"DraftLinks\"");
            await SqlAsync(site, "DROP TABLE \"Copied\"");
            author.Dispose();
        }
    }

    [OnEachDatabase]
    public async Task A_link_that_was_made_while_the_clock_was_ahead_ends_when_it_is_put_right(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var reader = site.Visit();
        site.Clock.Jump(TimeSpan.FromDays(40));
        using var hasty = await site.SignInAsync(Role.Editor);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(37), "A square");
        var entry = await hasty.WriteAsync("Made ahead of time", Library.InText(photo));
        var link = (await MakeAsync(hasty, entry)).Link;
        var source = (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK).One("main img").GetAttribute("src")!;
        (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.OK);

        site.Clock.Jump(-TimeSpan.FromDays(40));

        await EndedAsync(reader, link);
        (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.NotFound);
        using var author = await site.SignInAsync(Role.Editor);
        (await reader.GetAsync((await MakeAsync(author, entry)).Link)).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Neither_database_nor_log_nor_pages_of_staff_hold_what_opens_a_draft()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Editor);
        var entry = await author.WriteAsync("Draft with a secret");
        var code = (await MakeAsync(author, entry)).Link.Split('/')[^1];
        using var reader = site.Visit();
        (await reader.GetAsync("/draft/" + code)).ShouldHave(HttpStatusCode.OK);
        var (hashes, details) = await site.InDatabaseAsync(async db => (
            await db.Set<DraftLink>().Select(l => l.CodeHash).ToListAsync(Token),
            await db.AuditEntries.Select(e => e.Details).ToListAsync(Token)));

        hashes.ShouldContain(OneTimeCode.HashOf(code));
        details.ShouldAllBe(d => !d.Contains(code, StringComparison.Ordinal) && !d.Contains("lawyer", StringComparison.Ordinal));
        site.Log.All.ShouldNotContain(code);
        (await site.TracesOfAsync(code, "our lawyer")).ShouldBeEmpty();
        foreach (var path in (string[])["/admin/audit", "/admin", SiteUrls.DraftLinks(entry)])
        {
            (await author.GetAsync(path)).ShouldNotHold(code);
        }
    }

    [Fact]
    public async Task Names_are_shown_by_consent_and_a_hidden_member_in_the_text_is_asked_about()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var hidden = await site.AddMemberAsync("Draft Hidden");
        var named = await site.AddMemberAsync("Draft Named");
        var held = await site.SaveAsync(EntryKind.Event, Writing.Words("Evening in draft", "An evening."), Gathering.Facts);
        await site.AttendAsync(held.ItemId, hidden, Consent.None);
        await site.AttendAsync(held.ItemId, named, Gathering.Public);
        using var reader = site.Visit();
        (await reader.GetAsync((await MakeAsync(editor, held.EntryId)).Link)).ShouldHave(HttpStatusCode.OK).ShouldSay("Draft Named")
            .ShouldNotHold("Draft Hidden");

        var entry = await editor.WriteAsync("About a hidden member", "Then Draft Hidden spoke.");
        var (link, asked) = await MakeAsync(editor, entry);
        link.ShouldBeEmpty();
        asked.ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("This text names members who must not be named in public");
        asked = await editor.SubmitAsync(asked, "form:not([action*=Revoke])[action*=draft-links]", ("Input.Despite", "true"));
        (await reader.GetAsync(LinkIn(asked))).ShouldHave(HttpStatusCode.OK).ShouldSay("Draft Hidden");

        // Somebody who is named in the text hides after the link was made.
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(35), "A square");
        (link, _) = await MakeAsync(editor,
            await editor.WriteAsync("About a named member", $"Then Draft Named spoke.\n\n{Library.InText(photo)}"));
        var source = (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK).ShouldSay("Draft Named").One("main img")
            .GetAttribute("src")!;
        (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.OK);
        using var own = await site.SignInAsMemberAsync(named);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]");
        await EndedAsync(reader, link);
        (await reader.GetAsync(source)).ShouldHave(HttpStatusCode.NotFound);

        // The maker sees a session that is not theirs, and ends it.
        var (email, _) = await site.HireAsync(Role.Editor);
        using var stolen = site.Visit();
        await stolen.SignInAsync(email);
        (link, _) = await MakeAsync(stolen, await stolen.WriteAsync("Made in a stolen session"));
        (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK);
        using var maker = site.Visit();
        await maker.SignInAsync(email);
        await maker.SubmitAsync(await maker.GetAsync("/account/sessions"), "form[action$='handler=End']");
        await EndedAsync(reader, link);
    }

    [OnEachDatabase]
    public async Task A_photo_that_somebody_is_to_be_hidden_in_is_shown_by_no_link_that_was_made_before(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        using var reader = site.Visit();
        var (first, second) = (await site.AddAsync(Actor.CommandLine, ImageTools.Noise(64, 48, 41), "A square", "1.png"),
            await site.AddAsync(Actor.CommandLine, ImageTools.Noise(64, 48, 43), "A square", "2.png"));

        // The maker confirmed that the first shows somebody, who agrees later. Then somebody in the second hides.
        await ShowsAsync(first, "true");
        var entry = await editor.WriteAsync("Two photos", $"{Library.InText(first)}\n\n{Library.InText(second)}");
        var (_, asked) = await MakeAsync(editor, entry);
        asked = await editor.SubmitAsync(asked, "form:not([action*=Revoke])[action*=draft-links]", ("Input.Despite", "true"));
        var (link, sources) = (LinkIn(asked), Array.Empty<string>());
        sources = [.. (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK).AllOf("main img").Select(i => i.GetAttribute("src")!)];
        sources.Length.ShouldBe(2);
        await ShowsAsync(first, "");
        await ShowsAsync(second, "true");
        await EndedAsync(reader, link);
        (await reader.GetAsync(sources[1])).ShouldHave(HttpStatusCode.NotFound);
        await ShowsAsync(second, "");

        // A face is covered in this draft; another one has the old picture still.
        (link, _) = await MakeAsync(editor, entry);
        sources = [.. (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK).AllOf("main img").Select(i => i.GetAttribute("src")!)];
        (await reader.GetAsync(sources[0])).ShouldHave(HttpStatusCode.OK);
        var (author, _) = await site.HireAsync(Role.Editor);
        using var other = site.Visit();
        await other.SignInAsync(author);
        var kept = await other.WriteAsync("In the trash", Library.InText(first));
        await other.SubmitAsync(await other.GetAsync($"/admin/trash/{kept}"), "main form");
        await editor.SubmitAsync(await editor.GetAsync($"/admin/media/{first}/edit"), "form#edit", "button:not([type])",
            ("Input.Areas[0].Use", "Cover"), ("Input.Areas[0].Left", "0"), ("Input.Areas[0].Top", "0"), ("Input.Areas[0].Width", "50"),
            ("Input.Areas[0].Height", "100"));
        (await reader.GetAsync(sources[0])).ShouldHave(HttpStatusCode.NotFound);
        (await reader.GetAsync(sources[1])).ShouldHave(HttpStatusCode.OK);

        async Task ShowsAsync(string photo, string shows) => (await editor.SubmitAsync(await editor.GetAsync($"/admin/media/{photo}"),
            "form:has([name='Input.ShowsHiddenMembers'])", ("Input.ShowsHiddenMembers", shows))).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Others_make_no_links_and_guessing_is_slowed_down()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var author = await site.SignInAsync(Role.Member);
        using var other = await site.SignInAsync(Role.Member);
        var entry = await author.WriteAsync("Draft of somebody else");
        (await other.GetAsync(SiteUrls.DraftLinks(entry))).ShouldHave(HttpStatusCode.NotFound);
        (await other.AttackAsync(SiteUrls.DraftLinks(entry), ("Input.Days", "7"))).ShouldHave(HttpStatusCode.NotFound);
        (await site.InDatabaseAsync(db => db.Set<DraftLink>().CountAsync(Token))).ShouldBe(0);
        (await author.AttackAsync(SiteUrls.DraftLinks(entry), ("Input.Days", "4000"))).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Choose how long the link works.");
        using var reader = site.Visit();
        for (var tries = 0; tries < DraftLimits.WrongOfClient; tries++)
        {
            (await reader.GetAsync("/draft/guess")).ShouldHave(HttpStatusCode.NotFound);
        }

        // Somebody who guesses shuts out themselves, and not the reader of a true link behind the same address.
        (await reader.GetAsync("/draft/guess")).ShouldHave(HttpStatusCode.TooManyRequests).ShouldSay("Wait a minute");
        var (link, _) = await MakeAsync(author, entry);
        (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.OK);
    }

    private static async Task<(string Link, WebPage Page)> MakeAsync(Browser browser, Guid entry)
    {
        var page = await browser.SubmitAsync(await browser.GetAsync(SiteUrls.DraftLinks(entry)),
            "form:not([action*=Revoke])[action*=draft-links]", ("Input.Reader", "For: our lawyer"), ("Input.Days", "7"));
        return (LinkIn(page), page);
    }

    private static Task<bool> SqlAsync(CmsSite site, string sql) => site.InDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.GetDbConnection().RunAsync(sql);
        return true;
    });

    private static string LinkIn(WebPage page) => page.Document.QuerySelector("#shown-link") is { } shown
        ? new Uri(shown.TextContent.Trim()).AbsolutePath : "";

    private static async Task EndedAsync(Browser reader, string link) => (await reader.GetAsync(link)).ShouldHave(HttpStatusCode.NotFound)
        .ShouldSay("This link has ended").ShouldSay("Ask the person who sent it to you for a new one.").Header("Cache-Control")
        .ShouldBe("no-store");
}
