using System.Diagnostics;
using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

public sealed class WritingWithComfortTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    [InChromium]
    public async Task A_clip_from_a_word_processor_becomes_clean_Markdown_that_undo_takes_back()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.GotoAsync("/admin/articles/new");
        var clips = Path.Combine(Repository.Root, "tests/CoalitionCms.Tests/Content/Clips");
        var expected = (await File.ReadAllTextAsync(Path.Combine(clips, "word.md"), TestContext.Current.CancellationToken)).Trim();

        await page.PasteAsync(await File.ReadAllTextAsync(Path.Combine(clips, "word.html"), TestContext.Current.CancellationToken),
            "plain");
        await page.UntilAsync("document.querySelector(\"[name='Entry.Body']\").value !== ''");
        Assert.Equal(expected, (await page.Body().InputValueAsync()).Trim());
        await page.Keyboard.PressAsync("Control+Z");
        Assert.Equal("", await page.Body().InputValueAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Toolbar_and_keys_mark_text_continue_lists_and_link_a_pasted_address()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.GotoAsync("/admin/articles/new");
        await page.Body().FillAsync("金海 spoke");
        await page.Body().EvaluateAsync("a => a.setSelectionRange(0, 2)");
        await page.Keyboard.PressAsync("Control+B");
        Assert.Equal("**金海** spoke", await page.Body().InputValueAsync());
        await page.Keyboard.PressAsync("Control+Z");
        Assert.Equal("金海 spoke", await page.Body().InputValueAsync());

        await page.Body().FillAsync("- one");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("two");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("- one\n- two\n", await page.Body().InputValueAsync());

        await page.Body().FillAsync("read this");
        await page.Body().EvaluateAsync("a => a.setSelectionRange(5, 9)");
        await page.PasteAsync("", "https://example.org/a");
        Assert.Equal("read [this](https://example.org/a)", await page.Body().InputValueAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Words_of_a_clip_win_over_the_picture_of_them()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.GotoAsync("/admin/articles/new");
        await page.PasteAsync("<table><tr><th>Name<th>Since<tr><td>Jin Hai<td>2015</table>", "Name\tSince\r\nJin Hai\t2015", "image.png");
        await page.UntilAsync("document.querySelector(\"[name='Entry.Body']\").value !== ''");
        Assert.Equal("| Name | Since |\n| --- | --- |\n| Jin Hai | 2015 |", (await page.Body().InputValueAsync()).Trim());
        Assert.False(await page.Locator("[data-uploads] li").First.IsVisibleAsync());
        Assert.Equal(0, await site.InDatabaseAsync(db =>
            db.Set<MediaFile>().CountAsync(m => m.Name == "image.png", TestContext.Current.CancellationToken)));

        foreach (var (html, plain) in new[] { ("<meta charset=utf-8><img src=\"https://example.org/a.png\">", ""), ("", "image.png"),
            ("", "file:///home/mira/image.png") })
        {
            await page.EvaluateAsync("document.querySelector('[data-state]').textContent = ''");
            await page.PasteAsync(html, plain, "image.png");
            await page.UntilAsync("document.querySelector('[data-state]').textContent !== ''");
            Assert.NotEqual(0, await page.Locator("[data-uploads] li").CountAsync());
        }

        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Keys_work_where_they_write_another_script()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.GotoAsync("/admin/articles/new");
        foreach (var key in new[] { "ب", "ㅠ", "и", "B" })
        {
            await page.Body().FillAsync("金海");
            await page.Body().EvaluateAsync("a => a.setSelectionRange(0, 2)");
            Assert.True(await page.PressKeyAsync(key, "KeyB"), key);
            Assert.Equal("**金海**", await page.Body().InputValueAsync());
        }

        Assert.True(await page.PressKeyAsync("ى", "KeyS"));
        // A key that writes a Latin letter means that letter, wherever it lies.
        Assert.False(await page.PressKeyAsync("n", "KeyB"));
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Enter_goes_on_with_lists_and_not_with_dates()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.GotoAsync("/admin/articles/new");
        foreach (var (before, after) in new[]
        {
            ("2015. 10. 6. 뉴욕에서", "2015. 10. 6. 뉴욕에서\n"), ("1989. That was the year.", "1989. That was the year.\n"),
                ("10. 6. 뉴욕에서", "10. 6. 뉴욕에서\n"),
            ("6. Oktober", "6. Oktober\n"), ("1. one", "1. one\n2. "), ("4. four\n5. five", "4. four\n5. five\n6. "),
            ("1. one\n2. ", "1. one\n"), ("> words", "> words\n> "),
        })
        {
            await page.Body().FillAsync(before);
            await page.Keyboard.PressAsync("Control+End");
            await page.Keyboard.PressAsync("Enter");
            Assert.Equal(after, await page.Body().InputValueAsync());
        }

        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task A_phone_photo_is_put_in_described_and_tells_nothing_about_where_it_was_taken()
    {
        var photo = await Photos.FromPhoneAsync();
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member, Screen.Phone);
        await page.BeginArticleAsync("With a photo", "They held candles.");
        await page.Locator("input[name=Photos]").SetInputFilesAsync(photo);
        await page.Locator("#shot-0-alt").FillAsync("People with candles in front of a gate");
        await page.ShouldBeSavedAsync();
        await page.PressAsync("Publish");
        await page.Locator("p.state", new() { HasText = "Published" }).First.WaitForAsync();

        await page.GotoAsync("/articles/with-a-photo");
        var image = page.Locator("main figure img");
        Assert.Equal("People with candles in front of a gate", await image.GetAttributeAsync("alt"));
        Assert.True(await image.EvaluateAsync<bool>("async i => { i.loading = 'eager'; await i.decode(); return i.naturalWidth > 0; }"));
        var addresses =
            (await image.GetAttributeAsync("srcset") + ", " + await page.Locator("main figure source").GetAttributeAsync("srcset"))
            .Split(", ").Select(s => s.Split(' ')[0]).ToList();
        Assert.True(addresses.Count > 4, string.Join(' ', addresses));
        foreach (var address in addresses)
        {
            var file = await (await page.APIRequest.GetAsync(address)).BodyAsync();
            Assert.Empty(await Photos.MetadataOfAsync(file));
        }

        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Twenty_photos_at_once_stand_in_the_text_in_their_order()
    {
        var photos = await Photos.SeveralAsync(20);
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var page = await chromium.WriterAsync(site, Role.Member);
        await page.BeginArticleAsync("Twenty photos", "The evening in pictures.");
        var watch = Stopwatch.StartNew();
        await page.Locator("input[name=Photos]").SetInputFilesAsync(photos);
        await page.Locator(".shots li").Nth(19).WaitForAsync(new() { Timeout = 300_000 });
        TestContext.Current.SendDiagnosticMessage($"Twenty photos took {watch.Elapsed.TotalSeconds:N1} s.");

        var hashes = System.Text.RegularExpressions.Regex.Matches(await page.Body().InputValueAsync(), "/media/([0-9a-f]{64})")
            .Select(m => m.Groups[1].Value).ToList();
        var names = await site.InDatabaseAsync(db =>
            db.Set<MediaFile>().Where(m => hashes.Contains(m.Sha256))
            .ToDictionaryAsync(m => m.Sha256, m => m.Name, TestContext.Current.CancellationToken));
        Assert.Equal(photos.Select(Path.GetFileName), hashes.Select(h => names[h]));
        Assert.False(await page.Locator("[data-uploads]").IsVisibleAsync());
        await page.Context.CloseAsync();
    }

    [InChromium]
    public async Task Under_four_eyes_a_published_article_stays_as_approved_until_another_person_approves()
    {
        var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { WithStarter = true });
        await using var closing = site;
        var author = await chromium.WriterAsync(site, Role.Member);
        await author.BeginArticleAsync("Approved words", "As approved.");
        await author.PressAsync("Publish");
        await site.SetApprovalAsync();
        var path = new Uri(author.Url).AbsolutePath;

        await author.Body().FillAsync("As its author would have it.");
        await author.ShouldBeSavedAsync();
        await author.PressAsync("Save draft");
        Assert.Equal(0, await author.Locator(".editbar").GetByRole(AriaRole.Button, new() { Name = "Publish changes" }).CountAsync());
        await author.PressAsync("Send for review");
        await Reads("As approved.");

        var editor = await chromium.WriterAsync(site, Role.Editor);
        await editor.GotoAsync("/admin/review");
        await editor.GetByRole(AriaRole.Link, new() { Name = "Approved words" }).ClickAsync();
        await editor.Locator("ins", new() { HasText = "its author would have it" }).First.WaitForAsync();
        await editor.GoOnAsync(editor.GetByRole(AriaRole.Button, new() { Name = "Approve this version" }));
        await Reads("As approved.");

        await author.GotoAsync(path);
        await author.PressAsync("Publish changes");
        await Reads("As its author would have it.");
        await author.Context.CloseAsync();
        await editor.Context.CloseAsync();

        async Task Reads(string words)
        {
            using var visitor = site.Visit();
            (await visitor.GetAsync("/articles/approved-words")).ShouldSay(words);
        }
    }
}
