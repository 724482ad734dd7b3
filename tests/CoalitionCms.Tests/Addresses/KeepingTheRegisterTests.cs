using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Addresses;

public sealed class KeepingTheRegisterTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task An_admin_adds_an_address_and_pages_in_memory_show_it_at_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        (await reader.GetAsync("/official")).ShouldNotHold("fresh.example");
        (await reader.GetAsync("/articles")).ShouldNotHold("fresh.example");
        var before = await site.AuditHeadAsync();

        var saved =
            await AddAsync(admin, ("Input.Location", "https://fresh.example/"), ("Input.Kind", "Mirror"), ("Input.Since", "2026-05"),
            ("Input.Why[zh-Hans]", "朋友的主机。"));

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("Saved. The site shows it now.").ShouldSay("fresh.example");
        Assert.Equal("/admin/addresses", saved.Path);
        Assert.Equal([AuditVerb.AddressSaved], await site.AuditedSinceAsync(before));
        (await reader.GetAsync("/official")).ShouldSay("fresh.example");
        (await reader.GetAsync("/zh-Hans/official")).ShouldSay("朋友的主机。");
        Assert.Contains("fresh.example", (await reader.GetAsync("/articles")).One("footer").TextContent, StringComparison.Ordinal);
        Assert.Contains("fresh.example", (await reader.GetAsync("/official.txt")).Body, StringComparison.Ordinal);
    }

    [OnEachDatabase]
    public async Task Retiring_an_address_takes_it_out_of_the_footer_and_warns_of_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        await AddAsync(admin, ("Input.Location", "taken.example"), ("Input.Kind", "Official"));
        Assert.Contains("taken.example", (await reader.GetAsync("/articles")).One("footer").TextContent, StringComparison.Ordinal);

        var form = await admin.GetAsync(await EditorOfAsync(site, "taken.example"));
        (await admin.SubmitAsync(form, "main form", ("Input.Kind", "Retired"), ("Input.IsCompromised", "true"),
            ("Input.Until", "2026-05-13"))).ShouldSay("taken[.]example");

        (await reader.GetAsync("/articles")).ShouldNotHold("taken.example");
        Assert.Contains("taken[.]example",
            (await reader.GetAsync("/official")).ShouldNotHold("taken.example").One(".notice.danger").TextContent,
            StringComparison.Ordinal);
    }

    [OnEachDatabase]
    public async Task An_address_is_removed_after_a_question(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        await AddAsync(admin, ("Input.Location", "short.example"), ("Input.Kind", "Official"));
        (await reader.GetAsync("/official")).ShouldSay("short.example");
        var editor = await EditorOfAsync(site, "short.example");
        var before = await site.AuditHeadAsync();

        var question = (await admin.GetAsync((await admin.GetAsync(editor)).One("a.danger").GetAttribute("href")!))
            .ShouldSay("Remove this address? short.example");
        Assert.Empty(await site.AuditedSinceAsync(before));
        (await admin.SubmitAsync(question, "main form")).ShouldSay("Removed. The site does not show it any more.")
            .ShouldNotHold("short.example");

        Assert.Equal([AuditVerb.AddressRemoved], await site.AuditedSinceAsync(before));
        (await reader.GetAsync("/official")).ShouldNotHold("short.example");
        (await admin.GetAsync(editor)).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Each_mistake_has_its_sentence_and_what_was_typed_comes_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        await AddAsync(admin, ("Input.Location", "listed.example"));
        var before = await site.AuditHeadAsync();
        (string Field, string Typed, string Sentence)[] mistakes =
        [
            ("Input.Location", "", "Write the address, such as www.example.org."),
            ("Input.Location", "not a host", "Write a host name such as www.example.org"),
            ("Input.Location", "https://admin@evil.example", "Leave out the @ and everything before it"),
            ("Input.Location", "evil.example/?a", "Leave out the ? or #"),
            ("Input.Location", "ftp://evil.example", "The register holds web addresses only."),
            ("Input.Location", "http://LISTED.example/", "This address is in the register already."),
            ("Input.Since", "last spring", "Write a date as 2010, 2010-05 or 2010-05-14"),
            ("Input.Since", "1954-02-29", "There is no such day in the calendar."),
            ("Input.Until", "0999", "Write a year between 1000 and 2999."),
            ("Input.Until", "2009-12", "The end is before the beginning."),
            ("Input.Position", "-1", "Write a whole number from 0 to 999."),
            ("Input.Position", "first", "Write a whole number from 0 to 999."),
            ("Input.Why[ko]", new string('가', 401), "This has 401 characters; there is room for 400."),
            ("Input.IsCompromised", "true", "Only a retired address can be marked as broken into."),
        ];
        foreach (var (field, typed, sentence) in mistakes)
        {
            var again =
                await AddAsync(admin, [("Input.Location", "kept.example"), ("Input.Since", "2010-01"), ("Input.Why[zh-Hans]", "写下的话"),
                (field, typed)]);

            again.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(sentence).ShouldSay("Please fix the following");
            Assert.StartsWith("Error:", again.Document.Title, StringComparison.Ordinal);
            Assert.Contains(sentence, again.One($".field.bad:has([name='{field}']) .err").TextContent, StringComparison.Ordinal);
            Assert.Equal("写下的话", again.One("[name='Input.Why[zh-Hans]']").TextContent.Trim());
            if (field is not ("Input.Why[ko]" or "Input.IsCompromised"))
            {
                Assert.Equal(typed, again.One($"[name='{field}']").GetAttribute("value") ?? "");
            }
        }

        Assert.Empty(await site.AuditedSinceAsync(before));
    }

    [OnEachDatabase]
    public async Task A_save_over_somebody_elses_is_answered_409_with_both(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var first = await site.SignInAsync(Role.Admin);
        using var second = await site.SignInAsync(Role.Admin);
        await AddAsync(first, ("Input.Location", "shared.example"), ("Input.Kind", "Mirror"));
        var editor = await EditorOfAsync(site, "shared.example");
        var (mine, theirs) = (await first.GetAsync(editor), await second.GetAsync(editor));
        await second.SubmitAsync(theirs, "main form", ("Input.Why[en]", "Their sentence."));
        var before = await site.AuditHeadAsync();

        var conflict = await first.SubmitAsync(mine, "main form", ("Input.Why[en]", "My sentence."));

        conflict.ShouldHave(HttpStatusCode.Conflict).ShouldSay("Their sentence.");
        Assert.Equal("My sentence.", conflict.One("[name='Input.Why[en]']").TextContent.Trim());
        Assert.Empty(await site.AuditedSinceAsync(before));
        (await first.SubmitAsync(conflict, "main form")).ShouldSay("Saved.");
        Assert.Equal("My sentence.", (await second.GetAsync(editor)).One("[name='Input.Why[en]']").TextContent.Trim());
    }

    [OnEachDatabase]
    public async Task Only_admins_get_at_the_register(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        await AddAsync(admin, ("Input.Location", "guarded.example"));
        var editor = await EditorOfAsync(site, "guarded.example");
        using var member = await site.SignInAsync(Role.Member);
        using var editorial = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        foreach (var browser in (Browser[])[member, editorial])
        {
            foreach (var path in (string[])["/admin/addresses", "/admin/addresses/new", editor, editor + "/removal"])
            {
                (await browser.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden);
                (await browser.PostAsync(path, ("Input.Location", "evil.example"), ("Input.Version", "1")))
                    .ShouldHave(HttpStatusCode.Forbidden);
            }
        }

        Assert.Empty(await site.AuditedSinceAsync(before));
    }

    [OnEachDatabase]
    public async Task A_form_without_its_token_or_with_made_up_fields_breaks_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var before = await site.AuditHeadAsync();
        var token = (await admin.GetAsync("/admin/addresses/new")).One("main form input[name=__RequestVerificationToken]")
            .GetAttribute("value")!;

        (await admin.PostAsync("/admin/addresses/new", ("Input.Location", "evil.example"))).ShouldHave(HttpStatusCode.BadRequest);
        (await admin.PostAsync("/admin/addresses/new", ("__RequestVerificationToken", token), ("Input.Kind", "77"), ("Input.Why[xx]", "?"),
            ("Input.Version", "many")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity);
        (await admin.GetAsync("/admin/addresses/" + Guid.CreateVersion7())).ShouldHave(HttpStatusCode.NotFound);
        (await admin.GetAsync("/admin/addresses/newer")).ShouldHave(HttpStatusCode.NotFound);
        Assert.Empty(await site.AuditedSinceAsync(before));
    }

    private static async Task<WebPage> AddAsync(Browser admin, params (string Name, string Value)[] fields) =>
        await admin.SubmitAsync(await admin.GetAsync("/admin/addresses/new"), "main form", fields);

    private static async Task<string> EditorOfAsync(CmsSite site, string location) =>
        "/admin/addresses/" + await site.InDatabaseAsync(db =>
        db.Set<SiteAddress>().Where(a => a.Location == location).Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken));
}
