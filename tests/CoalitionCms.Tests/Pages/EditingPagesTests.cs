using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Pages;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Pages;

public sealed class EditingPagesTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task An_editor_writes_a_page_and_a_visitor_finds_it_in_the_menu(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var saved = await editor.SubmitAsync(await editor.GetAsync("/admin/pages/new"), "form.editor", "button[value=publish]",
            ("Entry.Title", "Join us"), ("Entry.Body", "Come on Saturday."), ("Facts.InMenu", "true"), ("Facts.MenuOrder", "7"));

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("Published. It is on the site now.");
        Assert.Equal([AuditVerb.EntrySaved, AuditVerb.EntryPublished], await site.AuditedSinceAsync(before));
        using var reader = site.Visit();
        Assert.NotNull((await reader.GetAsync("/join-us")).ShouldSay("Come on Saturday.").One("header a[href='/join-us']"));
        (await editor.GetAsync("/admin/pages")).ShouldSay("Join us");
    }

    [OnEachDatabase]
    public async Task A_place_that_the_menu_does_not_have_is_refused_and_what_was_typed_comes_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        foreach (var place in (string[])["abc", "-1", "100", "99999999999", "1.5"])
        {
            var again = await editor.SubmitAsync(await editor.GetAsync("/admin/pages/new"), "form.editor", "button[value=save]",
                ("Entry.Title", "Kept title"), ("Entry.Body", "Kept words."), ("Facts.MenuOrder", place));

            again.ShouldSay("Write a whole number from 0 to 99.");
            Assert.Equal(place, again.One("input[name='Facts.MenuOrder']").GetAttribute("value"));
            Assert.Equal("Kept title", again.One("input[name='Entry.Title']").GetAttribute("value"));
            Assert.Equal("Kept words.", again.One("textarea[name='Entry.Body']").TextContent.Trim());
        }

        Assert.Empty(await site.AuditedSinceAsync(before));
    }

    [OnEachDatabase]
    public async Task A_page_cannot_take_an_address_of_the_site_itself(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        foreach (var slug in (string[])["official", "admin", "zh-hans"])
        {
            var again = await editor.SubmitAsync(await editor.GetAsync("/admin/pages/new"), "form.editor", "button[value=save]",
                ("Entry.Title", "Greedy"), ("Entry.Body", "Words."), ("Entry.Slug", slug));

            again.ShouldSay("The site itself uses this address.");
        }
    }

    [OnEachDatabase]
    public async Task The_preview_is_the_public_page_and_publishes_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var preview = await editor.SubmitAsync(await editor.GetAsync("/admin/pages/new"), "form.editor", "button[value=preview]",
            ("Entry.Title", "Not yet"), ("Entry.Body", "Soon, *perhaps*."));

        preview.ShouldHave(HttpStatusCode.OK).ShouldSay("This is not public.");
        Assert.Equal("perhaps", preview.One("article em").TextContent);
        Assert.Empty(await site.AuditedSinceAsync(before));
        using var reader = site.Visit();
        (await reader.GetAsync("/not-yet")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Members_and_visitors_do_not_get_at_standing_pages(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var page = await site.SaveAsync(EntryKind.Page, Writing.Words("Ours"), PageFacts.None);
        using var member = await site.SignInAsync(Role.Member);
        var before = await site.AuditHeadAsync();
        using var visitor = site.Visit();
        foreach (var path in (string[])["/admin/pages", "/admin/pages/new", $"/admin/pages/{page.EntryId:D}"])
        {
            (await member.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden).ShouldNotHold("Ours");
            Assert.StartsWith("/account/login", (await visitor.GetAsync(path)).ShouldNotHold("Ours").Path, StringComparison.Ordinal);
        }

        (await member.PostAsync("/admin/pages/new", ("Entry.Title", "Mine"), ("Entry.Body", "Words."), ("do", "publish")))
            .ShouldHave(HttpStatusCode.Forbidden);
        (await member.PostAsync($"/admin/pages/{page.EntryId:D}", ("Entry.Title", "Mine"), ("do", "save")))
            .ShouldHave(HttpStatusCode.Forbidden);
        Assert.Empty(await site.AuditedSinceAsync(before));
    }
}
