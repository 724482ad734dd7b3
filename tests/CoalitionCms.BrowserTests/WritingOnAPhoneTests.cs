using System.Text.RegularExpressions;
using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>A member who reads only Chinese writes on a phone: few touches, and no word of another language on the way.</summary>
public sealed partial class WritingOnAPhoneTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    private const int MostTouches = 18;

    [InChromium]
    public async Task A_post_with_three_photos_takes_few_touches_and_shows_no_foreign_word()
    {
        var photos = await Photos.SeveralAsync(3);
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Editor, new Screen(360, 740));
        await page.GotoAsync("/account/login?lang=zh-Hans");
        await page.GotoAsync("/admin");
        var touches = 0;
        var foreign = new List<string>();

        await TouchAsync(page.Locator("main a[href='/admin/articles/new']").First);
        await page.ArriveAsync("/admin/articles/new");
        await TouchAsync(page.Title());
        await page.Keyboard.InsertTextAsync("烛光守夜");
        await TouchAsync(page.Body());
        await page.Keyboard.InsertTextAsync("今晚我们点起了蜡烛。");
        var add = page.Locator("[data-add-photos]");
        await page.RunAndWaitForFileChooserAsync(() => TouchAsync(add));

        // The phone's own picker: each photo, and that these are all.
        touches += photos.Length + 1;
        await page.Locator("input[name=Photos]").SetInputFilesAsync(photos);
        await page.Locator(".shots li").Nth(2).WaitForAsync();
        await TouchAsync(page.Locator("#shot-0-alt"));
        for (var photo = 0; photo < photos.Length; photo++)
        {
            await page.Keyboard.InsertTextAsync("手持蜡烛的人们");

            // The keyboard's own key for the next field.
            touches++;
            await page.Keyboard.PressAsync("Enter");
        }

        await page.ShouldSayAsync("草稿已保存");
        await page.Locator("[data-checks] .ok", new() { HasText = "3张" }).WaitForAsync();
        await LookAsync();
        await page.GoOnAsync(TouchedAsync(page.Locator(".editbar button[value=publish]")));
        await page.Locator("main > .notice.ok", new() { HasText = "已发布" }).WaitForAsync();
        await LookAsync();

        TestContext.Current.SendDiagnosticMessage($"{touches} touches.");
        Assert.True(touches <= MostTouches, $"{touches} touches");
        Assert.Equal("", string.Join(' ', foreign.Distinct(StringComparer.Ordinal)));
        var path = await page.Locator(".editbar .saved a").GetAttributeAsync("href");
        await page.GotoAsync(path!);
        Assert.Equal(3, await page.Locator("main figure img[alt='手持蜡烛的人们']").CountAsync());
        await page.Context.CloseAsync();

        async Task TouchAsync(ILocator place)
        {
            await LookAsync();
            touches++;
            await place.ClickAsync();
        }

        ILocator TouchedAsync(ILocator place)
        {
            touches++;
            return place;
        }

        // Titles of other texts, names of languages and of people are nobody's words but their owners'; Markdown and file formats have no
        // other name.
        async Task LookAsync() => foreign.AddRange(Word().Matches(await page.EvaluateAsync<string>(
            """
            () => {
              const main = document.querySelector('main').cloneNode(true);
              main.querySelectorAll('.lc, [hidden], [lang]:not([lang^=zh]), option, script').forEach(node => node.remove());
              main.querySelectorAll('a').forEach(link => { if (/[0-9a-f]{8}-/.test(link.href)) link.remove(); });
              document.body.append(main);
              const text = main.innerText;
              main.remove();
              return text;
            }
            """)).Select(m => m.Value).Where(w => w is not ("Markdown" or "PDF" or "docx" or "Mira" or "Tan")));
    }

    [InChromium]
    public async Task A_face_is_covered_by_drawing_over_it_and_the_way_back_leads_to_the_text()
    {
        var photos = await Photos.SeveralAsync(1);
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Editor);
        var path = await page.BeginArticleAsync("A face to cover", "They were there.");
        await page.Locator("input[name=Photos]").SetInputFilesAsync(photos);
        await page.Locator("#shot-0-alt").FillAsync("People at a gate");
        await page.ShouldBeSavedAsync();
        var before = await page.Body().InputValueAsync();

        await page.GoOnAsync(page.Locator("button[value='photo:edit:0']"));
        var picture = (await page.Locator(".drawing.live").BoundingBoxAsync())!;
        foreach (var (use, from) in new[] { ("Cover", 0.25f), ("Keep", 0f) })
        {
            await page.Locator($"[name=tool][value={use}]").CheckAsync();
            await page.Mouse.MoveAsync(picture.X + (from * picture.Width), picture.Y + (from * picture.Height));
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(picture.X + (picture.Width * 0.5f), picture.Y + (picture.Height * 0.5f));
            await page.Mouse.UpAsync();
        }

        Assert.Equal(2, await page.Locator(".drawn").CountAsync());
        await page.GoOnAsync(page.Locator("#edit .actions button"));

        Assert.Equal(path, new Uri(page.Url).AbsolutePath);
        var after = await page.Body().InputValueAsync();
        Assert.NotEqual(before, after);
        Assert.Contains("![People at a gate](/media/", after, StringComparison.Ordinal);
        var thumb = page.Locator(".shots img");
        var covered = await thumb.EvaluateAsync<int[]>(
            """
            async image => {
              await image.decode();
              const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0);
              return [...context.getImageData(canvas.width * 0.9, canvas.height * 0.9, 1, 1).data.slice(0, 3)];
            }
            """);
        Assert.True(covered.All(c => c < 8), string.Join(' ', covered));
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task What_was_saved_at_once_is_not_offered_to_the_next_new_text()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Editor);
        await page.GotoAsync("/admin/articles/new");
        await page.Title().FillAsync("Saved at once");
        await page.Body().FillAsync("Typed and saved within a second.");
        await page.PressAsync("Save draft");
        await page.GotoAsync("/admin/articles/new");
        Assert.False(await page.Locator("[data-kept]").IsVisibleAsync());

        // A row that is added is where one goes on, and no reason for a notice.
        await page.GotoAsync("/admin/people/new");
        await page.Title().FillAsync("Somebody");
        await page.GoOnAsync(page.Locator("button[value=add-CaseEvents]"));
        Assert.StartsWith("Facts.CaseEvents[", await page.EvaluateAsync<string>("document.activeElement.name"), StringComparison.Ordinal);
        Assert.False(await page.Locator("[data-kept]").IsVisibleAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task A_picture_has_a_light_ground_in_the_dark()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var context = await chromium.OpenAsync(site, Screen.Desktop, dark: true);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>(
            """
            () => {
              const shot = document.querySelector('main').appendChild(document.createElement('span'));
              shot.className = 'shot';
              return getComputedStyle(shot.appendChild(document.createElement('img'))).backgroundColor;
            }
            """));
    }

    [GeneratedRegex(@"[A-Za-z]{2,}")]
    private static partial Regex Word();
}
