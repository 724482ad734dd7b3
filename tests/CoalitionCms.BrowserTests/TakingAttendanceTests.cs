using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>Ten people from a pasted line are on the list, all named as they agreed in person, after a few controls.</summary>
public sealed class TakingAttendanceTests(Chromium chromium, StarterSites sites) : IClassFixture<StarterSites>
{
    private const int MostControls = 8;
    private const string Names =
        "Bo Anli (薄安立), Cai Danyu (蔡丹雨), Du Enping, Fan Guoan (范国安), Gu Haibo, Hou Jiaming (侯佳明), Ji Kelan, Lu Mingde, Ni Ouyu, Pan Qihua";

    [InChromium]
    public async Task With_scripts() => await TakeAsync(await sites.OnAsync(DatabaseKind.Sqlite), scripted: true);

    [InChromium]
    public async Task Without_scripts() => await TakeAsync(await sites.OnAsync(DatabaseKind.Sqlite), scripted: false);

    private async Task TakeAsync(CmsSite site, bool scripted)
    {
        var facts = EventFacts.None with { StartsOn = new DateOnly(2026, 5, 14), StartsAt = new(18, 0) };
        var held = (await site.SaveAsync(EntryKind.Event, Writing.Words($"Ten people {scripted}"), facts)).ItemId;
        IPage page;
        if (scripted)
        {
            page = await chromium.WriterAsync(site, Role.Editor, Screen.Phone);
        }
        else
        {
            page = await (await chromium.OpenAsync(site, Screen.Phone)).NewPageAsync();
            await page.SignInAsync(site, Role.Editor);
        }

        await page.ShouldFitAsync(SiteUrls.Attendance(held));
        var controls = 0;
        async Task Use(Task control)
        {
            await control;
            controls++;
        }

        await Use(page.Locator("[name='Input.Names']").FillAsync(Names));
        await Use(page.Locator("button[value=read]").ClickAsync());
        await Use(page.Locator("[name='Input.All.Choice']").SelectOptionAsync("PublicName"));
        await Use(page.Locator("[name='Input.All.Means']").SelectOptionAsync("InPerson"));
        await Use(page.Locator("button[value=all]").ClickAsync());
        await Use(page.Locator(".editbar button[value=save]").ClickAsync());
        await page.GetByText("The attendance list is saved.").WaitForAsync();

        Assert.InRange(controls, 1, MostControls);
        var named = await site.InDatabaseAsync(db => db.Set<Attendance>().Where(a => a.EventId == held)
            .Join(db.Set<GivenConsent>(), a => a.MemberId, c => c.MemberId, (_, c) => c)
            .CountAsync(c => c.EventId == held && c.Terms.Choice == NameChoice.PublicName && c.Terms.Means == ConsentMeans.InPerson,
                TestContext.Current.CancellationToken));
        Assert.Equal(10, named);
        await page.Context.CloseAsync();
    }
}
