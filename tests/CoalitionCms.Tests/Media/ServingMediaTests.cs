using System.Net;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Media;

/// <summary>Readers get the photos of what is public, as long as it is; of all others they cannot even learn that they are there.</summary>
public sealed class ServingMediaTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_photo_that_nobody_published_looks_like_one_that_never_was(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Member);
        var unpublished = await site.AddAsync(actor, Library.Photo(1), "A square");
        await mira.WriteAsync("Draft with a photo", Library.InText(unpublished));
        using var visitor = site.Visit();
        foreach (var name in (string[])["32.jpg", "32.webp", "thumb", "file.pdf", "", "33.jpg"])
        {
            var (real, none) =
                (await visitor.GetAsync($"/media/{unpublished}/{name}"), await visitor.GetAsync($"/media/{new string('e', 64)}/{name}"));
            real.ShouldHave(HttpStatusCode.NotFound);
            (real.Status, Neutral(real, unpublished), Headers(real))
                .ShouldBe((none.Status, Neutral(none, new string('e', 64)), Headers(none)));
        }

        (await mira.GetAsync($"/media/{unpublished}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
        mira.Dispose();
    }

    [OnEachDatabase]
    public async Task What_is_public_is_served_as_what_it_is_and_nothing_in_it_can_run(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(2), "A square");
        var document = await site.AddAsync(Actor.CommandLine, Library.Document(2), name: "leaflet.pdf");
        await site.PublishArticleAsync(Writing.Words("Public photo", $"{Library.InText(photo)}\n\n[leaflet](/media/{document}/file.pdf)"));
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/public-photo"))
            .One($"img[src='/media/{photo}/32.jpg'][alt='A square'][width='32'][height='16']");

        var jpeg = (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        jpeg.Header("Content-Type").ShouldBe("image/jpeg");
        jpeg.Header("X-Content-Type-Options").ShouldBe("nosniff");
        jpeg.Header("Content-Security-Policy")
            .ShouldBe("default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        jpeg.Header("Cache-Control").ShouldBe("public, no-cache");
        jpeg.Header("Content-Disposition").ShouldBeNull();
        (await visitor.SendAsync(HttpMethod.Get, $"/media/{photo}/32.jpg", ("If-None-Match", jpeg.Header("ETag")!)))
            .ShouldHave(HttpStatusCode.NotModified);
        (await visitor.SendAsync(HttpMethod.Head, $"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK).Bytes.ShouldBeEmpty();

        var pdf = (await visitor.GetAsync($"/media/{document}/file.pdf")).ShouldHave(HttpStatusCode.OK);
        (pdf.Header("Content-Type"), pdf.Header("Content-Disposition"))
            .ShouldBe(("application/pdf", "attachment; filename=leaflet.pdf; filename*=UTF-8''leaflet.pdf"));
        pdf.Header("Content-Security-Policy")!.ShouldContain("sandbox");
        System.Text.Encoding.Latin1.GetString(pdf.Bytes).ShouldContain("/MediaBox [0 0 202 ");
        (await visitor.GetAsync($"/media/{photo}/32.webp")).Header("Content-Type").ShouldBe("image/webp");
        (await visitor.GetAsync("/articles/public-photo")).One("main .shot > svg");
        (await visitor.GetAsync(SiteUrls.Feed(Language.English))).ShouldHave(HttpStatusCode.OK)
            .ShouldNotHold("svg").Body.ShouldContain(photo);
    }

    [OnEachDatabase]
    public async Task A_document_is_saved_under_its_title(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Editor);
        var charter = await site.AddAsync(actor, Library.Document(31), name: "零八宪章.pdf", language: "zh-Hans");
        var odd = await site.AddAsync(actor, Library.Document(32), altText: " ../a<b>\"c\u202E\r\nSet-Cookie: x. ");
        var nothing = await site.AddAsync(actor, Library.Document(33), altText: "..");
        await site.PublishArticleAsync(Writing.Words("Documents",
            string.Join("\n\n", ((string[])[charter, odd, nothing]).Select(h => $"[pdf](/media/{h}/file.pdf)"))));
        using var visitor = site.Visit();

        (await NameAsync(charter)).ShouldEndWith("filename*=UTF-8''" + Uri.EscapeDataString("零八宪章.pdf"));
        (await NameAsync(odd)).ShouldEndWith("filename*=UTF-8''a" + Uri.EscapeDataString("bc Set-Cookie x.pdf"));
        (await NameAsync(nothing)).ShouldEndWith($"filename*=UTF-8''{nothing[..12]}.pdf");
        mira.Dispose();

        async Task<string> NameAsync(string sha256) =>
            (await visitor.GetAsync($"/media/{sha256}/file.pdf")).ShouldHave(HttpStatusCode.OK).Header("Content-Disposition")!;
    }

    [OnEachDatabase]
    public async Task What_is_withdrawn_or_taken_out_of_the_text_is_gone_at_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        var (photo, cover) =
            (await site.AddAsync(Actor.CommandLine, Library.Photo(3), "A square"),
            await site.AddAsync(Actor.CommandLine, Library.Photo(4), "A cover"));
        var saved =
            await site.PublishArticleAsync(Writing.Words("Shown for a while", Library.InText(photo)),
            facts: Features.Articles.ArticleFacts.None with { Cover = cover });
        (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync($"/media/{cover}/32.jpg")).ShouldHave(HttpStatusCode.OK);

        saved = await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("Shown for a while", "No photo any more."),
            Features.Articles.ArticleFacts.None with { Cover = cover });
        (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        await site.PublishAsync(saved);
        (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/media/{cover}/32.jpg")).ShouldHave(HttpStatusCode.OK);

        await site.WithdrawAsync(saved);
        (await visitor.GetAsync($"/media/{cover}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task A_photo_of_somebody_elses_draft_is_as_closed_as_the_draft(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (mira, actor) = await site.EmployAsync(Role.Member);
        using var stranger = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        using var visitor = site.Visit();
        var photo = await site.AddAsync(actor, Library.Photo(5), "Hidden square", "hidden-name.jpg");
        await mira.WriteAsync("Somebody's draft", Library.InText(photo));
        var before = await site.AuditHeadAsync();

        foreach (var path in (string[])["", "/thumb", "/32.jpg"])
        {
            (await mira.GetAsync($"/admin/media/{photo}{path}")).ShouldHave(HttpStatusCode.OK).Header("Cache-Control").ShouldBe("no-store");
            (await editor.GetAsync($"/admin/media/{photo}{path}")).ShouldHave(HttpStatusCode.OK);
            (await stranger.GetAsync($"/admin/media/{photo}{path}")).ShouldHave(HttpStatusCode.NotFound).ShouldNotHold("Hidden");
            (await visitor.GetAsync($"/admin/media/{photo}{path}")).Url.AbsolutePath.ShouldStartWith("/account/login");
        }

        (await stranger.GetAsync("/admin/media")).ShouldNotHold("hidden-name").ShouldNotHold(photo);
        (await stranger.GetAsync("/admin/articles/new")).ShouldNotHold(photo);
        foreach (var button in (string[])["describe", "delete", "replace", "original"])
        {
            (await stranger.AttackAsync($"/admin/media/{photo}", ("do", button), ("Input.Name", "mine"), ("Input.Focus", "11")))
                .ShouldHave(HttpStatusCode.NotFound);
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        mira.Dispose();
    }

    [OnEachDatabase]
    public async Task No_trick_with_the_address_leads_out_of_the_store(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(6), "A square");
        await site.PublishArticleAsync(Writing.Words("Tricked photo", Library.InText(photo)));
        using var visitor = site.Visit();
        (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        foreach (var path in (string[])
        [
            $"{photo}/321.jpg", $"{photo}/0.jpg", $"{photo}/032.jpg", $"{photo}/32.png", $"{photo}/32.JPG", $"{photo}/32.jpg%00",
                $"{photo}/32.jpg.", $"{photo}/%2e%2e%2f32.jpg", $"{photo}/..%2f..%2f..%2fcms.db",
            $"{photo}/..%5c32.jpg", $"{photo.ToUpperInvariant()}/32.jpg", $"{photo}%2f32.jpg", $"..%2fcms.db/32.jpg", $"%2e%2e/cms.db",
            $"{photo[..2]}/{photo[2..4]}", $"{photo}//32.jpg", $"{photo}/32.jpg/x", $"{photo}%0a/32.jpg",
        ])
        {
            var answer = await visitor.GetAsync("/media/" + path);
            ((int)answer.Status).ShouldBeInRange(400, 404, path);
        }
    }

    [OnEachDatabase]
    public async Task While_the_database_is_gone_readers_keep_the_photos_they_had_and_get_none_that_was_withdrawn(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var (kept, gone) =
            (await site.AddAsync(Actor.CommandLine, Library.Photo(7), "Kept"),
            await site.AddAsync(Actor.CommandLine, Library.Photo(8), "Gone"));
        var draft = await site.AddAsync(Actor.CommandLine, Library.Photo(9), "Never public");
        await site.PublishArticleAsync(Writing.Words("Keeps its photo", Library.InText(kept)));
        var withdrawn = await site.PublishArticleAsync(Writing.Words("Loses its photo", Library.InText(gone)));
        (await visitor.GetAsync($"/media/{kept}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync($"/media/{gone}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        await site.WithdrawAsync(withdrawn);
        await site.PublishArticleAsync(Writing.Words("Something else"));
        await site.PublishArticleAsync(Writing.Words("And something else"));

        await site.BreakDatabaseAsync();

        (await visitor.GetAsync($"/media/{kept}/32.jpg")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync($"/media/{gone}/32.jpg")).Status.ShouldNotBe(HttpStatusCode.OK);
        (await visitor.GetAsync($"/media/{draft}/32.jpg")).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task What_was_withdrawn_stays_gone_after_a_new_start(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(10), "A square");
        var saved = await site.PublishArticleAsync(Writing.Words("Withdrawn before a start", Library.InText(photo)));
        (await visitor.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.OK);

        await site.AskAsync((WithdrawEntry withdraw) =>
            withdraw.RunAsync(Actor.CommandLine, saved.EntryId, TestContext.Current.CancellationToken));
        (await site.InDatabaseAsync(db => db.Set<MediaUse>().Where(u => u.IsPublic).CountAsync(TestContext.Current.CancellationToken)))
            .ShouldBe(0);
        await site.RestartAsync(TimeSpan.Zero);

        using var again = site.Visit();
        (await again.GetAsync($"/media/{photo}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);
    }

    private static string Neutral(WebPage page, string sha256) => page.Body.Replace(sha256, "", StringComparison.Ordinal);

    private static string Headers(WebPage page) =>
        string.Join(' ', page.Headers.Where(h => h.Key != "Date").Select(h => h.Key + "=" + string.Join(',', h.Value))
        .Order(StringComparer.Ordinal));
}
