using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A form of something new is sent twice, by a double press or because the first answer was lost: it makes one.</summary>
public sealed class SendingAFormTwiceTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_first_autosave_whose_answer_was_lost_makes_one_draft_and_the_button_saves_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        var page = await author.GetAsync("/admin/articles/new");
        (string, string)[] typed = [("Entry.Title", "Answer lost"), ("Entry.Body", "First words.")];

        (await OpenEditor.On(author, page).ForgeAsync("autosave", typed)).ShouldHave(HttpStatusCode.OK);
        (await OpenEditor.On(author, page).ForgeAsync("autosave", [typed[0], ("Entry.Body", "First words, and more.")]))
            .ShouldHave(HttpStatusCode.OK);
        (await OpenEditor.On(author, page).ForgeAsync("save", [typed[0], ("Entry.Body", "First words, and more.")]))
            .ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");

        (await CountAsync(site, "Answer lost")).ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task A_double_press_publishes_one(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Editor);
        var page = await author.GetAsync("/admin/articles/new");
        (string, string)[] typed = [("Entry.Title", "Pressed twice"), ("Entry.Body", "Words.")];
        using var again = site.Visit();
        again.Cookies = author.Cookies;

        var answers =
            await Task.WhenAll(OpenEditor.On(author, page).ForgeAsync("publish", typed),
            OpenEditor.On(again, page).ForgeAsync("publish", typed));

        answers[0].Url.AbsolutePath.ShouldBe(answers[1].Url.AbsolutePath);
        (await CountAsync(site, "Pressed twice")).ShouldBe(1);
        (await site.Visit().GetAsync("/articles/pressed-twice")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task The_id_of_somebody_elses_entry_is_no_way_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        using var thief = await site.SignInAsync(Role.Member);
        var entry = await author.WriteAsync("Not yours");

        var answer = await (await OpenEditor.AtAsync(thief))
            .ForgeAsync("save", ("Entry.NewId", entry.ToString()), ("Entry.Title", "Mine now"), ("Entry.Body", "Taken."));

        answer.ShouldNotHold("Words.");
        (await site.HistoryAsync(entry)).ShouldHaveSingleItem().Body.ShouldBe("Words.");
    }

    [OnEachDatabase]
    public async Task A_second_text_of_the_same_title_gets_an_address_by_itself_and_a_typed_one_is_asked_about(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var author = await site.SignInAsync(Role.Member);
        await author.WriteAsync("Twins");
        var second = await author.WriteAsync("Twins");
        await author.ReviseAsync(second, "publish");

        (await site.PublicSlugAsync(second)).ShouldBe("twins-2");
        var typed = await (await OpenEditor.AtAsync(author))
            .PressAsync("save", ("Entry.Title", "Other"), ("Entry.Body", "Words."), ("Entry.Slug", "twins"));
        typed.ShouldSay("Another text has this address. This one is free: twins-3");
    }

    private static Task<int> CountAsync(CmsSite site, string title) =>
        site.InDatabaseAsync(db => db.Set<Entry>().CountAsync(e => e.Title == title, TestContext.Current.CancellationToken));
}
