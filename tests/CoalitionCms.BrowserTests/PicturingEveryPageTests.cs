using CoalitionCms.BrowserTests.Support;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Seed;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NetVips;
using Xunit;

namespace CoalitionCms.BrowserTests;

/// <summary>
/// Goes to every kind of public page and every admin page; <c>tests/screenshots.sh</c> keeps their pictures. Without the folder that it
/// names, each page is looked at once, on a phone. It must fit the width and have one main button at most.
/// </summary>
public sealed class PicturingEveryPageTests(Chromium chromium)
{
    private const int Invented = 120;
    private const int Seed = 1;
    private static readonly string? Folder = Environment.GetEnvironmentVariable("CMS_PICTURES");

    // Those that are seen, in the colour of the main one.
    private const string MainButtons = """
        [...document.querySelectorAll('main :is(button, .btn)')].filter(b => b.checkVisibility()
            && getComputedStyle(b).backgroundColor !== 'rgba(0, 0, 0, 0)'
            && getComputedStyle(b).backgroundColor === getComputedStyle(b).borderBottomColor).map(b => b.textContent.trim())
        """;

    // Full-width punctuation carries its own space.
    private const string WideSpaces = """
        document.documentElement.lang.startsWith('zh') ? document.body.innerText.match(/.{0,20}[，。：；！？] +\S.{0,20}/g) ?? [] : []
        """;

    private static readonly string[] Languages =
        (Environment.GetEnvironmentVariable("CMS_PICTURES_LANGUAGES") ?? "en zh-Hans").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [InChromium]
    public async Task Every_page_has_its_picture()
    {
        foreach (var hasSample in Folder is null ? new[] { false } : [false, true])
        {
            await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { WithStarter = true });
            if (hasSample)
            {
                Assert.True(await site.AskAsync((SampleContent sample) => sample.AddAsync(
                    Actor.CommandLine, Invented, Seed, _ => { }, TestContext.Current.CancellationToken)));
            }

            var things = await ThingsAsync(site);
            foreach (var language in Languages.Select(l => Language.Find(l)!))
            {
                var staff = await StaffPathsAsync(site, language, things);
                var paths = await PublicPathsAsync(site, language);
                foreach (var screen in Folder is null ? new[] { Screen.Phone } : [new(360, 740), Screen.Desktop])
                {
                    var name = $"{(hasSample ? "sample" : "starter")}.{language.Code}.{screen.Width}";
                    await using var reader = await chromium.OpenAsync(site, screen, scripts: true, locale: language.Code);
                    await PictureAsync(await reader.NewPageAsync(), paths, name + ".public");
                    await using var admin = await chromium.OpenAsync(site, screen, scripts: true, locale: language.Code);
                    var page = await admin.NewPageAsync();
                    await page.SignInAsync(site, Role.Admin);
                    await page.GotoAsync($"/account/login?lang={language.Code}");
                    await PictureAsync(page, staff, name + ".staff");
                }
            }
        }
    }

    private async Task<IReadOnlyList<string>> PublicPathsAsync(CmsSite site, Language language)
    {
        var token = TestContext.Current.CancellationToken;
        var urls = new List<string>();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            // What readers of the language come to: the text in it, otherwise the original.
            var found = await site.InDatabaseAsync(db => db.Set<Publication>().Where(p => p.Kind == kind)
                .OrderByDescending(p => p.Language == language.Code).ThenByDescending(p => p.SortAt).Select(p => new { p.Language, p.Slug })
                .FirstAsync(token));
            var path = SiteUrls.Entry(kind, Language.Find(found.Language)!, found.Slug);
            urls.Add(path);
            urls.AddRange(kind == EntryKind.Person ? [await LetterAsync(site, language), SiteUrls.Poster(path)] : []);
            urls.AddRange(kind == EntryKind.Page ? [] : [SiteUrls.List(kind, language)]);
        }

        var year = await site.InDatabaseAsync(db =>
            db.Set<Publication>().Where(p => p.Kind == EntryKind.Article).MaxAsync(p => p.Year, token));
        var tag = await site.InDatabaseAsync(db => db.Set<PublicationTag>()
            .Where(t => db.Set<Publication>().Any(p => p.EntryId == t.EntryId && p.Language == language.Code))
            .Select(t => t.Slug).FirstOrDefaultAsync(token));
        var elsewhere = await site.InDatabaseAsync(db => db.Set<Publication>().Where(p => p.Kind == EntryKind.Article && p.IsOriginal
            && !db.Set<Publication>().Any(o => o.ItemId == p.ItemId && o.Language == language.Code))
            .OrderByDescending(p => p.SortAt).Select(p => p.Slug).FirstOrDefaultAsync(token));
        return
        [
            SiteUrls.Home(language), .. urls, SiteUrls.Year(year, language), .. tag is null ? [] : new[] { SiteUrls.Tag(tag, language) },
            .. elsewhere is null ? [] : new[] { SiteUrls.Entry(EntryKind.Article, language, elsewhere) },
            SiteUrls.NameIndex(language), SiteUrls.Search(language), SiteUrls.Search(language, "a", null, null, null),
            SiteUrls.Search(language, "xyzzy", null, null, null), SiteUrls.Official(language), SiteUrls.Contact(language),
            SiteUrls.Verify(language), SiteUrls.Copy(language), SiteUrls.Official(language)
            + "-missing", $"/account/login?lang={language.Code}",
        ];
    }

    /// <summary>The letter for a person for whom one is wanted; not every person has one.</summary>
    private async Task<string> LetterAsync(CmsSite site, Language language)
    {
        var token = TestContext.Current.CancellationToken;
        var people = await site.InDatabaseAsync(db => db.Set<Publication>().Where(p => p.Kind == EntryKind.Person)
            .OrderByDescending(p => p.Language == language.Code).ThenBy(p => p.Slug).Select(p => new { p.Language, p.Slug })
            .ToListAsync(token));
        await using var context = await chromium.OpenAsync(site, Screen.Phone);
        foreach (var person in people)
        {
            var letter = SiteUrls.Letter(SiteUrls.Entry(EntryKind.Person, Language.Find(person.Language)!, person.Slug));
            var answer = await context.APIRequest.GetAsync(letter);
            if ((await answer.TextAsync()).Contains("class=\"sheet letter\"", StringComparison.Ordinal))
            {
                return letter;
            }
        }

        throw new InvalidOperationException("No campaign of the starter content asks for letters.");
    }

    /// <summary>What the pages of staff are about, made once for all languages.</summary>
    private static async Task<(string Photo, Guid Account)> ThingsAsync(CmsSite site)
    {
        var token = TestContext.Current.CancellationToken;
        var photo = (await site.AskAsync(async (AddMedia add) => await add.RunAsync(Actor.CommandLine,
            new(await File.ReadAllBytesAsync((await Photos.SeveralAsync(1))[0], token), "square.jpg", Language.English, "A square"),
            token))).Value;
        await site.HireAsync(Role.Editor);
        return (photo, await site.InDatabaseAsync(db =>
            db.Set<Account>().OrderBy(a => a.CreatedAt).Select(a => a.Id).LastAsync(token)));
    }

    private static async Task<IReadOnlyList<string>> StaffPathsAsync(CmsSite site, Language language, (string Photo, Guid Account) things)
    {
        var token = TestContext.Current.CancellationToken;
        var (photo, accountId) = things;
        var editors = new List<string>();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            var entry = await site.InDatabaseAsync(db =>
                db.Set<Entry>().Where(e => e.Kind == kind).OrderByDescending(e => e.Language == language.Code).ThenBy(e => e.CreatedAt)
                .ThenBy(e => e.Id).Select(e => e.Id).FirstAsync(token));
            editors.AddRange([SiteUrls.AdminList(kind), SiteUrls.New(kind), SiteUrls.Edit(kind, entry)]);
        }

        var article = await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.Kind == EntryKind.Article && !e.IsOriginal)
            .Select(e => e.Id).FirstAsync(token));
        var person = await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.Kind == EntryKind.Person).OrderBy(e => e.CreatedAt)
            .ThenBy(e => e.Id).Select(e => e.Id).FirstAsync(token));
        var held = await site.InDatabaseAsync(db => db.Set<Event>().Select(e => e.Id).FirstAsync(token));
        var member = await site.InDatabaseAsync(db => db.Set<Member>().Select(m => m.Id).FirstAsync(token));
        return
        [
            "/admin", .. editors, SiteUrls.Edit(EntryKind.Article, article), SiteUrls.StaleCases, SiteUrls.Attendance(held),
                SiteUrls.Door(held),
            SiteUrls.AttendanceTable(held), SiteUrls.SignInSheet(held), SiteUrls.Series(held), SiteUrls.Members, SiteUrls.NewMember,
            SiteUrls.Member(member), SiteUrls.Merge(member), SiteUrls.MemberNames(member), SiteUrls.MemberAccount(member),
            SiteUrls.MemberCertificates(member), SiteUrls.MemberDuplicates, SiteUrls.MembersTable, SiteUrls.HiddenNames,
            SiteUrls.PersonalData,
            SiteUrls.PersonalDataOf(member), SiteUrls.Media, "/admin/addresses", "/admin/addresses/new", "/admin/settings", SiteUrls.Health,
            SiteUrls.EditPicture(photo), SiteUrls.MediaFile(photo), "/admin/copies", "/admin/import", "/admin/people/import",
            "/admin/views",
            SiteUrls.UnSheet(person), SiteUrls.Remarks(article), SiteUrls.DraftLinks(article), SiteUrls.Schedule(article),
            $"/admin/accounts/{accountId}", "/admin/accounts/roles", "/account/factors/app", "/account/factors/passkey",
            "/admin/accounts", "/admin/accounts/invite", SiteUrls.AdminRequests, "/admin/audit", "/admin/review", SiteUrls.Review(article),
            SiteUrls.Revisions(article), SiteUrls.Difference(article, 0, 1), $"/admin/publication/{article}", "/account", SiteUrls.OwnNames,
            SiteUrls.OwnRecord, SiteUrls.OwnData, "/account/factors", "/account/sessions",
        ];
    }

    private static async Task PictureAsync(IPage page, IReadOnlyList<string> paths, string name)
    {
        const int Tallest = 12_000;
        ColorScheme[] colors = [ColorScheme.Light, ColorScheme.Dark];
        var pictures = colors.ToDictionary(color => color, _ => new List<Image>());
        var wide = new List<string>();
        foreach (var (number, path) in paths.Index())
        {
            await page.ShouldFitAsync(path);
            var main = await page.EvaluateAsync<string[]>(MainButtons);
            Assert.True(main.Length <= 1, $"{path} has more than one main button: {string.Join(", ", main)}.");
            wide.AddRange((await page.EvaluateAsync<string[]>(WideSpaces)).Select(found => $"{path}: {found}"));
            if (Folder is null)
            {
                continue;
            }

            // As tall as the page, or what sticks to the end of the screen stands in the middle of the picture.
            var screen = page.ViewportSize!;
            await page.SetViewportSizeAsync(screen.Width,
                Math.Min(Tallest, await page.EvaluateAsync<int>("document.documentElement.scrollHeight")));
            foreach (var color in colors)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = color });
                var picture = Image.NewFromBuffer(await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled }));
                picture.Webpsave(Path.Combine(FolderOf(name, color), $"{number:00}{Slug.From(path)}.webp"), q: 60);
                pictures[color].Add(OnSheet(picture));
            }

            await page.SetViewportSizeAsync(screen.Width, screen.Height);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }

        Assert.True(wide.Count == 0, "A space after full-width punctuation: " + string.Join("\n", wide));
        foreach (var color in colors)
        {
            foreach (var (number, some) in pictures[color].Chunk(12).Index())
            {
                Image.Arrayjoin(some, across: page.ViewportSize!.Width < 600 ? 6 : 4, shim: 8, background: [128, 128, 128])
                    .Jpegsave(Path.Combine(FolderOf(name, color), $"sheet-{number + 1}.jpg"), q: 75);
            }
        }
    }

    private static string FolderOf(string name, ColorScheme color) =>
        Directory.CreateDirectory(Path.Combine(Folder!, name + (color == ColorScheme.Dark ? ".dark" : ".light"))).FullName;

    /// <summary>The beginning of a page, small enough for twelve on a sheet and large enough to read.</summary>
    private static Image OnSheet(Image picture)
    {
        var (width, height) = picture.Width < 600 ? (300, 1_100) : (480, 760);
        return picture.ExtractBand(0, 3).Crop(0, 0, picture.Width, Math.Min(picture.Height, height * picture.Width / width))
            .ThumbnailImage(width, height).Gravity(Enums.CompassDirection.North, width, height, Enums.Extend.Background, [128, 128, 128])
            .CopyMemory();
    }
}
