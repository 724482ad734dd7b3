using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests.Support;

/// <summary>The pages that a reader of the starter content comes to.</summary>
internal static class StarterPages
{
    /// <summary>
    /// Home, lists, one page of each kind, a letter, the register, a statement to verify and a missing page in these languages; sign-in
    /// once.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReadersAsync(this CmsSite site, params string[] languages)
    {
        List<string> paths = ["/account/login"];
        foreach (var language in languages.Select(code => Language.Find(code)!))
        {
            var entries = await site.InDatabaseAsync(db =>
                db.Set<Publication>().Where(p => p.Language == language.Code).Select(p => new { p.Kind, p.Slug })
                .ToListAsync(TestContext.Current.CancellationToken));
            var kinds = entries.GroupBy(e => e.Kind).Select(g => SiteUrls.Entry(g.Key, language, g.First().Slug)).ToList();

            // Nothing of the starter content is in Uyghur; its lists show the originals.
            Assert.Equal(language.Code == "ug" ? 0 : 5, kinds.Count);
            var appeal = entries.Where(e => e.Kind == EntryKind.Person).Take(1)
                .Select(e => SiteUrls.Letter(SiteUrls.Entry(e.Kind, language, e.Slug)));
            paths.AddRange(
            [
                SiteUrls.Home(language), .. kinds, SiteUrls.List(EntryKind.Person, language), SiteUrls.Official(language),
                    SiteUrls.Official(language) + "-missing", .. appeal, SiteUrls.Verify(language),
            ]);
        }

        return paths;
    }

    /// <summary>Goes to a page, and fails if it scrolls sideways.</summary>
    public static async Task ShouldFitAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        var excess = await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(excess <= 0, $"{path} is {excess} px wider than the screen of {page.ViewportSize!.Width} px.");
    }

    /// <summary>Signs in by the form, as somebody with that role who was made for it.</summary>
    public static async Task SignInAsync(this IPage page, CmsSite site, Role role)
    {
        var (email, _) = await site.HireAsync(role);
        await page.GotoAsync("/account/login?lang=en");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SigningIn.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArriveAsync("/admin");
    }
}
