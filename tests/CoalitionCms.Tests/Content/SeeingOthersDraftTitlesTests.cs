using System.IO.Compression;
using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Who may not edit a kind of content reads the titles of it that are public, and no others, wherever they stand.</summary>
public sealed class SeeingOthersDraftTitlesTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Pickers_show_a_member_published_titles_alone_and_lose_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var hidden = await site.SaveAsync(EntryKind.Event, Writing.Words("Secret gathering " + database), Gathering.Facts);
        await site.SaveAsync(EntryKind.Campaign, Writing.Words("Secret campaign " + database), CampaignFacts.None);
        var shown = await site.PublishAsync(
            await site.SaveAsync(EntryKind.Event, Writing.Words("Open gathering " + database), Gathering.Facts));
        await site.SaveAgainAsync(EntryKind.Event, shown, Writing.Words("Secret new name " + database), Gathering.Facts);
        using var editor = await site.SignInAsync(Role.Editor);
        using var writer = await site.SignInAsync(Role.Member);

        (await editor.GetAsync("/admin/articles/new")).ShouldSay("Secret gathering " + database).ShouldSay("Secret campaign " + database);
        (await writer.GetAsync("/admin/articles/new")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Secret")
            .ShouldSay("Open gathering " + database);

        // An id that was guessed or seen tells no title either, and a save does not drop what an editor chose.
        var article = await writer.WriteAsync("Points at it " + database, "Words.", ("Facts.EventId", shown.ItemId.ToString("D")));
        var item = await site.InDatabaseAsync(async db =>
            (await db.Set<Entry>().FindAsync([article], TestContext.Current.CancellationToken))!);
        await site.SaveAgainAsync(EntryKind.Article, new(article, item.ItemId, item.Version, 0), Writing.Words("Points at it " + database),
            ArticleFacts.None with { EventId = hidden.ItemId });
        var form = await writer.GetAsync($"/admin/articles/{article:D}");
        form.ShouldNotHold("Secret").One($"option[value='{hidden.ItemId:D}'][selected]");
        (await writer.GetAsync($"/admin/revisions/{article:D}/facts?from=1&to=2")).ShouldNotHold("Secret");
    }

    [OnEachDatabase]
    public async Task Who_was_demoted_reads_no_title_of_what_they_may_not_edit_any_more(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Editor);
        using var author = site.Visit();
        await author.SignInAsync(email);
        using var reviewer = await site.SignInAsync(Role.Editor);
        var planned = await OpenEditor.AtAsync(author, "/admin/events/new");
        var saved = await planned.PressAsync("save", ("Entry.Title", "Secret remarked " + database), ("Entry.Body", "Words."),
            ("Facts.StartsOn", "2026-06-01"));
        var article = await author.WriteAsync("Own remarked " + database, "Words.");
        foreach (var entry in (Guid[])[Newsroom.IdIn(saved.ShouldHave(HttpStatusCode.OK).Url.AbsolutePath), article])
        {
            await reviewer.SubmitAsync(await reviewer.GetAsync(SiteUrls.Remarks(entry)), "form:has([value=remark])", "[value=remark]",
                ("Remark.Quote", "Words"), ("Remark.Text", "Which?"));
        }

        (await author.GetAsync("/admin")).ShouldSay("Secret remarked " + database);
        Newsroom.Check(await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.CommandLine, id, Role.Member, TestContext.Current.CancellationToken)));
        await author.SignInAsync(email);
        (await author.GetAsync("/admin")).ShouldSay("Own remarked " + database).ShouldNotHold("Secret remarked");
    }

    [OnEachDatabase]
    public async Task Own_data_and_its_archive_hold_no_title_of_a_draft(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var hidden = await site.SaveAsync(EntryKind.Event, Writing.Words("Secret evening " + database), Gathering.Facts);
        var member = await site.AddMemberAsync("Gao Draft", "高稿");
        await site.AttendAsync(hidden.ItemId, member, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(member);

        var page = (await own.GetAsync(SiteUrls.OwnData)).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Secret");
        (await own.GetAsync(SiteUrls.OwnRecord)).ShouldNotHold("Secret");
        (await own.GetAsync(SiteUrls.OwnNames)).ShouldNotHold("Secret");
        var token = page.One($"form[action='{SiteUrls.OwnData}'] input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var packed = await own.PostAsync(SiteUrls.OwnData, ("__RequestVerificationToken", token));
        using var zip = new ZipArchive(new MemoryStream(packed.Bytes));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain("Secret", Case.Sensitive, entry.Name);
        }
    }
}
