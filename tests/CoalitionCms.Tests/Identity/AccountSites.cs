using System.Globalization;
using CoalitionCms.Tests.Support;

namespace CoalitionCms.Tests.Identity;

/// <summary>Class fixture: sites behind a proxy, so that a test can be several clients.</summary>
public sealed class AccountSites() : SharedSites(BehindProxy)
{
    public static SiteOptions BehindProxy { get; } =
        new() { Settings = new Dictionary<string, string?> { ["Cms:KnownProxies:0"] = "127.0.0.1" } };
}

internal static class Clients
{
    private static int count;

    /// <summary>A visitor from a network that no other has.</summary>
    public static Browser VisitFromElsewhere(this CmsSite site)
    {
        var number = Interlocked.Increment(ref count);
        var browser = site.Visit();
        browser.Sends["X-Forwarded-For"] = string.Create(CultureInfo.InvariantCulture, $"100.{64 + (number / 250)}.{number % 250}.9");
        return browser;
    }

    /// <summary>Tries to sign in, whatever comes of it.</summary>
    public static async Task<WebPage> TryAsync(this Browser browser, string email, string password = SigningIn.Password,
        string returnUrl = "") => await browser.SubmitAsync(
        await browser.GetAsync("/account/login?ReturnUrl=" + Uri.EscapeDataString(returnUrl)), "form[method=post]", ("Input.Email", email),
            ("Input.Password", password));

    /// <summary>True when a page of the signed-in opens.</summary>
    public static async Task<bool> IsSignedInAsync(this Browser browser) =>
        (await browser.GetAsync("/account")).Url.AbsolutePath == "/account";
}
