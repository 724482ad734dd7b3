using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

public sealed class AccessibilityTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },

        // Of what passed, one element a rule is enough.
        ResultTypes = [ResultType.Violations],
    };

    [InChromium]
    public async Task Axe_finds_nothing_on_public_pages_light_and_dark_wide_and_narrow()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var paths = await site.ReadersAsync("en", "zh-Hans", "ug");
        await using var phone = await chromium.OpenAsync(site, Screen.Phone, scripts: true, dark: true, bypassPolicy: true);
        await CheckAsync(await phone.NewPageAsync(), paths);
        await using var desktop = await chromium.OpenAsync(site, Screen.Desktop, scripts: true, bypassPolicy: true);
        await CheckAsync(await desktop.NewPageAsync(), paths);
    }

    [InChromium]
    public async Task Axe_finds_nothing_in_the_admin_area()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var article = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Kind == EntryKind.Article).Select(e => e.Id).FirstAsync(TestContext.Current.CancellationToken));
        var person = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Kind == EntryKind.Person).Select(e => e.Id).FirstAsync(TestContext.Current.CancellationToken));
        var gathering = await site.InDatabaseAsync(db =>
            db.Set<Event>().Select(e => e.Id).FirstAsync(TestContext.Current.CancellationToken));
        var member = await site.InDatabaseAsync(db => db.Set<Member>().Select(m => m.Id).FirstAsync(TestContext.Current.CancellationToken));

        // Every component once on a phone; then, for width and light colours, one page of each make.
        string[] all =
        [
            "/admin", "/admin/articles", "/admin/articles/new", SiteUrls.Edit(EntryKind.Article, article),
                SiteUrls.Edit(EntryKind.Person, person), SiteUrls.StaleCases,
            SiteUrls.Attendance(gathering), SiteUrls.Door(gathering), SiteUrls.AttendanceTable(gathering), SiteUrls.SignInSheet(gathering),
            SiteUrls.Series(gathering),
            SiteUrls.Members, SiteUrls.Member(member), SiteUrls.Merge(member), SiteUrls.MemberNames(member), SiteUrls.MemberAccount(member),
            SiteUrls.MemberCertificates(member),
            SiteUrls.MemberDuplicates, SiteUrls.MembersTable, SiteUrls.HiddenNames, SiteUrls.PersonalData, SiteUrls.PersonalDataOf(member),
            "/admin/addresses", "/admin/settings",
            "/admin/accounts", "/admin/accounts/invite", SiteUrls.AdminRequests, "/admin/audit", "/account", SiteUrls.OwnNames,
            SiteUrls.OwnRecord, SiteUrls.OwnData,
            SiteUrls.Revisions(article), SiteUrls.Difference(article, 0, 1), SiteUrls.Review(article), "/admin/review", "/admin/emergency/"
            + article, SiteUrls.Media,
        ];
        string[] ofEachMake =
            ["/admin", "/admin/articles", SiteUrls.Edit(EntryKind.Article, article), SiteUrls.Door(gathering), SiteUrls.MemberNames(member),
            "/admin/settings", "/admin/audit", "/admin/review"];
        foreach (var (screen, dark, paths) in new[] { (Screen.Phone, true, all), (Screen.Desktop, false, ofEachMake) })
        {
            await using var context = await chromium.OpenAsync(site, screen, scripts: true, dark, bypassPolicy: true);
            var page = await context.NewPageAsync();
            await page.SignInAsync(site, Role.Admin);
            await CheckAsync(page, paths);
        }
    }

    private static async Task CheckAsync(IPage page, IEnumerable<string> paths)
    {
        List<string> found = [];
        foreach (var path in paths)
        {
            await page.ShouldFitAsync(path);
            var result = await page.RunAxe(Rules);
            Assert.True(result.Passes.Length > 5, $"axe looked at nothing on {path}.");
            found.AddRange(result.Violations.SelectMany(v =>
                v.Nodes.Select(n => $"{path} {page.ViewportSize!.Width} px: {v.Id}: {n.Html}")));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
