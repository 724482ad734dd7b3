using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Whoever is hidden is gone from everything that a visitor can fetch, at once.</summary>
public sealed class HidingAnAttendeeTests
{
    private static readonly string[] Names = ["Wu Lan", "吴岚"];

    private static readonly string[] Public =
    [
        "/", "/zh-Hans", "/articles", "/zh-Hans/articles", "/articles/2026", "/articles/evening-report", "/zh-Hans/articles/当晚报道",
            "/events", "/zh-Hans/events",
        "/events/evening", "/zh-Hans/events/当晚", "/campaigns", "/people", "/official", "/feed.atom", "/zh-Hans/feed.atom", "/sitemap.xml",
        "/ko/events/evening", "/ug/events",
    ];

    private static readonly string[] Naming =
        ["/events/evening", "/zh-Hans/events/当晚", "/articles/evening-report", "/zh-Hans/articles/当晚报道"];

    [OnEachDatabase]
    public async Task An_attendee_set_to_hidden_is_gone_from_every_page(DatabaseKind database) =>
        await HideAsync(database, async (site, held, _) =>
    {
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync($"/admin/events/{held:D}/attendance");
        (await editor.SubmitAsync(form, "form.sheet", "button[value=save]", ("Input.Rows[0].Choice", "Hidden")))
            .ShouldHave(HttpStatusCode.OK).ShouldSay("The attendance list is saved.");
    });

    [OnEachDatabase]
    public async Task An_attendee_hidden_by_staff_is_gone_from_every_page(DatabaseKind database) =>
        await HideAsync(database, async (site, held, _) =>
    {
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync($"/admin/events/{held:D}/attendance");
        (await editor.SubmitAsync(form, "form.sheet", "button[value=save]", ("Input.Rows[0].HiddenByStaff", "true")))
            .ShouldHave(HttpStatusCode.OK).ShouldSay("The attendance list is saved.");
    });

    [OnEachDatabase]
    public async Task A_member_hidden_everywhere_is_gone_from_every_page(DatabaseKind database) =>
        await HideAsync(database, async (site, _, member) =>
    {
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync($"/admin/members/{member:D}");
        (await editor.SubmitAsync(form, "main form", ("Input.HiddenEverywhere", "true"))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("The roster is saved.");
    });

    private static async Task HideAsync(DatabaseKind database, Func<CmsSite, Guid, Guid, Task> hide)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Evening", chinese: "当晚");
        var member = await site.AddMemberAsync("Wu Lan", "吴岚");
        await site.AttendAsync(held, member, Gathering.Public);
        var facts = ArticleFacts.None with { EventId = held };
        var report = await site.PublishArticleAsync(Writing.Words("Evening report"), facts: facts);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("当晚报道"), facts, "zh-Hans", report.ItemId));
        using var reader = site.Visit();
        foreach (var path in Public)
        {
            var page = await reader.GetAsync(path);
            foreach (var name in Names)
            {
                Assert.True(Naming.Contains(path) == page.Body.Contains(name, StringComparison.Ordinal), $"{name}\n{page}");
            }
        }

        await hide(site, held, member);

        foreach (var path in Public)
        {
            var page = await reader.GetAsync(path);
            foreach (var name in Names)
            {
                page.ShouldNotHold(name);
            }
        }

        (await reader.GetAsync("/events/evening")).ShouldSay("1 person who is not named");
    }
}
