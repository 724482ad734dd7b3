using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>An admin imports a file on a page: a trial first, then in earnest; the file that was sent is gone afterwards.</summary>
public sealed class ImportingOnAPageTests
{
    [Fact]
    public async Task A_file_is_tried_and_then_imported()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        var form = await admin.GetAsync("/admin/import");
        form.ShouldHave(HttpStatusCode.OK);
        (await admin.GetAsync("/js/live.js")).ShouldHave(HttpStatusCode.OK);
        var answer = await admin.SendFileAsync(form, "main form", Encoding.UTF8.GetBytes(BlogFile(
            Post(1, "Vigil", Vigil, "/2015/10/vigil.html"), Comment, new string(' ', 26_000_000))), "../../blog.xml");
        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        var trial = await OverAsync(admin, answer.Headers.Location!.OriginalString);
        trial.ShouldSay("Nothing was changed");
        var links = trial.AllOf("a[download]").Select(a => a.GetAttribute("href")!).ToList();
        (await admin.GetAsync(links[0])).ShouldHave(HttpStatusCode.OK).Body.ShouldStartWith("This is what importing");
        (await admin.GetAsync(links[1])).Body.ShouldContain("\"isDryRun\": true");
        (await site.Visit().GetAsync(links[1])).Path.ShouldStartWith("/account/login");
        (await CountAsync(site)).ShouldBe(0);

        // Security: it is where no address leads, under a name of this program.
        var folder = site.Services.GetRequiredService<ImportJobs>().Folder;
        Directory.EnumerateFiles(folder).Single().ShouldStartWith(Path.Combine(folder, "upload-"));
        var job = await admin.SubmitAsync(trial, "main form");
        (await OverAsync(admin, job.Url.AbsolutePath)).ShouldSay("was imported");
        (await CountAsync(site)).ShouldBe(1);
        Directory.EnumerateFiles(folder).ShouldBeEmpty();
        using var reader = site.Visit();
        (await reader.GetAsync("/2015/10/vigil.html")).ShouldSay("We met in the park.");
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_and_a_file_that_arrived_is_kept()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        var form = await admin.GetAsync("/admin/import");
        var empty = await admin.SendFilesAsync(form, "main form", ("Map", "map.json", "{\"author\": 1}"u8.ToArray()));
        empty.ShouldHave(HttpStatusCode.UnprocessableEntity).AllOf(".errors li").Count.ShouldBe(2);

        var file = Encoding.UTF8.GetBytes(BlogFile(Post(1, "Vigil", Vigil, "/2015/10/vigil.html")));
        var again = await admin.SendFilesAsync(form, "main form", ("File", "our blog.xml", file), ("Map", "map.json", "{"u8.ToArray()));
        again.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("our blog.xml");
        var answer = await admin.SendFilesAsync(again, "main form", ("Map", "map.json", "{\"labels\": {\"Vigil\": null}}"u8.ToArray()));
        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        (await OverAsync(admin, answer.Headers.Location!.OriginalString)).ShouldSay("Nothing was changed");
    }

    [Fact]
    public async Task Only_files_of_the_folder_for_imports_are_read()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.SignInAsync(Role.Admin);
        foreach (var name in new[] { "../cms.db", "/etc/passwd", "..", "jobs", "not-there.xml" })
        {
            var form = await admin.GetAsync("/admin/import");
            var token = form.One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var answer = await admin.PostAsync("/admin/import", ("Input.Format", "Blogger"), ("Input.OnHost", name),
                ("Input.IsDryRun", "true"), ("__RequestVerificationToken", token));
            answer.ShouldHave(HttpStatusCode.UnprocessableEntity);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        (await editor.GetAsync("/admin/import")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<WebPage> OverAsync(Browser browser, string path)
    {
        var page = await browser.GetAsync(path);
        for (var tries = 0; page.Body.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal) && tries < 600; tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            page = await browser.GetAsync(path);
        }

        return page;
    }

    private static Task<int> CountAsync(CmsSite site) =>
        site.InDatabaseAsync(db => db.Set<Entry>().CountAsync(TestContext.Current.CancellationToken));
}
