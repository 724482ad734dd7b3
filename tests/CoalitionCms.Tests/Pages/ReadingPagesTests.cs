using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Pages;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Pages;

public sealed class ReadingPagesTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly PageFacts InMenu = new(InMenu: true, MenuOrder: 3);

    [OnEachDatabase]
    public async Task A_page_stands_at_its_own_address_with_its_text_and_in_the_menu(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page,
            Writing.Words("How we work", "We meet on **Saturdays**.", summary: "Our ways."), InMenu));
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/how-we-work")).ShouldHave(HttpStatusCode.OK).ShouldSay("Our ways.")
            .ShouldSay("Last changed on 14 May 2026");

        Assert.Equal("How we work", page.One("h1").TextContent);
        Assert.Equal("Saturdays", page.One("article strong").TextContent);
        Assert.Equal("page", page.One("nav[aria-label='Main menu'] a[href='/how-we-work']").GetAttribute("aria-current"));
    }

    [OnEachDatabase]
    public async Task Only_the_page_named_about_tells_machines_that_it_is_about_the_organisation(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Who we are", slug: "about"), PageFacts.None));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Contact"), PageFacts.None));
        using var reader = site.Visit();

        Assert.Contains("\"AboutPage\"", (await reader.GetAsync("/about")).One("script[type='application/ld+json']").TextContent,
            StringComparison.Ordinal);
        Assert.Contains("\"WebPage\"", (await reader.GetAsync("/contact")).One("script[type='application/ld+json']").TextContent,
            StringComparison.Ordinal);
    }

    [OnEachDatabase]
    public async Task A_translation_stands_under_the_prefix_of_its_language_with_the_words_of_that_language_around_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var english = await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Our rules"), PageFacts.None));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("我们的规则", "规则如下。", slug: "our-rules"), PageFacts.None,
            "zh-Hans", english.ItemId));
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/zh-Hans/our-rules")).ShouldHave(HttpStatusCode.OK).ShouldSay("最近更新：2026年5月14日");

        Assert.Equal("zh-Hans", page.One("html").GetAttribute("lang"));
        Assert.Equal("我们的规则", page.One("h1").TextContent);
        Assert.NotNull(page.One("nav a[href='/our-rules'][hreflang='en']"));
    }

    [OnEachDatabase]
    public async Task A_page_that_is_not_translated_offers_the_languages_that_have_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Only in English"), PageFacts.None));
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/zh-Hans/only-in-english")).ShouldHave(HttpStatusCode.OK);

        Assert.NotNull(page.One("main a[href='/only-in-english'][hreflang='en']"));
    }

    [OnEachDatabase]
    public async Task A_draft_a_withdrawn_page_and_an_unknown_address_look_the_same(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.SaveAsync(EntryKind.Page, Writing.Words("Still a draft"), PageFacts.None);
        var withdrawn = await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Was public"), InMenu));
        using var reader = site.Visit();
        (await reader.GetAsync("/was-public")).ShouldHave(HttpStatusCode.OK);
        await site.WithdrawAsync(withdrawn);

        var unknown = (await reader.GetAsync("/nothing-here")).ShouldHave(HttpStatusCode.NotFound).ShouldSay("Page not found");
        foreach (var path in (string[])["/still-a-draft", "/was-public", "/zh-Hans/was-public"])
        {
            (await reader.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("Was public").ShouldNotHold("Still a draft");
        }

        Assert.Equal(unknown.One("main").TextContent, (await reader.GetAsync("/still-a-draft")).One("main").TextContent);
    }

    [OnEachDatabase]
    public async Task Publishing_a_page_puts_it_into_the_menu_of_pages_already_in_memory(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var reader = site.Visit();
        (await reader.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Newcomers");

        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Writing.Words("Newcomers"), InMenu));

        Assert.Equal("Newcomers", (await reader.GetAsync("/articles")).One("nav[aria-label='Main menu'] a[href='/newcomers']").TextContent);
    }
}
