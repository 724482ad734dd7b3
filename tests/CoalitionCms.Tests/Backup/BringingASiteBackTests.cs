using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Identity;
using CoalitionCms.Integrity;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Backup;

/// <summary>The whole way: a site is backed up while people write, and comes back elsewhere as it was.</summary>
public sealed class BringingASiteBackTests : IDisposable
{
    private static readonly string[] Paths =
        ["/", "/zh-Hans", "/articles", "/articles/with-a-photo", "/people", "/campaigns", "/events", "/official", "/feed.atom"];

    private readonly Vault vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_site_backed_up_while_people_write_comes_back_equal_in_an_empty_folder(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        await site.AddMemberAsync("Ouyang Hidden", "欧阳隐");
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(7), "A square");
        await site.PublishArticleAsync(Writing.Words("With a photo", Library.InText(photo)));
        var (email, _) = await site.HireAsync(Role.Editor, "Mira Hidden");
        using var before = site.Visit();
        await before.SignInAsync(email);
        using var visitor = site.Visit();
        var pages = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Paths.Append($"/media/{photo}/32.jpg"))
        {
            pages[path] = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).Bytes;
        }

        // Public keys come back; a private one that somebody left beside them is in no backup.
        using var signing = SshPrivateKey.Create();
        var options = Vault.SetupOf(site).Options;
        await SigningKeys.WriteAsync(options, [new("localhost", signing.Public, SigningKeys.Namespaces, DateTime.UnixEpoch, null)], Token);
        await AtomicFile.WriteAsync(Path.Combine(DataFolder.SigningOf(options), "signing-key"),
            Encoding.ASCII.GetBytes(signing.Write("left behind")), Token);

        var (file, written) = await BackUpWhileWritingAsync(site);

        // As a thief of the file would look: no name that is not public, and no key.
        Traces.InFiles(vault.Folder, "Ouyang Hidden", "欧阳隐", "Mira Hidden", email, SecretOf(site.Folder), "PRIVATE KEY").ShouldBeEmpty();

        var (setup, connectionString, folder) = await Vault.EmptyAsync(database);
        var answer = await Vault.RestoreAsync(setup, file);
        answer.ExitCode.ShouldBe(0, answer.Output);
        answer.Output.ShouldContain("Its database was opened and is whole; its audit log holds");
        answer.Output.ShouldContain("1 sessions were ended");
        await using var restored = await CmsSite.OpenAsync(database, connectionString, folder);
        (await restored.InDatabaseAsync(db => db.Set<Session>().CountAsync(Token))).ShouldBe(0);
        await ShouldBeEqualAsync(restored, pages);
        SigningKeys.Current(setup.Options).ShouldNotBeNull().Key.ShouldBe(signing.Public);
        Directory.GetFiles(DataFolder.SigningOf(setup.Options)).ShouldHaveSingleItem();

        using var again = restored.Visit();
        again.Cookies = before.Cookies;
        (await again.GetAsync("/admin")).Url.AbsolutePath.ShouldBe("/account/login", "A session of before the backup opens nothing.");
        await again.SignInAsync(email);
        (await again.GetAsync(SiteUrls.Members)).ShouldSay("Ouyang Hidden (欧阳隐)");

        (await restored.VerifyAsync()).Break.ShouldBeNull();
        (await restored.AskAsync((ContentVerification content) => content.RunAsync(progress: null, Token))).Wrong.ShouldBeNull();
        (await restored.InDatabaseAsync(db => db.Set<TextRevision>().CountAsync(r => r.Title.StartsWith("Draft "), Token)))
            .ShouldBeInRange(0, written);
        await restored.PublishArticleAsync(Writing.Words("After the restore"));
        (await restored.VerifyAsync()).Break.ShouldBeNull("The log goes on.");
        (await restored.InDatabaseAsync(db => db.AuditEntries.Where(e => e.ObjectId == "backup").Select(e => e.Verb).ToListAsync(Token)))
            .ShouldBe([AuditVerb.BackupRestored]);
        (await site.VerifyAsync()).Break.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task What_was_there_is_moved_aside_and_kept(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(8), "A square");
        await site.PublishArticleAsync(Writing.Words("In the backup"));
        var file = await vault.BackUpAsync(site, "site.backup", Vault.Passphrase);

        var (setup, connectionString, folder) = await Vault.EmptyAsync(database);
        (await Vault.RestoreAsync(setup, file, Vault.Passphrase)).ExitCode.ShouldBe(0);
        await using (var first = await CmsSite.OpenAsync(database, connectionString, folder))
        {
            await first.PublishArticleAsync(Writing.Words("After it"));
            var refused = await Vault.RestoreAsync(setup, file, Vault.Passphrase);
            refused.ExitCode.ShouldBe(1, refused.Output);
            refused.Output.ShouldContain(database == DatabaseKind.Sqlite
                ? "error: There are data already: "
                : "error: The site or another command of it is running. Nothing was changed.");
            await first.DisposeButKeepAsync();
        }

        var wanted = await Vault.RestoreAsync(setup, file, Vault.Passphrase);
        wanted.ExitCode.ShouldBe(1, wanted.Output);
        wanted.Output.ShouldContain("error: There are data already: ");
        var replaced = await Vault.RestoreAsync(setup, file, Vault.Passphrase, replace: true);
        replaced.ExitCode.ShouldBe(0, replaced.Output);
        replaced.Output.ShouldContain("What was there before: ");
        Directory.EnumerateFiles(Path.Combine(folder, "replaced"), "32.jpg", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await using var second = await CmsSite.OpenAsync(database, connectionString, folder);
        (await second.InDatabaseAsync(db => db.Set<Publication>().Select(p => p.Title).ToListAsync(Token))).ShouldBe(["In the backup"]);
        (await second.InDatabaseAsync(db => db.Set<MediaFile>().Select(m => m.Sha256).ToListAsync(Token))).ShouldBe([photo]);
        (await second.VerifyAsync()).Break.ShouldBeNull();
        await OldOneHasAsync(second, "After it");
    }

    public void Dispose() => vault.Dispose();

    private async Task<(string File, int Written)> BackUpWhileWritingAsync(CmsSite site)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (count, started) = (0, new TaskCompletionSource());
        var writing = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await site.SaveAsync(EntryKind.Article, Writing.Words($"Draft {++count}"), ArticleFacts.None);
                started.TrySetResult();
            }
        }, Token);
        await Task.WhenAny(started.Task, writing);
        var file = await vault.BackUpAsync(site, "site.backup");
        await end.CancelAsync();
        await writing;
        count.ShouldBeGreaterThan(0);
        return (file, count);
    }

    private static async Task ShouldBeEqualAsync(CmsSite restored, Dictionary<string, byte[]> pages)
    {
        using var visitor = restored.Visit();
        foreach (var (path, bytes) in pages)
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).Bytes.ShouldBe(bytes, path);
        }
    }

    private static async Task OldOneHasAsync(CmsSite site, string title)
    {
        if (site.Database == DatabaseKind.Sqlite)
        {
            var old = Directory.EnumerateFiles(Path.Combine(site.Folder, "replaced"), "cms.db", SearchOption.AllDirectories)
                .ShouldHaveSingleItem();
            Traces.InFiles(Path.GetDirectoryName(old)!, title).ShouldNotBeEmpty();
            return;
        }

        await site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(Token);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'before%'";
            var schema = (string)(await command.ExecuteScalarAsync(Token))!;
            command.CommandText = $"""SELECT count(*) FROM {schema}."Publications" WHERE "Title" = '{title}'""";
            (await command.ExecuteScalarAsync(Token)).ShouldBe(1L);
            return true;
        });
    }

    private static string SecretOf(string folder) =>
        System.IO.File.ReadAllLines(Path.Combine(folder, "keys", "fields.key"))
        .Single(l => l.StartsWith("field-key-1 ", StringComparison.Ordinal)).Split(' ')[1];
}
