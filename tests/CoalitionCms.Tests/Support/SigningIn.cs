using System.Globalization;
using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>Accounts of the invented cast, made by the program's own action and signed in by its own form.</summary>
public static class SigningIn
{
    /// <summary>A passphrase that the site takes.</summary>
    public const string Password = "lantern river 七月 umbrella";

    private static int count;

    /// <summary>Makes an account.</summary>
    /// <returns>Its e-mail address and id.</returns>
    public static async Task<(string Email, Guid Id)> HireAsync(this CmsSite site, Role role, string name = "Mira Tan")
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"{role}-{Interlocked.Increment(ref count)}@coalition.example")
            .ToLowerInvariant();
        var input = new CreateAccount.Input { Email = email, Name = name, Role = role, Password = Password };
        var account = await site.AskAsync((CreateAccount create) =>
            create.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken));
        Assert.True(account.IsDone, string.Join(", ", account.Errors.Select(r => r.Key)));
        return (email, account.Value.Id);
    }

    /// <summary>A browser where a new account of this role is signed in.</summary>
    public static async Task<Browser> SignInAsync(this CmsSite site, Role role)
    {
        var browser = site.Visit();
        await browser.SignInAsync((await site.HireAsync(role)).Email);
        return browser;
    }

    /// <summary>Signs in by the form.</summary>
    public static async Task<WebPage> SignInAsync(this Browser browser, string email, string password = Password)
    {
        var form = (await browser.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
        var page = (await browser.SubmitAsync(form, "form[method=post]", ("Input.Email", email), ("Input.Password", password)))
            .ShouldHave(HttpStatusCode.OK);
        Assert.True(!page.Url.AbsolutePath.StartsWith("/account/login", StringComparison.Ordinal), $"Not signed in.\n{page}");
        return page;
    }
}
