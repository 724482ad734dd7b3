using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

public sealed class NeverLosingTextTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    [InChromium]
    public async Task What_was_typed_without_a_network_is_there_after_the_tab_was_closed()
    {
        // A browser that is only told to be offline forgets it while a tab closes, and the page saves in that instant.
        var network = new NetworkSwitch();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { WithStarter = true, Adjust = network.AddTo });
        var page = await chromium.WriterAsync(site, Role.Member);
        var path = await page.BeginArticleAsync("A night at the consulate", "The first paragraph.");

        network.IsOn = false;
        await page.Body().PressSequentiallyAsync(" The second, typed in the tunnel.");
        await page.ShouldSayAsync("No connection.");
        await page.CloseAsync();
        network.IsOn = true;

        var again = await page.Context.NewPageAsync();
        await again.GotoAsync(path);
        Assert.DoesNotContain("tunnel", await again.Body().InputValueAsync(), StringComparison.Ordinal);
        await again.GetByRole(AriaRole.Button, new() { Name = "Restore it to the form" }).ClickAsync();
        Assert.Contains("The second, typed in the tunnel.", await again.Body().InputValueAsync(), StringComparison.Ordinal);
        await again.ShouldBeSavedAsync();

        await again.ReloadAsync();
        Assert.Contains("typed in the tunnel", await again.Body().InputValueAsync(), StringComparison.Ordinal);
        Assert.False(await again.Locator("[data-kept]").IsVisibleAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task A_session_that_ended_while_writing_costs_no_word()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        var (email, _) = await site.HireAsync(Role.Member);
        await page.BeginArticleAsync("Before the session ends", "One.");

        var cookies = await page.Context.CookiesAsync();
        await page.Context.ClearCookiesAsync(
            new() { NameRegex = new(".*session.*|.*sign.*", System.Text.RegularExpressions.RegexOptions.IgnoreCase) });
        await page.Body().PressSequentiallyAsync(" Two, after it ended.");
        await page.ShouldSayAsync("You are signed out.");

        // Signed in again in another tab: the page saves by itself.
        await page.Context.AddCookiesAsync(cookies.Select(c =>
            new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, Secure = c.Secure }));
        await page.ShouldBeSavedAsync();
        await page.ReloadAsync();
        Assert.Equal("One. Two, after it ended.", await page.Body().InputValueAsync());
        Assert.NotEmpty(email);
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Chinese_typed_with_an_input_method_is_left_alone_while_the_page_saves_and_previews()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.BeginArticleAsync("烛光守夜", "- 第一位发言人");
        await page.GetByRole(AriaRole.Button, new() { Name = "Live preview" }).ClickAsync();
        await page.Locator("#preview[data-shown]").WaitForAsync();
        await page.Body().FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        var devtools = await page.Context.NewCDPSessionAsync(page);

        // A composition that lasts longer than the pause before a save, with Enter in it as candidates are chosen.
        await page.Keyboard.InsertTextAsync("，");
        await Compose(devtools, "jin");
        await Task.Delay(1_600, TestContext.Current.CancellationToken);
        Assert.Equal("- 第一位发言人，jin", await page.Body().InputValueAsync());
        await Compose(devtools, "金");
        await Compose(devtools, "金海");
        await devtools.SendAsync("Input.insertText", new() { ["text"] = "金海" });
        Assert.Equal("- 第一位发言人，金海", await page.Body().InputValueAsync());

        await page.Locator("#preview li", new() { HasText = "第一位发言人，金海" }).WaitForAsync();
        await page.ShouldBeSavedAsync();
        await page.ReloadAsync();
        Assert.Equal("- 第一位发言人，金海", await page.Body().InputValueAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Two_people_in_one_article_keep_both_texts_and_can_put_them_together()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var li = await chromium.WriterAsync(site, Role.Editor);
        var path = await li.BeginArticleAsync("An article of two", "First paragraph.\n\nMiddle paragraph.\n\nLast paragraph.");
        var wang = await chromium.WriterAsync(site, Role.Editor);
        await wang.GotoAsync(path);
        await wang.Locator("[data-others]", new() { HasText = "is editing this" }).WaitForAsync();

        await wang.Body().FillAsync("First paragraph, by Wang.\n\nMiddle paragraph.\n\nLast paragraph.");
        await wang.ShouldBeSavedAsync();
        await li.Body().FillAsync("First paragraph.\n\nMiddle paragraph.\n\nLast paragraph, by Li.");
        await li.ShouldSayAsync("saved version");
        await li.PressAsync("Save draft");
        Assert.Equal("Last paragraph, by Li.", (await li.Body().InputValueAsync()).Split("\n\n")[^1]);
        Assert.Contains(", by Wang", await li.Locator(".conflict del").AllInnerTextsAsync());

        await li.GoOnAsync(li.GetByRole(AriaRole.Button, new() { Name = "Merge both" }));
        Assert.Equal("First paragraph, by Wang.\n\nMiddle paragraph.\n\nLast paragraph, by Li.", await li.Body().InputValueAsync());
        await li.PressAsync("Save draft");
        await li.Locator(".state", new() { HasText = "Draft" }).First.WaitForAsync();
        await li.Context.CloseAsync();
        await wang.Context.CloseAsync();
    }

    private static async Task Compose(ICDPSession devtools, string text) =>
        await devtools.SendAsync("Input.imeSetComposition",
            new() { ["text"] = text, ["selectionStart"] = text.Length, ["selectionEnd"] = text.Length });
}
