using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>What somebody has besides the password.</summary>
internal sealed record Factors(byte[] Secret, IReadOnlyList<string> Codes)
{
    /// <summary>The code that the app shows now.</summary>
    public string CodeNow(CmsSite site) => Totp.CodeOf(Secret, Totp.StepOf(site.Clock.GetUtcNow()));

    /// <summary>The code that the app shows next, after waiting for it.</summary>
    public string NextCode(CmsSite site)
    {
        site.Clock.Move(TimeSpan.FromSeconds(60));
        return CodeNow(site);
    }
}

/// <summary>Steps about second factors, by the pages themselves.</summary>
internal static class FactorSteps
{
    /// <summary>Adds an authenticator app by its page, in a browser that is signed in.</summary>
    public static async Task<Factors> AddAppAsync(this Browser browser, CmsSite site)
    {
        var page = (await browser.GetAsync("/account/factors/app")).ShouldHave(HttpStatusCode.OK);
        var factors = AppOf(page);
        var added = (await browser.SubmitAsync(page, "main form", ("Input.Code", factors.CodeNow(site)))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("It is added");
        return factors with { Codes = [.. added.AllOf(".codes li").Select(li => li.TextContent)] };
    }

    /// <summary>The app that scans what the page offers.</summary>
    public static Factors AppOf(WebPage page) => new(FromBase32(page.One("code.mono").TextContent), []);

    /// <summary>Adds a passkey by its page, as its script would.</summary>
    public static async Task<WebPage> AddPasskeyAsync(this Browser browser, SoftPasskey passkey, string name = "My phone")
    {
        var page = (await browser.GetAsync("/account/factors/passkey")).ShouldHave(HttpStatusCode.OK);
        return await browser.SubmitAsync(page, "form[data-passkey]", [("Name", name), .. passkey.Answer(page)]);
    }

    /// <summary>Answers the passkey form of a page.</summary>
    public static Task<WebPage> AnswerAsync(this Browser browser, WebPage page, SoftPasskey passkey) =>
        browser.SubmitAsync(page, "form[data-passkey]", passkey.Answer(page));

    /// <summary>The source of a page without the question to a passkey, which is another each time.</summary>
    public static string WithoutQuestion(this WebPage page) => page.AllOf("form[data-passkey]")
        .SelectMany(f =>
        new[] { f.GetAttribute("data-options")!.Replace("\"", "&quot;", StringComparison.Ordinal),
        f.QuerySelector("[name=State]")!.GetAttribute("value")! })
        .Aggregate(page.Body, (body, question) => body.Replace(question, "", StringComparison.Ordinal));

    /// <summary>Takes the second step of a sign-in.</summary>
    public static Task<WebPage> CodeAsync(this Browser browser, WebPage secondStep, string code) =>
        browser.SubmitAsync(secondStep, "form[action$=Code]", ("code", code));

    /// <summary>Sets of whom a second factor is demanded.</summary>
    public static async Task DemandAsync(this CmsSite site, SecondFactorDemand demand) =>
        (await site.AskAsync((DemandSecondFactor action) =>
        action.RunAsync(Actor.CommandLine, demand, TestContext.Current.CancellationToken))).IsDone.ShouldBeTrue();

    private static byte[] FromBase32(string text)
    {
        var bits =
            string.Concat(text.Where(c => c != ' ')
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
