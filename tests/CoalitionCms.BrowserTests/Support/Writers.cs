using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;

namespace CoalitionCms.BrowserTests.Support;

/// <summary>People who write, in a browser with scripts.</summary>
internal static class Writers
{
    /// <summary>Signs somebody with a role in, in a browser of their own.</summary>
    public static async Task<IPage> WriterAsync(this Chromium chromium, CmsSite site, Role role, Screen? screen = null)
    {
        var context = await chromium.OpenAsync(site, screen ?? Screen.Desktop, scripts: true);
        var page = await context.NewPageAsync();
        await page.SignInAsync(site, role);
        return page;
    }

    /// <summary>Begins an article, and waits until it has an address of its own.</summary>
    public static async Task<string> BeginArticleAsync(this IPage page, string title, string text)
    {
        await page.GotoAsync("/admin/articles/new");
        await page.Title().FillAsync(title);
        await page.Body().FillAsync(text);
        await page.UntilAsync("!location.pathname.endsWith('/new')");
        await page.ShouldBeSavedAsync();
        return new Uri(page.Url).AbsolutePath;
    }

    public static ILocator Title(this IPage page) => page.Locator("[name='Entry.Title']");

    public static ILocator Body(this IPage page) => page.Locator("[name='Entry.Body']");

    public static ILocator State(this IPage page) => page.Locator("[data-state]");

    /// <summary>Waits until the page says that the server has the text.</summary>
    public static Task ShouldBeSavedAsync(this IPage page) => page.ShouldSayAsync("Draft saved.");

    /// <summary>Waits until the line under the text says this.</summary>
    public static Task ShouldSayAsync(this IPage page, string words) => page.State().Filter(new() { HasText = words }).WaitForAsync();

    /// <summary>Presses a button of the publishing column.</summary>
    public static Task PressAsync(this IPage page, string name) =>
        page.GoOnAsync(page.Locator(".editbar").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }));

    /// <summary>Puts a clip into the text, as a word processor leaves it on the clipboard; with a picture if it has a name.</summary>
    public static Task PasteAsync(this IPage page, string html, string plain, string picture = "") => page.Body().EvaluateAsync(
        """
        (area, [html, plain, picture]) => {
          const clip = new DataTransfer();
          if (html) clip.setData('text/html', html);
          if (plain) clip.setData('text/plain', plain);
          if (picture) clip.items.add(new File(['x'], picture, { type: 'image/png' }));
          area.focus();
          area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clip, bubbles: true, cancelable: true }));
        }
        """,
        new[] { html, plain, picture });

    /// <summary>Presses Ctrl and a key that writes something and lies somewhere; true when the page took it.</summary>
    public static Task<bool> PressKeyAsync(this IPage page, string key, string code) => page.Body().EvaluateAsync<bool>(
        "(area, [key, code]) => !area.dispatchEvent(new KeyboardEvent('keydown', { key, code, ctrlKey: true, bubbles: true, cancelable: "
        + "true }))",
        new[] { key, code });
}
