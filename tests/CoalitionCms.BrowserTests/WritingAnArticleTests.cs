using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

public sealed class WritingAnArticleTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    [InChromium]
    public Task A_Chinese_article_is_written_published_and_read_at_once() => WriteAndReadAsync(scripts: true, "金海在法拉盛发言", Screen.Desktop);

    [InChromium]
    public Task The_same_on_a_phone_with_scripts_off() => WriteAndReadAsync(scripts: false, "烛光守夜在雨中举行", Screen.Phone);

    private async Task WriteAndReadAsync(bool scripts, string title, Screen screen)
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await using var readers = await chromium.OpenAsync(site, screen);
        var reader = await readers.NewPageAsync();
        await reader.GotoAsync("/zh-Hans");
        Assert.Equal(0, await reader.GetByText(title).CountAsync());

        await using var members = await chromium.OpenAsync(site, screen, scripts);
        var writer = await members.NewPageAsync();
        await writer.SignInAsync(site, Role.Member);
        await writer.GotoAsync("/admin/articles/new");
        await writer.GetByLabel("Title", new() { Exact = true }).FillAsync(title);
        await writer.GetByLabel("Text", new() { Exact = true })
            .FillAsync("**金海（Jin Hai）**出席了集会。\n\n<script>alert(1)</script>\n\n[坏链接](javascript:alert(1))");
        await writer.GetByLabel("Language", new() { Exact = true }).SelectOptionAsync("zh-Hans");
        await writer.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await writer.GetByText("Nobody but staff can see it")
            .Or(writer.Locator("p.state", new() { HasText = "Draft" })).First.WaitForAsync();
        await reader.ReloadAsync();
        Assert.Equal(0, await reader.GetByText(title).CountAsync());

        await writer.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await writer.Locator("p.state", new() { HasText = "Published" }).WaitForAsync();

        await reader.ReloadAsync();
        await reader.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        Assert.Equal(title, (await reader.Locator("h1").InnerTextAsync()).Trim());
        Assert.Equal("zh-Hans", await reader.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("金海（Jin Hai）", await reader.Locator("main strong").InnerTextAsync());
        Assert.Equal(0, await reader.Locator("main script:not([type='application/ld+json']), main a[href^='javascript']").CountAsync());
        Assert.Empty(await readers.CookiesAsync());
    }
}
