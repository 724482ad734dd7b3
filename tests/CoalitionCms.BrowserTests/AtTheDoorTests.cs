using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>Attendance on phones: two at once, without scripts, and without a network.</summary>
public sealed class AtTheDoorTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    [InChromium]
    public async Task Two_phones_mark_one_list_and_one_of_them_loses_the_network()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var held = await ExpectAsync(site, 8);
        var scripted = await chromium.WriterAsync(site, Role.Editor, Screen.Phone);
        var context = await chromium.OpenAsync(site, Screen.Phone);
        var plain = await context.NewPageAsync();
        await plain.SignInAsync(site, Role.Editor);
        await scripted.ShouldFitAsync(SiteUrls.Door(held));
        await plain.ShouldFitAsync(SiteUrls.Door(held));
        await scripted.UntilAsync("document.documentElement.dataset.door === 'ready'");
        foreach (var height in await scripted.Locator(".door button")
            .EvaluateAllAsync<double[]>("all => all.map(b => b.getBoundingClientRect().height)"))
        {
            Assert.True(height >= 56, $"A row is {height} px high.");
        }

        // By a tap, without another page.
        await scripted.EvaluateAsync("window.same = true");
        await scripted.Locator(".door button", new() { HasText = "Phone Person C" }).ClickAsync();
        await scripted.UntilAsync("document.querySelector('[data-counts]').textContent.startsWith('1 here')");
        Assert.True(await scripted.EvaluateAsync<bool>("window.same === true"));

        // The other one has no script, and an old page: it is told, and marks somebody else.
        await plain.Locator(".door button", new() { HasText = "Phone Person C" }).ClickAsync();
        await plain.GetByText("Already marked by Mira Tan at").WaitForAsync();
        await plain.Locator(".door button", new() { HasText = "Phone Person D" }).ClickAsync();
        await plain.GetByText("2 here, 8 on the list").WaitForAsync();

        // Typing filters, in any spelling.
        await scripted.Locator("#q").FillAsync("person-e");
        await scripted.UntilAsync("[...document.querySelectorAll('[data-name]')].filter(r => !r.hidden).length === 1");
        await scripted.Locator("#q").FillAsync("");
        await scripted.UntilAsync("[...document.querySelectorAll('[data-name]')].every(r => !r.hidden)");

        // Without a network what was tapped is kept, and sent when it is back.
        await scripted.Context.SetOfflineAsync(true);
        await scripted.Locator(".door button", new() { HasText = "Phone Person F" }).ClickAsync();
        await scripted.Locator(".door button", new() { HasText = "Phone Person G" }).ClickAsync();
        await scripted.GetByText("No connection.").WaitForAsync();
        Assert.Equal(2, await CountAsync(site, held));
        await scripted.Context.SetOfflineAsync(false);
        await scripted.UntilAsync("document.querySelector('[data-counts]').textContent.startsWith('4 here')");
        Assert.Equal(4, await CountAsync(site, held));
        Assert.Equal("[]", await scripted.EvaluateAsync<string>("sessionStorage.getItem(`door:${location.pathname}`)"));
        await scripted.Context.CloseAsync();
        await context.CloseAsync();
    }

    private static Task<int> CountAsync(CmsSite site, Guid held) =>
        site.InDatabaseAsync(db =>
        db.Set<Attendance>().CountAsync(a => a.EventId == held && a.Status == AttendanceStatus.Attended,
        TestContext.Current.CancellationToken));

    private static async Task<Guid> ExpectAsync(CmsSite site, int people)
    {
        var facts = EventFacts.None with { StartsOn = new DateOnly(2026, 5, 14), StartsAt = new(18, 0) };
        var held = (await site.SaveAsync(EntryKind.Event, Writing.Words("At the door"), facts)).ItemId;
        var lines = Enumerable.Range(0, people).Select(i => new RosterRow(
            $"Rows[{i}]", null, null, new NewPerson($"Phone Person {(char)('A' + i)}", "", "zh-Hans", Standing.Member), 0,
            new(AttendanceStatus.Going, AttendanceRoles.None, Consent.None, false), false)).ToList();
        var recorded = await site.AskAsync((CoalitionCms.Features.Events.Actions.RecordAttendance record) =>
            record.RunAsync(Actor.CommandLine, new(held, lines), TestContext.Current.CancellationToken));
        Assert.True(recorded.IsDone);
        return held;
    }
}
