using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

// A page that is looked at and a page that is waited for: two at once keep a small machine busy, more would only wait for each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]

namespace CoalitionCms.BrowserTests.Support;

/// <summary>A screen to read on.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
public sealed record Screen(int Width, int Height)
{
    public static Screen Desktop { get; } = new(1280, 800);

    public static Screen Phone { get; } = new(320, 640);
}

/// <summary>The real browser of this machine, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The browser's program, or null when the machine has none.</summary>
    public static string? Program { get; } = new[]
    {
        Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    }.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A fresh profile on a site: no cookies, no cache.</summary>
    /// <param name="site">Where paths lead.</param>
    /// <param name="screen">What is read on.</param>
    /// <param name="scripts">False for a browser with scripts off.</param>
    /// <param name="dark">True for a reader who asked for dark colours.</param>
    /// <param name="bypassPolicy">True to let a checker run its own script in the page.</param>
    /// <param name="locale">The language of the browser.</param>
    public async Task<IBrowserContext> OpenAsync(CmsSite site, Screen screen, bool scripts = false, bool dark = false,
        bool bypassPolicy = false, string locale = "en-US")
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = site.Url.ToString(),
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            JavaScriptEnabled = scripts,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            BypassCSP = bypassPolicy,
            Locale = locale,
        });

        // A small machine that does much else at once needs longer than the driver's half a minute.
        context.SetDefaultTimeout(90_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
