using System.Globalization;
using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>Google's Takeout as a folder, a ZIP and a tgz: one site, whichever of them is read and however often.</summary>
public sealed class TakeoutTests
{
    private static DateTime NextMonth { get; } = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(30).AddHours(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takeout_moves_in_once_from_a_folder_a_zip_and_a_tgz()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var before = await site.AuditHeadAsync();
        var first = await site.ImportAsync(ImportFormat.Blogger, Folder(Takeout("Takeout")));
        first.Entries.Select(e => (e.Title, e.Outcome, e.IsPublic)).ShouldBe([
            ("Vigil & prayer", ImportOutcome.Imported, true), ("Not ready", ImportOutcome.Imported, false),
            ("Thrown away", ImportOutcome.Skipped, false), ("About us", ImportOutcome.Imported, true),
            ("Next month", ImportOutcome.Imported, false)]);
        (first.Comments, first.Coordinates, first.PhotosUsed, first.Missing.Count).ShouldBe((1, 1, 2, 0));

        using var reader = site.Visit();
        var page = await reader.GetAsync("/2015/10/vigil.html");
        (page.Url.AbsolutePath, page.Status).ShouldBe(("/articles/vigil", HttpStatusCode.OK));
        page.AllOf("figure").Count.ShouldBe(2);
        page.One("figcaption").TextContent.ShouldBe("Candles at dusk");
        page.ShouldSay("The newer words.");
        page.Body.ShouldContain("A night in the park");
        (await reader.GetAsync("/p/about-us.html")).Url.AbsolutePath.ShouldBe("/about-us");
        (await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.ScheduledAt != null).Select(e => e.ScheduledAt!.Value)
            .SingleAsync(Token))).ShouldBe(NextMonth);
        var stored = await site.InDatabaseAsync(async db =>
            string.Join('\n', await db.Set<TextRevision>().Select(r => r.Title + r.Summary + r.Body).ToListAsync(Token))
            + string.Join('\n', await db.Set<AuditEntry>().Where(e => e.Number > before).Select(e => e.Details).ToListAsync(Token)));
        foreach (var secret in new[] { "words of a reader", "owner@", "47.6", "body { color" })
        {
            stored.ShouldNotContain(secret);
        }

        var head = await site.AuditHeadAsync();
        foreach (var again in new[] { Zip(Takeout("Takeout 2")), Tgz(Takeout("Takeout")) })
        {
            var report = await site.ImportAsync(ImportFormat.Blogger, again);
            report.Entries.Where(e => e.Outcome != ImportOutcome.Skipped).ShouldAllBe(e => e.Outcome == ImportOutcome.Unchanged);
            (report.PhotosUsed, report.Missing.Count, report.Redirects).ShouldBe((2, 0, 0));
        }

        (await site.AuditedSinceAsync(head)).ShouldBe([AuditVerb.SiteImported, AuditVerb.SiteImported]);
    }

    private static string Folder((string Name, byte[] Content)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("cms-takeout-").FullName;
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew);
            file.Write(content);
        }

        return folder;
    }

    /// <summary>The files of an archive as Google writes it, empty elements and all.</summary>
    private static (string Name, byte[] Content)[] Takeout(string top)
    {
        var blog = top + "/Blogger/Blogs/Lantern League/";
        var album = top + "/Blogger/Albums/Lantern League/";
        var photo = Jpegs.Of(4, [0, 0, 255, 255, 0, 90, 255, 255]);
        return
        [
            (blog + "feed.atom", Bytes("<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' "
                + "xmlns:blogger='http://schemas.google.com/blogger/2018'>\n<id>tag:blogger.com,1999:blog-88</id>\n<title>Lantern</title>\n"
                + Entry(1, "Vigil &amp;amp; prayer", "The older words.", "2015-10-06T20:00:00.000Z", file: "/2015/10/vigil.html")
                + Entry(1, "Vigil &amp;amp; prayer", Photos + "The newer words.", "2015-10-06T20:00:00.000Z", file: "/2015/10/vigil.html",
                    updated: "2016-01-01T00:00:00.000Z", place: "47.6062", more: "<category scheme='tag:blogger.com,1999:blog-88' "
                    + "term='Vigil'/>", summary: "A night in the park")
                + Entry(2, "Not ready", "Soon.", "2015-11-01T10:00:00.000Z", status: "DRAFT")
                + Entry(3, "Thrown away", "Gone.", "2015-11-02T10:00:00.000Z", status: "SOFT_TRASHED", file: "/2015/11/gone.html")
                + Entry(4, "About us", "We are few.", "2015-11-03T10:00:00.000Z", type: "PAGE", file: "/p/about-us.html")
                + Entry(5, "Next month", "Not before.", NextMonth.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    file: "/2099/01/next.html")
                + Entry(6, "", "words of a reader", "2015-10-07T10:00:00.000Z", type: "COMMENT",
                    more: "<blogger:parent>tag:blogger.com,1999:blog-88.post-1</blogger:parent><blogger:inReplyTo/>")
                + "</feed>\n")),
            (blog + "settings.csv", Bytes("blog_name,blog_subdomain,blog_admin_permission,blog_comment_email\n"
                + "Lantern League,lantern,owner@lantern.example,owner@lantern.example\n")),
            (blog + "theme-classic.html", Bytes("<html><style>body { color: red }</style></html>")),
            (blog + "theme-layouts.xml", Bytes("<?xml version='1.0'?><!DOCTYPE html><html><b:skin>body { color: red }</b:skin></html>")),
            (album + "IMG_1.JPG", photo),
            (album + "IMG_1.JPG.json", Bytes("{\"filename\":\"IMG_1.JPG\",\"mimeType\":\"image/jpeg\",\"sizeBytes\":\""
                + photo.Length.ToString(CultureInfo.InvariantCulture) + "\",\"creationTimestampMs\":\"1444161600000\"}")),
            (album + "a_very_long_na(1).jpg", Jpegs.Of(4, [9, 0, 200, 255, 0, 90, 255, 255])),
            (album + "a_very_long_na(1).jpg.json", Bytes("{\"filename\":\"a_very_long_name_of_a_street.jpg\"}")),
            ("__MACOSX/" + album + "._IMG_1.JPG", [0, 5, 22, 7]),
        ];
    }

    private const string Photos =
        "<table class='tr-caption-container'><tr><td><a href='https://blogger.googleusercontent.com/img/b/x/s4032/IMG_1.JPG'><img "
        + "src='https://blogger.googleusercontent.com/img/b/x/s320/IMG_1.JPG'></a></td></tr><tr><td class='tr-caption'>Candles at dusk</td>"
        + "</tr></table><div class='separator'><a "
        + "href='https://blogger.googleusercontent.com/img/b/y/s1600/a_very_long_name_of_a_street.jpg'>"
        + "<img alt='A street' src='https://blogger.googleusercontent.com/img/b/y/w640-h480/a_very_long_name_of_a_street.jpg'></a></div>";

    private static string Entry(int id, string title, string html, string published, string status = "LIVE", string type = "POST",
        string file = "", string? updated = null, string place = "", string more = "", string summary = "") =>
        $"<entry>\n<id>tag:blogger.com,1999:blog-88.post-{id.ToString(CultureInfo.InvariantCulture)}</id>\n"
        + $"<blogger:type>{type}</blogger:type>\n<blogger:status>{status}</blogger:status>\n"
        + $"<author><name>Lan</name><uri/><blogger:type>{(type == "COMMENT" ? "ANONYMOUS" : "BLOGGER")}</blogger:type></author>\n"
        + (type == "COMMENT" ? "" : $"<title>{title}</title>\n")
        + $"<content type='html'>{WebUtility.HtmlEncode(html)}</content>\n<blogger:metaDescription>{summary}</blogger:metaDescription>\n"
        + $"<blogger:created>{published}</blogger:created><published>{published}</published><updated>{updated ?? published}</updated>\n"
        + $"<blogger:location><blogger:name/><blogger:latitude>{place}</blogger:latitude><blogger:longitude/><blogger:span/>"
        + $"</blogger:location>\n{more}<category/><blogger:filename>{file}</blogger:filename>"
        + "<link/><enclosure/><blogger:trashed/></entry>\n";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
