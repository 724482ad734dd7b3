using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests.Support;

/// <summary>
/// Waiting by asking the page again and again. The driver's own wait for an address now and then misses the event that it waits for,
/// and then waits for ever.
/// </summary>
internal static class Waiting
{
    private const int Patience = 600;

    /// <summary>Waits until something is true in the page; at most a minute.</summary>
    public static async Task UntilAsync(this IPage page, string expression)
    {
        for (var tries = 0; tries < Patience; tries++)
        {
            try
            {
                if (await page.EvaluateAsync<bool>(expression))
                {
                    return;
                }
            }
            catch (PlaywrightException)
            {
                // Between two pages there is nothing to ask.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Never true at {page.Url}: {expression}");
    }

    /// <summary>Waits until a page of this path is there whole.</summary>
    public static Task ArriveAsync(this IPage page, string path) =>
        page.UntilAsync($"location.pathname === '{path}' && document.readyState === 'complete'");

    /// <summary>Presses what leads to another page, and waits until that is there whole.</summary>
    public static async Task GoOnAsync(this IPage page, ILocator button)
    {
        await page.EvaluateAsync("window.isOld = true");
        await button.ClickAsync();
        await page.UntilAsync("window.isOld !== true && document.readyState === 'complete'");
    }
}
