using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Members;

public sealed class KeepingTheRosterTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Somebody_is_added_found_in_any_script_and_changed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.NewMember), "main form",
            ("Input.RomanisedName", "  Ouyang   Qing "), ("Input.NativeName", "欧阳青"), ("Input.Alias", "Clear Sky"),
            ("Input.Note", "Speaks Korean."))).ShouldSay("The roster is saved.");

        foreach (var part in (string[])["ouyang", "OUYANGQ", "Qing", "阳", "clear sky"])
        {
            (await editor.GetAsync(SiteUrls.Members + "?q=" + Uri.EscapeDataString(part))).ShouldSay("Ouyang Qing (欧阳青)");
        }

        (await editor.GetAsync(SiteUrls.Members + "?q=100%25")).ShouldSay("Nobody matches.");
        var form = await editor.GetAsync((await editor.GetAsync(SiteUrls.Members + "?q=ouyang")).One("tbody a").GetAttribute("href")!);
        (await editor.SubmitAsync(form, "main form", ("Input.Alias", "Blue Sky"))).ShouldSay("Blue Sky");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberSaved, AuditVerb.MemberSaved]);
        var log = await site.LoggedSinceAsync(before);
        foreach (var secret in (string[])["Ouyang", "欧阳", "Sky", "Korean"])
        {
            log.ShouldNotContain(secret);
        }
    }

    [OnEachDatabase]
    public async Task A_double_press_adds_one_member_and_another_name_in_the_same_form_another(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync(SiteUrls.NewMember);
        var before = await site.AuditHeadAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PressAsync("Double Press")));

        answers.ShouldAllBe(a => a.Text.Contains("The roster is saved.", StringComparison.Ordinal));
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberSaved]);
        (await PressAsync("Somebody Else")).ShouldSay("The roster is saved.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberSaved, AuditVerb.MemberSaved]);

        Task<WebPage> PressAsync(string name) => editor.SubmitAsync(form, "main form", ("Input.RomanisedName", name));
    }

    [OnEachDatabase]
    public async Task What_cannot_be_is_refused_and_comes_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        var form = await editor.GetAsync(SiteUrls.NewMember);

        var nameless = await editor.SubmitAsync(form, "main form", ("Input.RomanisedName", " \u200b "), ("Input.Note", "Kept words"));
        nameless.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Write the name in at least one script.")
            .One("textarea").TextContent.Trim().ShouldBe("Kept words");
        (await editor.SubmitAsync(form, "main form", ("Input.RomanisedName", new string('x', 101))))
            .ShouldSay("There is room for 100 characters here.");
        (await editor.GetAsync(SiteUrls.Member(Guid.CreateVersion7()))).ShouldHave(HttpStatusCode.NotFound);
        (await editor.GetAsync(SiteUrls.Members + "/nobody")).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Of_two_who_edit_one_member_the_second_sees_both(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Double Edit");
        using var one = await site.SignInAsync(Role.Editor);
        using var other = await site.SignInAsync(Role.Editor);
        var stale = await one.GetAsync(SiteUrls.Member(member));
        await other.SubmitAsync(await other.GetAsync(SiteUrls.Member(member)), "main form", ("Input.Alias", "Theirs"));

        var both = await one.SubmitAsync(stale, "main form", ("Input.Alias", "Mine"));

        both.ShouldHave(HttpStatusCode.Conflict).ShouldSay("Theirs").One("input[name='Input.Alias']").GetAttribute("value")
            .ShouldBe("Mine");
        (await one.SubmitAsync(both, "main form")).ShouldSay("The roster is saved.");
        (await one.GetAsync(SiteUrls.Members + "?q=double")).ShouldSay("Mine");
    }

    [OnEachDatabase]
    public async Task A_long_roster_goes_on_page_by_page(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 0; i < 53; i++)
        {
            await site.AddMemberAsync(i % 3 == 0 ? "Same Name" : $"Name {i:00}");
        }

        using var editor = await site.SignInAsync(Role.Editor);
        var first = await editor.GetAsync(SiteUrls.Members);
        var second = await editor.GetAsync(first.One(".pager a[rel=next]").GetAttribute("href")!);
        first.AllOf("tbody a").Concat(second.AllOf("tbody a")).Select(a => a.GetAttribute("href")).Distinct().Count().ShouldBe(53);
    }

    [OnEachDatabase]
    public async Task A_corrected_name_shows_at_once_where_it_is_public(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Wu Lam", "吴岚");
        var held = await site.PublishEventAsync("Misspelt " + database);
        await site.AttendAsync(held, member, Gathering.Public);
        using var reader = site.Visit();
        var path = "/events/misspelt-" + database.ToString().ToLowerInvariant();
        (await reader.GetAsync(path)).ShouldSay("Wu Lam (吴岚)");

        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(member)), "main form", ("Input.RomanisedName", "Wu Lan"));

        (await reader.GetAsync(path)).ShouldSay("Wu Lan (吴岚)").ShouldNotHold("Wu Lam");
    }
}
