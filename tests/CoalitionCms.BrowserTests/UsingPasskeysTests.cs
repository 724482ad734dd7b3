using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>
/// Passkeys in a real browser, with an authenticator that Chromium simulates: it asks for its person, and the person is always there.
/// </summary>
public sealed class UsingPasskeysTests(Chromium chromium) : IAsyncLifetime
{
    private CmsSite site = null!;

    // Browsers make passkeys for names, never for addresses of numbers.
    private string At(string path) => $"http://localhost:{site.Url.Port}{path}";

    public async ValueTask InitializeAsync() => site = await CmsSite.StartAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [InChromium]
    public async Task An_invited_member_sets_up_a_passkey_and_signs_in_with_it_alone()
    {
        var link =
            (await site.AskAsync((InviteAccount invite) =>
            invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member }, TestContext.Current.CancellationToken))).Value.Url;
        await using var context = await chromium.OpenAsync(site, Screen.Desktop, scripts: true);
        var (page, problems) = await OpenAsync(context);
        await page.GotoAsync(At(new Uri(link).PathAndQuery));
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mira Tan");
        await page.GetByLabel("E-mail").FillAsync("mira@coalition.example");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SigningIn.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await SignInByPasswordAsync(page, "mira@coalition.example");
        await page.ArriveAsync("/admin");

        await AddPasskeyAsync(page);
        Assert.Equal(10, await page.Locator(".codes li").CountAsync());

        // Where the browser offers passkeys in the e-mail field, the simulated person picks one at once.
        await page.EvaluateAsync("window.isOld = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.UntilAsync("window.isOld !== true && location.pathname === '/admin' && document.readyState === 'complete'");

        // Elsewhere there is the button.
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.ArriveAsync("/admin");
        Assert.Equal("Mira Tan", await page.Locator("header a[href='/account']").InnerTextAsync());
        Assert.Empty(problems);
    }

    [InChromium]
    public async Task An_admin_who_owes_a_second_factor_can_do_nothing_but_add_one()
    {
        var (email, _) = await site.HireAsync(Role.Admin);
        await site.AskAsync((DemandSecondFactor demand) =>
            demand.RunAsync(Actor.CommandLine, SecondFactorDemand.Admins, TestContext.Current.CancellationToken));
        await using var context = await chromium.OpenAsync(site, Screen.Phone, scripts: true);
        var (page, problems) = await OpenAsync(context);
        await page.GotoAsync(At("/account/login"));
        await SignInByPasswordAsync(page, email);
        await page.ArriveAsync("/account/factors");
        foreach (var path in new[] { "/admin", "/admin/accounts", "/admin/settings", "/admin/articles/new", "/account",
            "/account/sessions" })
        {
            await page.GotoAsync(At(path));
            Assert.EndsWith("/account/factors", page.Url, StringComparison.Ordinal);
        }

        await AddPasskeyAsync(page);
        await page.GotoAsync(At("/admin/accounts"));
        Assert.EndsWith("/admin/accounts", page.Url, StringComparison.Ordinal);
        Assert.Empty(problems);
    }

    [InChromium]
    public async Task Without_scripts_the_page_says_so_and_an_app_can_be_added()
    {
        var (email, _) = await site.HireAsync(Role.Member);
        await using var context = await chromium.OpenAsync(site, Screen.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync(At("/account/login"));
        Assert.True(await page.GetByText("Passkeys need scripts").IsVisibleAsync());
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).CountAsync());
        await SignInByPasswordAsync(page, email);
        await page.ArriveAsync("/admin");
        await page.ShouldFitAsync(At("/account/factors/app"));
        var code = (await page.Locator("svg.qr").BoundingBoxAsync())!;
        Assert.True(code.Width > 150 && Math.Abs(code.Width - code.Height) < 2, $"The QR code is {code.Width} × {code.Height} px.");
    }

    private static async Task<(IPage Page, List<string> Problems)> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add(message.Text);
            }
        };
        page.PageError += (_, error) => problems.Add(error);
        var devices = await context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
        return (page, problems);
    }

    private static async Task SignInByPasswordAsync(IPage page, string email)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SigningIn.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private async Task AddPasskeyAsync(IPage page)
    {
        await page.GotoAsync(At("/account/factors"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        Assert.Equal(0, await page.Locator(".codes").CountAsync());
        await page.GetByLabel("Name of the passkey").FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByText("Your recovery codes").WaitForAsync();
    }
}
