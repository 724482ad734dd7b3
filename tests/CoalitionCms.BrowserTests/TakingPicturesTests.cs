using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NetVips;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>
/// Takes the pictures of the tour, by <c>tests/tour.sh</c>. Without the folder that it names, nothing is taken, and only the way through
/// the pages is tried.
/// </summary>
public sealed class TakingPicturesTests(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("CMS_TOUR_PICTURES");

    [InChromium]
    public async Task The_tour_has_a_picture_of_each_step_in_English_and_Chinese()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { WithStarter = true });
        var held = await site.InDatabaseAsync(db => db.Set<Event>().Select(e => e.Id).FirstAsync(TestContext.Current.CancellationToken));
        foreach (var language in new[] { "en", "zh-Hans" })
        {
            var article = await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.Kind == EntryKind.Article && e.Language == language)
                .Select(e => e.Id).FirstAsync(TestContext.Current.CancellationToken));
            await using var context = await chromium.OpenAsync(site, new Screen(1440, 860), scripts: true, locale: language);
            var page = await context.NewPageAsync();
            await page.SignInAsync(site, Role.Admin);
            await page.GotoAsync($"/account/login?lang={language}");
            await TakeAsync(page, "/admin", $"dashboard.{language}");
            await page.GotoAsync(SiteUrls.Edit(EntryKind.Article, article));
            if (await page.Locator("form.translating").CountAsync() == 0)
            {
                // Beside a translation stands its original instead.
                await page.Locator("#preview[data-shown]").WaitForAsync();
            }

            await SaveAsync(page, $"editor.{language}");
            await TakeAsync(page, SiteUrls.Attendance(held), $"attendance.{language}");
        }
    }

    private static async Task TakeAsync(IPage page, string path, string name)
    {
        await page.GotoAsync(path);
        await SaveAsync(page, name);
    }

    private static async Task SaveAsync(IPage page, string name)
    {
        var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        if (Folder is not null)
        {
            using var image = Image.NewFromBuffer(picture);
            using var small = image.Resize(0.7);
            small.Webpsave(Path.Combine(Folder, name + ".webp"), q: 60);
        }
    }
}
