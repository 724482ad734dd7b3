using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Integrity;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Snapshot;

/// <summary>The public site as files: whole, of nothing but what is public, and the same each time.</summary>
public sealed class MakingCopiesTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly DateTime At = new(2026, 11, 29, 14, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_is_whole_and_brought_up_to_date_and_never_names_who_must_not_be_named()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var place = new Place();
        var held = await site.PublishEventAsync("Copied evening");
        var (named, hidden) = (await site.AddMemberAsync("Named Visibly"), await site.AddMemberAsync("Hidden Entirely"));
        await site.AttendAsync(held, named, Gathering.Public);
        await site.AttendAsync(held, hidden, new Features.Events.Consent(Features.Events.NameChoice.Hidden,
            Features.Events.ConsentMeans.None, null, "", null));
        var article = await site.PublishArticleAsync(Words("Copied 金海", "[Draft](/articles/never-public) [Event](/events/copied-evening)"));
        var draft = await site.SaveAsync(EntryKind.Article, Words("Never public"), Features.Articles.ArticleFacts.None);

        var first = await MakeAsync(site, place.Folder);
        ShouldBeWhole(place.Folder);
        var page = await place.ReadAsync("events/copied-evening.html");
        page.ShouldContain("Named Visibly");
        page.ShouldContain("class=\"copy-note ");
        place.AllText().ShouldNotContain("Hidden Entirely");
        place.AllText().ShouldNotContain("Never public");
        place.AllText().ShouldNotContain("@coalition.example");
        (await place.ReadAsync("articles/copied-金海.html")).ShouldContain("href=\"../events/copied-evening.html\"");
        (await place.ReadAsync("articles/copied-金海.html")).ShouldContain("<a>Draft</a>");
        (await place.ReadAsync("search/w/91d1.js")).ShouldContain("金");
        File.Exists(Path.Combine(place.Folder, "ko/people/names.html")).ShouldBeTrue();

        // Nothing changed: nothing is made or written. But a file that somebody else wrote is made again.
        var stamp = File.GetLastWriteTimeUtc(Path.Combine(place.Folder, "manifest.txt"));
        var unchanged = await MakeAsync(site, place.Folder);
        (unchanged.IsSame, unchanged.Rendered).ShouldBe((true, 0));
        File.GetLastWriteTimeUtc(Path.Combine(place.Folder, "manifest.txt")).ShouldBe(stamp);
        await File.AppendAllTextAsync(Path.Combine(place.Folder, "campaigns.html"), "<script>", Token);
        await MakeAsync(site, place.Folder);
        place.AllText().ShouldNotContain("<script>");

        // One text moves: few pages are made, the others are the same files.
        var about = File.GetLastWriteTimeUtc(Path.Combine(place.Folder, "official.html"));
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, article, Words("Copied 金海",
            "Moved. [Draft](/articles/never-public)", "moved-金海"),
            Features.Articles.ArticleFacts.None));
        var second = await MakeAsync(site, place.Folder);
        second.Version.ShouldBeGreaterThan(first.Version);

        // A page comes to which another led already; only texts change, and few pages are made.
        await site.PublishAsync(draft);
        await MakeAsync(site, place.Folder);
        (await place.ReadAsync("articles/moved-金海.html")).ShouldContain("href=\"never-public.html\"");

        // A letter comes with the campaign that asks for it; while there is none, other people are no reason to look for it again.
        var poet = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Copied poet"), Cast.Poet));
        var other = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Other poet"), Cast.Poet));
        await MakeAsync(site, place.Folder);
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Person, other, Words("Other poet", summary: "New."), Cast.Poet));
        await MakeAsync(site, place.Folder);
        var letter = Path.Combine(place.Folder, "people/copied-poet/letter.html");
        File.Exists(letter).ShouldBeFalse();
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Copied campaign"), CampaignFacts.None with
        {
            State = CampaignState.Active,
            People = [poet.ItemId],
            Appeal = new()
            {
                Addressees = [new(LocalText.Of("en", "The Director"), [], LocalText.Empty)],
                Demands = [LocalText.Of("en", "Release her.")],
            },
        }));
        await MakeAsync(site, place.Folder);
        File.Exists(letter).ShouldBeTrue();
        var held2 = await site.PublishEventAsync("Another evening");
        await MakeAsync(site, place.Folder);
        await site.AttendAsync(held2, named, Gathering.Public);
        var few = await MakeAsync(site, place.Folder);
        few.Rendered.ShouldBeLessThan(first.Rendered / 2);
        (await place.ReadAsync("events/another-evening.html")).ShouldContain("Named Visibly");
        File.GetLastWriteTimeUtc(Path.Combine(place.Folder, "official.html")).ShouldBe(about);
        (await place.ReadAsync("articles/copied-金海.html")).ShouldContain("url=moved-%E9%87%91%E6%B5%B7.html");
        (await place.ReadAsync("_redirects")).ShouldContain("/articles/copied-%E9%87%91%E6%B5%B7 /articles/moved-%E9%87%91%E6%B5%B7 301");
        ShouldBeWhole(place.Folder);

        // A name that is withdrawn is in no new copy, whatever is remembered of the last one: after the restore of a backup, the log gives
        // its numbers a second time.
        var state = SnapshotWriter.StateFile(site.Setup().Options, place.Folder);
        var lines = await File.ReadAllLinesAsync(state, Token);
        lines[0] = Regex.Replace(lines[0], "\"Number\":(\\d+),\"Hash\":\"[0-9a-f]+\"",
            m => $"\"Number\":{m.Groups[1].Value}0,\"Hash\":\"{new string('a', 64)}\"");
        await AtomicFile.WriteAsync(state, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), Token);
        using (var own = await site.SignInAsMemberAsync(named))
        {
            (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldSay("taken out everywhere");
        }

        await MakeAsync(site, place.Folder);
        place.AllText().ShouldNotContain("Named Visibly");

        // Nor is a page that is withdrawn, not even the name of its folder; nor is any of it left beside the copy.
        place.AllText().ShouldContain("other-poet");
        await site.WithdrawAsync(other);
        await MakeAsync(site, place.Folder);
        place.AllText().ShouldNotContain("other-poet");
        if (!OperatingSystem.IsWindows())
        {
            Directory.GetFiles(Path.Combine(place.Parent, ".copy.spare"), "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
        }

        // Midnight where the site is, though it is the same day by the clock of the copy: pages count days.
        (await MakeAsync(site, place.Folder, At.AddHours(-14).AddMinutes(1))).Rendered.ShouldBeGreaterThan(first.Rendered);
        await MakeAsync(site, place.Folder);

        // From nothing, on another machine, it is the same to the byte.
        using var elsewhere = new Place();
        await MakeAsync(site, elsewhere.Folder);
        foreach (var file in Directory.GetFiles(elsewhere.Folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(elsewhere.Folder, file);
            if (path != CopyManifest.FileName)
            {
                (await File.ReadAllBytesAsync(file, Token))
                    .ShouldBe(await File.ReadAllBytesAsync(Path.Combine(place.Folder, path), Token), path);
            }
        }
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_not_touched()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var place = new Place();
        Directory.CreateDirectory(place.Folder);
        await AtomicFile.WriteAsync(Path.Combine(place.Folder, "thesis.txt"), Encoding.UTF8.GetBytes("years of work"), Token);

        (await Should.ThrowAsync<SetupException>(() => MakeAsync(site, place.Folder))).Message.ShouldContain("holds something else");
        Directory.GetFileSystemEntries(place.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_signed_copy_is_accepted_by_openssh_and_one_that_was_changed_is_not_signed()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var place = new Place();
        await MakeAsync(site, place.Folder);
        using var key = SshPrivateKey.Create();
        var file = Path.Combine(place.Parent, "key");
        await AtomicFile.WriteAsync(file, Encoding.UTF8.GetBytes(key.Write("test")), Token);
        await AtomicFile.WriteAsync(file + ".pub", Encoding.UTF8.GetBytes(key.Public + "\n"), Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            (await Should.ThrowAsync<SetupException>(() => SignAsync(place.Folder, file))).Message.ShouldContain("Others can read");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await SignAsync(place.Folder, file)).ShouldBe(0);
        using var source = new FolderCopy(place.Folder);
        var demands = new CopyDemands { Keys = TrustedKeys.OfFingerprint(key.Public.Fingerprint)!, Now = At };
        (await CopyCheck.RunAsync(source, demands, null, Token)).Findings.ShouldBeEmpty();
        await File.AppendAllTextAsync(Path.Combine(place.Folder, "campaigns.html"), "<script>", Token);
        (await SignAsync(place.Folder, file)).ShouldBe(1);
    }

    [Fact]
    public async Task The_live_site_says_what_its_copy_says_also_in_the_parts_of_lists_and_copies_elsewhere_have_other_numbers()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { WithStarter = true });
        foreach (var number in Enumerable.Range(1, 21))
        {
            await site.PublishArticleAsync(Words($"Article {number}"));
        }

        using var place = new Place();
        var now = site.Clock.GetUtcNow().UtcDateTime;
        var made = await MakeAsync(site, place.Folder, now);
        Directory.GetFiles(place.Folder, "articles~*.html").ShouldNotBeEmpty();
        Directory.GetFiles(Path.Combine(place.Folder, "people"), "names~*.html").ShouldNotBeEmpty();
        var manifest = CopyManifest.Read(await File.ReadAllBytesAsync(Path.Combine(place.Folder, CopyManifest.FileName), Token), out _)!;
        using var source = new FolderCopy(place.Folder);
        using var live = new WebCopy(site.Url, WebCopy.Handler(), TimeSpan.FromSeconds(60));
        (await LiveCheck.RunAsync(source, manifest, live, null, Token)).ShouldBeEmpty();

        using var elsewhere = new Place();
        (await MakeAsync(site, elsewhere.Folder, now)).Version.ShouldBe(made.Version + 1);
    }

    private static Task<int> SignAsync(string folder, string key) => SignCommand.RunAsync(
        new(TextWriter.Null, TextWriter.Null, TextReader.Null, isInteractive: false), folder, key, null, withoutOpenSsh: true, Token);

    private static Task<SnapshotMade> MakeAsync(CmsSite site, string folder, DateTime? at = null)
    {
        var setup = site.Setup();
        return new SnapshotWriter(new SitesInProcess(setup), setup.Options).RunAsync(new(folder, at ?? At, 30), Token);
    }

    /// <summary>Every link of every page leads to a file of the copy, and the manifest lists what there is.</summary>
    private static void ShouldBeWhole(string folder)
    {
        var broken = new List<string>();
        foreach (var page in Directory.GetFiles(folder, "*.html", SearchOption.AllDirectories))
        {
            var html = File.ReadAllText(page);
            html.ShouldNotContain("<form");
            foreach (Match tag in Regex.Matches(html, "<(?!link rel=\"(canonical|alternate\" hreflang))[a-z]+ [^>]*>"))
            {
                foreach (Match link in Regex.Matches(tag.Value, " (?:href|src)=\"([^\"#?]+)"))
                {
                    var target = Uri.UnescapeDataString(link.Groups[1].Value);
                    if (!Regex.IsMatch(target, "^[a-z]+:") && (target.StartsWith('/')
                        || !File.Exists(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target)))))
                    {
                        broken.Add($"{Path.GetRelativePath(folder, page)} → {target}");
                    }
                }
            }
        }

        broken.ShouldBeEmpty();
        var manifest = CopyManifest.Read(File.ReadAllBytes(Path.Combine(folder, CopyManifest.FileName)), out var problem)
            .ShouldNotBeNull(problem);
        manifest.Files.Select(f => f.Path).ShouldBe(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f)).Where(f => f != CopyManifest.FileName), ignoreOrder: true);
    }

    private sealed class Place : IDisposable
    {
        public string Parent { get; } = Directory.CreateTempSubdirectory("cms-copies-").FullName;

        public string Folder => Path.Combine(Parent, "copy");

        public Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file), Token);

        /// <summary>Names and text of all files and folders: the copy, and what is kept beside it for the next.</summary>
        public string AllText() => string.Join('\n', Directory.GetFileSystemEntries(Parent, "*", SearchOption.AllDirectories)
            .Select(f => File.Exists(f) ? f + "\n" + File.ReadAllText(f) : f));

        public void Dispose() => Directory.Delete(Parent, recursive: true);
    }
}
