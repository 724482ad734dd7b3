using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Transfer;
using CoalitionCms.Features.Transfer.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Transfer.Exports;

namespace CoalitionCms.Tests.Transfer;

/// <summary>What is public can be taken away whole and read back to an equal site; what is hidden is not in it.</summary>
public sealed class MovingOutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task An_export_read_into_an_empty_site_gives_every_public_page_byte_for_byte(DatabaseKind database)
    {
        await using var here = await FilledAsync(database);
        var folder = await ExportAsync(here);
        await using var there = await CmsSite.StartAsync(database);
        there.Clock.Move(TimeSpan.FromMinutes(1));
        var report = await there.AskAsync((ReadExport import) =>
            import.RunAsync(Actor.CommandLine, new(ImportFormat.Export, [folder]), _ =>
            {
            }, Token));
        (report.Refused, report.Missing.Count).ShouldBe((null, 0));
        report.Entries.ShouldAllBe(e => e.Outcome == ImportOutcome.Imported);
        using var one = here.Visit();
        using var other = there.Visit();
        var paths = await PathsAsync(one);
        paths.Count.ShouldBeGreaterThan(60);
        var different = new List<string>();
        foreach (var path in paths)
        {
            var (mine, theirs) = (await one.GetAsync(path), await other.GetAsync(path));
            if (mine.Status != HttpStatusCode.OK || WithoutMoment(path, mine.Body) != WithoutMoment(path, theirs.Body))
            {
                different.Add($"{path} {mine.Status} {theirs.Status} {Difference(mine.Body, theirs.Body)}");
            }
        }

        different.ShouldBeEmpty();
        (await other.GetAsync("/2015/10/vigil.html")).Url.AbsolutePath.ShouldBe("/articles/vigil");

        // Twice changes nothing.
        var again = await there.AskAsync((ReadExport import) =>
            import.RunAsync(Actor.CommandLine, new(ImportFormat.Export, [folder]), _ =>
            {
            }, Token));
        again.Entries.ShouldAllBe(e => e.Outcome == ImportOutcome.Unchanged);
    }

    [Fact]
    public async Task Nothing_hidden_is_in_it_and_one_change_is_one_small_difference()
    {
        await using var site = await FilledAsync(DatabaseKind.Sqlite);
        await site.SaveAsync(EntryKind.Article, Writing.Words("Secret draft", "Unpublished words."), ArticleFacts.None);
        var folder = await ExportAsync(site);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var content = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, Token));
            foreach (var secret in new[] { "Hidden Person", "隐名", "Real Person", "Secret draft", "Unpublished words", "private-name" })
            {
                content.ShouldNotContain(secret, Case.Sensitive, file);
            }
        }

        // An alias looks as a name in Latin letters alone does.
        var list = Directory.GetFiles(folder, "attendance.json", SearchOption.AllDirectories).Select(File.ReadAllText)
            .ShouldHaveSingleItem();
        using var read = JsonDocument.Parse(list);
        read.RootElement.GetProperty("named").EnumerateArray()
            .Where(a => a.GetProperty("romanised").GetString() is "Latin Only" or "Called Otherwise")
            .Select(a => a.GetProperty("nativeLanguage").GetString()).ShouldBe(["zh-Hans", "zh-Hans"]);

        // What only staff may see goes along sealed, and comes back with the passphrase alone.
        const string Passphrase = "correct horse battery";
        var withPrivate = await ExportAsync(site, passphrase: Passphrase);
        var sealedBytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(withPrivate, ExportFormat.Private), Token));
        sealedBytes.ShouldStartWith("CoalitionBackup");
        sealedBytes.ShouldNotContain("Hidden Person");
        await using (var there = await CmsSite.StartAsync(DatabaseKind.Sqlite))
        {
            (await ReadAsync(there, withPrivate, "another passphrase")).Refused?.Key.ShouldBe("Import.Export.Passphrase");
            (await there.InDatabaseAsync(db => db.Set<Entry>().CountAsync(Token))).ShouldBe(0);
            (await ReadAsync(there, withPrivate, Passphrase)).Entries.ShouldAllBe(e => e.Outcome == ImportOutcome.Imported);
            var (mine, theirs) = (await PresentAsync(site), await PresentAsync(there));
            theirs.ShouldBe(mine);
            theirs.ShouldContain(p => p.StartsWith("Hidden Person 隐名 Attended NotSaid", StringComparison.Ordinal));
            (await there.Visit().GetAsync("/events")).ShouldNotHold("Hidden Person");
        }

        // Security: who asked to be hidden there is not named by what comes in.
        await using (var there = await CmsSite.StartAsync(DatabaseKind.Sqlite))
        {
            var (romanised, native) = await site.InDatabaseAsync(async db => await db.Set<Member>().AsNoTracking()
                .Where(m => db.Set<GivenConsent>().Any(c => c.MemberId == m.Id && c.Terms.Choice == NameChoice.PublicName))
                .Select(m => new ValueTuple<string, string>(m.RomanisedName, m.NativeName)).FirstAsync(Token));
            var hidden = await there.AddMemberAsync(romanised, native);
            await there.AskAsync((WithdrawConsent withdraw) =>
                withdraw.ForAsync(Actor.CommandLine, hidden, new(ConsentMeans.InPerson, null, ""), Token));
            (await ReadAsync(there, withPrivate, Passphrase)).Entries.ShouldAllBe(e => e.Outcome == ImportOutcome.Imported);
            var held = await there.InDatabaseAsync(db => db.Set<Publication>().Where(p => p.Kind == EntryKind.Event)
                .Select(p => p.Slug).FirstAsync(Token));
            using var reader = there.Visit();
            (await reader.GetAsync("/events/" + held)).ShouldHave(HttpStatusCode.OK).ShouldNotHold(native.Length > 0 ? native : romanised);
            (await there.InDatabaseAsync(db => db.Set<ConsentQuestion>().CountAsync(Token))).ShouldBeGreaterThan(0);
        }

        (await ReadAsync(site, folder, Passphrase)).Refused?.Key.ShouldBe("Import.Export.NoPrivate");
        await ExportAsync(site, withPrivate);
        File.Exists(Path.Combine(withPrivate, ExportFormat.Private)).ShouldBeFalse();
        await ExportAsync(site, folder);
        var before = Hashes(folder);
        await ExportAsync(site, folder);
        Hashes(folder).ShouldBe(before);
        var entry = await site.InDatabaseAsync(db => db.Set<Entry>().SingleAsync(e => e.Slug == "vigil", Token));
        var facts = await site.FactsVersionAsync(entry.ItemId);
        await site.AskAsync((CoalitionCms.Content.Actions.SaveEntry save) =>
            save.RunAsync(Actor.CommandLine, new(EntryKind.Article, entry.Id,
            null, Language.English, Writing.Words("Vigil", "Other words.", "vigil"), entry.Version, null, facts),
            CoalitionCms.Content.Actions.SaveThen.Publish, Token));
        await ExportAsync(site, folder);
        Hashes(folder).Where(h => !before.TryGetValue(h.Key, out var was) || was != h.Value).Select(h => h.Key).Order()
            .ShouldBe(["audit.json", "content/articles/vigil/index.en.md"]);
    }

    [Fact]
    public async Task A_damaged_export_is_refused()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await site.PublishArticleAsync(Writing.Words("Vigil", "Words.", "vigil"));
        var folder = await ExportAsync(site);
        foreach (var (file, old, changed, key) in new[]
        {
            ("export.json", "\"format\": 1", "\"format\": 2", "Import.Export.Newer"),
            ("redirects.json", "[", "{", "Import.Export.Unreadable"),
            ("content/articles/vigil/index.en.md", "---\ntitle", "title", "Import.Export.NoHead"),
            ("content/articles/vigil/index.en.md", "language: \"en\"", "language: \"xx\"", "Import.Export.Language"),
        })
        {
            var path = Path.Combine(folder, file);
            var content = await File.ReadAllTextAsync(path, Token);
            content.ShouldContain(old);
            await PutAsync(path, content.Replace(old, changed, StringComparison.Ordinal));
            var report = await site.AskAsync((ReadExport import) =>
                import.RunAsync(Actor.CommandLine, new(ImportFormat.Export, [folder]), _ =>
                {
                }, Token));
            report.Refused?.Key.ShouldBe(key);
            await PutAsync(path, content);
        }

        static async Task PutAsync(string path, string content)
        {
            await using var writer = new StreamWriter(path);
            await writer.WriteAsync(content);
        }
    }

    [Fact]
    public async Task WordPress_files_that_are_written_here_are_read_here()
    {
        await using var here = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        await here.PublishArticleAsync(Writing.Words("Vigil", "We *met* in [the park](/about).\n\n- One\n- Two", "vigil", "", "Candle"));
        var file = Path.Combine(here.Folder, "out.xml");
        await here.AskAsync((WriteWordPress write) => write.RunAsync(file, Token));
        await using var there = await CmsSite.StartAsync(DatabaseKind.Sqlite);

        // Each site's clock starts at the same time: what was published there a moment after would lie in the future here.
        there.Clock.Move(TimeSpan.FromMinutes(1));
        var report = await there.ImportAsync(ImportFormat.WordPress, file);
        report.Refused.ShouldBeNull();
        report.Entries.Select(e => (e.Outcome, e.IsPublic, string.Join(' ', e.Remarks.Select(r => r.Key))))
            .ShouldBe([(ImportOutcome.Imported, true, "")]);
        var read = await there.InDatabaseAsync(db => db.Set<Publication>().Include(p => p.Tags).SingleAsync(Token));
        (read.Title, read.Slug, read.Tags.Single().Word).ShouldBe(("Vigil", "vigil", "Candle"));
        read.Body.ShouldStartWith("We *met* in [the park](");
        read.Body.ShouldEndWith("- One\n- Two");
    }

    private static async Task<CmsSite> FilledAsync(DatabaseKind database)
    {
        var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        await site.ImportAsync(ImportFormat.Blogger, Zip(
            ("feed.atom", Encoding.UTF8.GetBytes(BlogFile(
                Post(1, "Vigil", "<p>We met.</p><img src='https://1.bp.blogspot.com/x/s320/private-name.jpg' alt='A street'>",
                "/2015/10/vigil.html"),
                Post(2, "守夜", "<p>我们见面了。</p>", "/2015/11/b.html"), Post(3, "A page", "<p>Words.</p>", "/p/a-page.html", kind: "page")))),
            ("private-name.jpg", Jpegs.Of(4, [0, 0, 255, 255, 0, 90, 255, 255]))));
        await site.InDatabaseAsync(async db =>
        {
            // Somebody who is at the event of the starter content and not named.
            var member = new Member(Guid.CreateVersion7());
            member.Describe("Hidden Person", "隐名", "zh-Hans", "", Standing.Member, "", hiddenEverywhere: false);
            var eventId = await db.Set<Event>().Select(e => e.Id).SingleAsync(Token);
            foreach (var (position, name, alias, choice) in new[]
            {
                (51, "Latin Only", "", NameChoice.PublicName), (52, "Real Person", "Called Otherwise", NameChoice.Alias),
            })
            {
                var latin = new Member(Guid.CreateVersion7());
                latin.Describe(name, "", alias.Length > 0 ? "ko" : "zh-Hans", alias, Standing.Member, "", hiddenEverywhere: false);
                var there = new Attendance(Guid.CreateVersion7(), eventId, latin.Id);
                there.Record(AttendanceStatus.Attended, AttendanceRoles.Member, position, hiddenByStaff: false);
                db.AddRange(latin, there, new GivenConsent(Guid.CreateVersion7(), latin.Id, 1, eventId,
                    new(choice, ConsentMeans.PublishedEarlier, null, "", null), isWithdrawal: false, null,
                    TimeProvider.System.GetUtcNow().UtcDateTime));
            }

            var attendance = new Attendance(Guid.CreateVersion7(), eventId, member.Id);
            attendance.Record(AttendanceStatus.Attended, AttendanceRoles.Member, 50, hiddenByStaff: false);
            db.AddRange(member, attendance);
            new AuditLog(db, TimeProvider.System).Record(Actor.System, AuditVerb.AttendanceRecorded, "Event", attendance.EventId);
            return await db.SaveChangesAsync(Token);
        });
        return site;
    }

    private static async Task<string> ExportAsync(CmsSite site, string? into = null, string? passphrase = null)
    {
        var folder = into ?? Path.Combine(Directory.CreateTempSubdirectory("cms-out-").FullName, "out");
        await site.AskAsync(async (ExportSite export) =>
        {
            await export.RunAsync(folder, "0", passphrase, Token);
            return true;
        });
        return folder;
    }

    private static Task<ImportReport> ReadAsync(CmsSite site, string folder, string? passphrase) => site.AskAsync((ReadExport import) =>
        import.RunAsync(Actor.CommandLine, new(ImportFormat.Export, [folder]) { Passphrase = passphrase }, _ =>
        {
        }, Token));

    private static async Task<List<string>> PresentAsync(CmsSite site) => await site.InDatabaseAsync(async db =>
    {
        var rows = await db.Set<Attendance>().AsNoTracking().OrderBy(a => a.Position).ToListAsync(Token);
        var members = await db.Set<Member>().AsNoTracking().ToDictionaryAsync(m => m.Id, Token);
        var consents = (await db.Set<GivenConsent>().AsNoTracking().ToListAsync(Token)).ToLookup(c => (c.MemberId, c.EventId));
        return rows.ConvertAll(a => $"{members[a.MemberId].RomanisedName} {members[a.MemberId].NativeName} {a.Status} "
            + $"{consents[(a.MemberId, a.EventId)].LastOrDefault()?.Terms.Choice ?? NameChoice.NotSaid} {a.Roles}");
    });

    private static Dictionary<string, string> Hashes(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            File.ReadAllBytes(f))), StringComparer.Ordinal);

    /// <summary>Every page that the sitemap names, and every list, feed and file.</summary>
    private static async Task<IReadOnlyList<string>> PathsAsync(Browser browser)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal)
        {
            "/feed.atom", "/feed.json", "/events.ics", "/official", "/official.txt", "/people.csv", "/people.json", "/people/names",
            "/tags/vigil", "/search?q=vigil", "/zh-Hans/feed.atom", "/robots.txt", "/sitemap.xml", "/articles/2015",
        };
        await AddAsync("/sitemap.xml");
        return [.. paths];

        async Task AddAsync(string map)
        {
            var xml = XDocument.Parse((await browser.GetAsync(map)).Body);
            foreach (var address in xml.Descendants().Where(e => e.Name.LocalName == "loc").Select(e => new Uri(e.Value).PathAndQuery)
                .ToList())
            {
                paths.Add(address);
                if (address.EndsWith(".xml", StringComparison.Ordinal))
                {
                    await AddAsync(address);
                }
            }
        }
    }

    /// <summary>A feed says when its site last changed anything, which is another time in another site.</summary>
    private static string WithoutMoment(string path, string body) => !path.EndsWith(".atom", StringComparison.Ordinal)
        ? body
        : body[..body.IndexOf("<updated>", StringComparison.Ordinal)] + body[body.IndexOf("</updated>", StringComparison.Ordinal)..];

    private static string Difference(string mine, string theirs)
    {
        var at = mine.Zip(theirs).TakeWhile(p => p.First == p.Second).Count();
        return $"\n  {mine[Math.Max(0, at - 60)..Math.Min(mine.Length, at + 100)]}\n  "
            + $"{theirs[Math.Max(0, at - 60)..Math.Min(theirs.Length, at + 100)]}";
    }
}
