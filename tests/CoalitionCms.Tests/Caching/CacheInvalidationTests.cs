using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Notifications;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Caching;

/// <summary>
/// What changed is told after the commit, values before pages, and not at all when nothing was committed; a reader in between keeps
/// nothing.
/// </summary>
public sealed class CacheInvalidationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_page_read_while_a_person_is_being_forgotten_does_not_keep_the_name(DatabaseKind database)
    {
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = hook.AddTo });
        var member = await site.AddMemberAsync("Wen Forgotten", "文忘");
        var evening = await site.PublishEventAsync("Evening of reading");
        await site.AttendAsync(evening, member, Gathering.Public);
        using var admin = await site.SignInAsync(Role.Admin);
        using var visitor = site.Visit();
        var form = await admin.GetAsync(SiteUrls.Purge(member));
        var readInBetween = "";
        hook.BeforeCommit = async () => readInBetween += (await visitor.GetAsync("/events/evening-of-reading")).Body;

        var done = await admin.SubmitAsync(form, "main form", ("Confirmation", "Wen Forgotten (文忘)"));

        done.ShouldHave(HttpStatusCode.OK).ShouldSay("The person is erased.");
        readInBetween.ShouldContain("Wen Forgotten", customMessage: "The page was to be read before the commit.");
        hook.BeforeCommit = null;
        (await visitor.GetAsync("/events/evening-of-reading")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Forgotten");
    }

    [OnEachDatabase]
    public async Task A_page_read_while_pages_are_dropped_does_not_keep_the_old_notice_address_or_photo(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var sha256 = await site.AddAsync(Actor.CommandLine, Library.Photo(7), "Rain");
        var article = await site.PublishArticleAsync(Writing.Words("With a photo", Library.InText(sha256)));
        var invalidation = site.Services.GetRequiredService<CacheInvalidation>();
        using var visitor = site.Visit();

        // Readers are there at every moment: before the values are dropped, between, and as the pages go. Some come for the first time, so
        // that the values are read again.
        var here = new AsyncLocal<bool> { Value = true };
        var round = 0;
        var photo = HttpStatusCode.OK;
        invalidation.ValuesInvalidated += _ => ReadAll();
        invalidation.PagesInvalidated += _ => ReadAll();
        ReadAll();
        ReadAll();

        await site.InDatabaseAsync(async db =>
        {
            var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(Token) ?? db.Add(new SiteSettings()).Entity;
            settings.Announce(LocalText.Of("en", "Beware of copies."), NoticeSeverity.Danger, "", null);
            new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.SettingsSaved, "settings", "site");
            db.Invalidate(CacheTag.Site);
            return await db.SaveChangesAsync(Token);
        });
        (await visitor.GetAsync("/articles")).ShouldSay("Beware of copies.");
        (await visitor.GetAsync("/zh-Hans")).ShouldSay("Beware of copies.");

        var address =
            new SaveAddress.Input(null, "found.example", AddressKind.Mirror, false, FuzzyDate.Unknown, FuzzyDate.Unknown, LocalText.Empty,
            0, 0);
        (await site.AskAsync((SaveAddress save) => save.RunAsync(Actor.CommandLine, address, Token))).IsDone.ShouldBeTrue();
        (await visitor.GetAsync("/articles")).One("footer").TextContent.ShouldContain("found.example");
        (await visitor.GetAsync("/official")).ShouldSay("found.example");

        await site.WithdrawAsync(article);
        photo.ShouldBe(HttpStatusCode.NotFound, "As the pages go, the photo is gone already.");
        (await visitor.GetAsync($"/media/{sha256}/32.jpg")).ShouldHave(HttpStatusCode.NotFound);

        // While the change is told, so that the moment is the one between two steps; not when the database tells of it once more.
        void ReadAll()
        {
            if (here.Value)
            {
                Task.Run(ReadAllAsync).GetAwaiter().GetResult();
            }
        }

        async Task ReadAllAsync()
        {
            round++;
            foreach (var path in (string[])["/articles", "/official", "/zh-Hans", $"/people?region=r{round}"])
            {
                await visitor.GetAsync(path);
            }

            photo = (await visitor.GetAsync($"/media/{sha256}/32.jpg")).Status;
        }
    }

    [Fact]
    public async Task Of_two_drops_at_once_the_later_counts()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var cache = site.Services.GetRequiredService<PageCache>();
        var betweenTheTwo = 0L;

        // The first drop has its mark and is about to note it when the second comes and goes.
        cache.Drop(new HeldUp(CacheTag.Attendance, () =>
        {
            betweenTheTwo = cache.Now;
            cache.Drop([CacheTag.Attendance]);
        }));

        cache.Store("/made-up", "old names"u8.ToArray(), "text/html", [CacheTag.Attendance], betweenTheTwo);
        cache.Find("/made-up").ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task Nothing_is_told_before_the_outermost_commit_and_nothing_of_what_was_rolled_back(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        List<string> told = [];

        // A server tells the process of its own changes once more, on another thread, some time later.
        var here = new AsyncLocal<bool> { Value = true };
        site.Services.GetRequiredService<CacheInvalidation>().ValuesInvalidated += tags => told.AddRange(here.Value ? tags : []);
        site.Services.GetRequiredService<CommittedEntries>().Committed += entries => told.AddRange(entries.Select(e => e.ObjectId));

        await site.InDatabaseAsync(async db =>
        {
            await using (var rolledBack = await db.Database.BeginTransactionAsync(Token))
            {
                await SaveAsync(db, "rolled-back");
                await rolledBack.RollbackAsync(Token);
                db.DiscardChanges();
            }

            await using (await db.Database.BeginTransactionAsync(Token))
            {
                await SaveAsync(db, "let-go");
                db.DiscardChanges();
            }

            told.ShouldBeEmpty();
            await using (var outer = await db.Database.BeginTransactionAsync(Token))
            {
                await SaveAsync(db, "first");
                await SaveAsync(db, "second");
                db.Invalidate("unsaved");
                told.ShouldBeEmpty();
                await outer.CommitAsync(Token);
            }

            told.ShouldBe(["first", "second", "unsaved", "first", "second"]);
            told.Clear();
            db.Invalidate("alone");
            await db.SaveChangesAsync(Token);
            told.ShouldBe(["alone"]);
            await SaveAsync(db, "last");
            told.ShouldBe(["alone", "last", "last"]);
            return 0;
        });

        async Task SaveAsync(CmsDbContext db, string name)
        {
            new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.SettingsSaved, "settings", name);
            db.Invalidate(name);
            await db.SaveChangesAsync(Token);
        }
    }

    [OnEachDatabase]
    public async Task A_change_whose_commit_fails_sends_no_mail_and_hands_on_no_entry(DatabaseKind database)
    {
        var hook = new DatabaseHook();
        await using var server = new MailServer();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Adjust = hook.AddTo,
            Settings = new Dictionary<string, string?>
            {
                ["Cms:Smtp:Host"] = "127.0.0.1",
                ["Cms:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
                ["Cms:Smtp:From"] = "site@coalition.example",
                ["Cms:Smtp:CertificateSha256"] = server.Sha256,
            },
        });
        var (email, id) = await site.HireAsync(Role.Admin, "Mira Unmailed");
        List<string> told = [];
        site.Services.GetRequiredService<CommittedEntries>().Committed += entries => told.AddRange(entries.Select(e => e.Verb));
        var link = await site.AskAsync((MakeResetLink make) => make.RunAsync(Actor.CommandLine, id, Token));
        told.Clear();

        hook.BeforeCommit = () => throw new TimeoutException("The disk is gone.");
        await Should.ThrowAsync<TimeoutException>(() => site.AskAsync((ResetPassword reset) =>
            reset.RunAsync(new() { Code = link.Value.Url.Split("code=")[1], Password = "ten green rivers by night" }, Token)));
        hook.BeforeCommit = null;

        told.ShouldBeEmpty();
        using var browser = site.Visit();
        await browser.SignInAsync(email);
        server.Mails.Take(Token).ShouldContain("Sign-in at localhost");
        server.Mails.Count.ShouldBe(0);
        told.ShouldBe([AuditVerb.SignedIn]);
    }

    [Fact]
    public void Nobody_tells_but_the_commit_and_the_ear_for_other_processes()
    {
        MethodInfo[] raising =
            [.. typeof(CacheInvalidation).GetMethods(All).Concat(typeof(CommittedEntries).GetMethods(All))
            .Where(m => m.Name == nameof(CacheInvalidation.Raise))];
        var calls = raising.Select(m => BitConverter.GetBytes(m.MetadataToken)).ToList();

        var callers = from type in typeof(CacheInvalidation).Assembly.GetTypes()
                      from method in type.GetMethods(All | BindingFlags.DeclaredOnly).Cast<MethodBase>().Concat(type.GetConstructors(All))
                      let code = method.GetMethodBody()?.GetILAsByteArray()
                      where code is not null && calls.Exists(token => Calls(code, token))
                      select Outermost(type).Name;

        raising.Length.ShouldBe(2);

        // A copy of the site renders its pages in a site of its own, and asks the log what was committed meanwhile.
        callers.Distinct().ShouldBe([nameof(AfterCommit), nameof(PostgresInvalidationListener), nameof(SnapshotWriter)], ignoreOrder: true);
    }

    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>True where the code calls a method: <c>call</c> or <c>callvirt</c>, then its token.</summary>
    private static bool Calls(byte[] code, byte[] token)
    {
        for (var at = 1; at + 4 <= code.Length; at++)
        {
            if (code[at - 1] is 0x28 or 0x6F && code.AsSpan(at, 4).SequenceEqual(token))
            {
                return true;
            }
        }

        return false;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>One tag whose listing is held up by something else that happens meanwhile.</summary>
    private sealed class HeldUp(string tag, Action meanwhile) : IReadOnlyCollection<string>
    {
        private bool happened;

        public int Count => 1;

        public IEnumerator<string> GetEnumerator()
        {
            if (!happened)
            {
                happened = true;
                meanwhile();
            }

            yield return tag;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
