using System.Text;
using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

public sealed class ReadingTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    [InChromium]
    public async Task Readers_without_scripts_get_whole_pages_that_fit_and_ask_nobody_else()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        foreach (var screen in (Screen[])[Screen.Phone, Screen.Desktop])
        {
            await using var context = await chromium.OpenAsync(site, screen);
            var page = await context.NewPageAsync();
            List<string> complaints = [], elsewhere = [];
            page.Console += (_, message) =>
            {
                if (message.Type == "error" && !message.Text.Contains("404 (Not Found)", StringComparison.Ordinal))
                {
                    complaints.Add(message.Text);
                }
            };
            page.Request += (_, request) =>
            {
                if (new Uri(request.Url).Authority != site.Url.Authority)
                {
                    elsewhere.Add(request.Url);
                }
            };
            foreach (var path in await site.ReadersAsync("en", "zh-Hans", "ug"))
            {
                await page.ShouldFitAsync(path);
                Assert.True((await page.Locator("h1").InnerTextAsync()).Length > 1, path);

                // Passkeys are the one thing at sign-in that a script is for.
                Assert.Equal(path == "/account/login" ? 1 : 0, await page.Locator("script:not([type='application/ld+json'])").CountAsync());
                Assert.Empty(path == "/account/login" ? [] : await context.CookiesAsync());
                await context.ClearCookiesAsync();
            }

            Assert.Empty(complaints);
            Assert.Empty(elsewhere);
        }
    }

    [InChromium]
    public async Task Cases_stand_three_in_a_row_and_their_sentences_are_as_wide_as_their_cards()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop, scripts: true);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/people");
        Assert.Equal(3, await page.EvaluateAsync<int>(
            "getComputedStyle(document.querySelector('.cases')).gridTemplateColumns.split(' ').length"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.case')].every(c => c.querySelector(':scope > p').offsetWidth === c.clientWidth)"));
    }

    [InChromium]
    public async Task On_paper_a_band_paints_nothing_outside_itself()
    {
        // Cut by the end of a sheet, its ground covered what follows on the next.
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop, scripts: true);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/ug");
        const string Painted =
            "[...document.querySelectorAll('.band')].map(b => getComputedStyle(b)).filter(s => s.boxShadow !== 'none').length";
        Assert.NotEqual(0, await page.EvaluateAsync<int>(Painted));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(0, await page.EvaluateAsync<int>(Painted));
    }

    [InChromium]
    public async Task A_case_prints_on_three_sheets_and_its_letter_on_one()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop);
        var page = await context.NewPageAsync();
        foreach (var (path, most) in new[] { ("/people/liu-xiaobo", 3), ("/zh-Hans/people/刘晓波", 3), ("/people/liu-xiaobo/letter", 1) })
        {
            await page.GotoAsync(path);
            // The margins that browsers print with.
            var paper =
                await page.PdfAsync(new() { Format = "A4", Margin = new() { Top = "1cm", Bottom = "1cm", Left = "1cm", Right = "1cm" } });
            Assert.InRange(Encoding.Latin1.GetString(paper).Split("/Type /Page\n").Length - 1, 1, most);
        }
    }

    [InChromium]
    public async Task A_visitor_reads_who_came_in_both_scripts()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/events");
        await page.Locator("main section a").First.ClickAsync();

        var attendees = page.Locator("ul.people > li");

        Assert.Equal(10, await attendees.CountAsync());
        var jinHai = attendees.Filter(new() { HasText = "Jin Hai" });
        Assert.True(await jinHai.Locator("bdi[lang=zh-Latn]").IsVisibleAsync());
        Assert.Equal("金海", (await jinHai.Locator("bdi[lang=zh-Hans]").InnerTextAsync()).Trim());
    }

    [InChromium]
    public async Task Uyghur_pages_run_from_right_to_left_and_mark_what_does_not()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/ug");

        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
        Assert.Equal("ug", await page.Locator("html").GetAttributeAsync("lang"));
        var brand = (await page.Locator("header .brand").BoundingBoxAsync())!;
        Assert.True(brand.X > Screen.Desktop.Width / 2, $"The site's name begins at {brand.X} px.");
        var title = page.Locator("main a:has-text('A book release in Flushing')").First;
        Assert.Equal("en", await title.EvaluateAsync<string>("e => (e.querySelector('[lang]') ?? e.closest('[lang]')).lang"));
        Assert.Equal("ltr", await title.EvaluateAsync<string>("e => getComputedStyle(e.querySelector('[dir]') ?? e).direction"));
    }

    [InChromium]
    public async Task The_first_tab_skips_to_the_content_and_the_keyboard_alone_signs_in()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var (email, _) = await site.HireAsync(Role.Member);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));

        await page.GotoAsync("/account/login");
        await page.GetByLabel("E-mail").FocusAsync();
        await page.Keyboard.TypeAsync(email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.InsertTextAsync(SigningIn.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("/admin");
        Assert.Equal(1, await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).CountAsync());
    }
}
