using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>The keys of cookies, for a thief who has the data folder and not the key file.</summary>
public sealed class SealingTheKeyRingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_stolen_folder_holds_no_key_and_its_sessions_go_on_after_a_restart(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);

        var secrets = SecretsOf(site);
        secrets.ShouldNotBeEmpty();
        Traces.InFiles(Path.Combine(site.Folder, "keys"), [.. secrets, "masterKey", "activationDate"]).ShouldBeEmpty();
        Traces.InFiles(Path.Combine(site.Folder, "keys"), secrets[0][..12]).ShouldBeEmpty();
        Forger(site).ShouldBeNull("The thief's program finds no key to forge with.");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(RingOf(site)[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await site.RestartAsync(TimeSpan.FromMinutes(1));
        SecretsOf(site).ShouldBe(secrets);
        (await OpenAgainAsync(site, admin)).ShouldBe("/admin");
    }

    [OnEachDatabase]
    public async Task A_key_that_was_laid_into_the_folder_in_the_clear_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var path = RingOf(site).ShouldHaveSingleItem();
        var key = site.Services.GetRequiredService<KeyRing>().GetAllElements().Single();
        await AtomicFile.WriteAsync(path, System.Text.Encoding.UTF8.GetBytes(key.ToString()), Token);
        Forger(site).ShouldNotBeNull("In the clear it would be enough to forge with.");

        await site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, Token));
        await site.RestartAsync(TimeSpan.FromMinutes(1));

        (await OpenAgainAsync(site, admin)).ShouldBe("/account/login");
        site.Log.ToString().ShouldContain(
            $"The file {Path.GetFileName(path)} of the key ring is damaged, in the clear, or sealed by a field key");
        RingOf(site).Count.ShouldBe(2, "The site goes on with a key of its own.");
    }

    [OnEachDatabase]
    public async Task With_a_foreign_key_sessions_end_and_the_log_says_why(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (email, _) = await site.HireAsync(Role.Admin);
        using var admin = site.Visit();
        await admin.SignInAsync(email);
        var own = site.Services.GetRequiredService<FieldKeys>();
        site.Services.GetRequiredService<KeyRing>().SealBy(new FieldKeys([FieldKey.New(DateTime.UnixEpoch), .. own.All], isKept: true));
        await File.AppendAllTextAsync(Path.Combine(site.Folder, "keys", "key-broken.xml"), "<key", Token);

        await site.RestartAsync(TimeSpan.FromMinutes(1));

        (await OpenAgainAsync(site, admin)).ShouldBe("/account/login");
        site.Log.ToString().ShouldContain("sealed by a field key that the key file does not have. Sessions from its time end");
        using var again = site.Visit();
        (await again.SignInAsync(email)).Url.AbsolutePath.ShouldNotBe("/account/login");
    }

    [OnEachDatabase]
    public async Task Changing_keys_shows_progress_and_keeps_the_ring(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        await AddMembersAsync(site, 250);
        var before = site.Services.GetRequiredService<FieldKeys>().Current.Id;

        var (exitCode, output) = await site.RunAsync("keys", "rotate");

        exitCode.ShouldBe(0, output);
        output.ShouldMatch(@"\d+ of \d+ rows");
        await site.RestartAsync(TimeSpan.FromMinutes(1));
        site.Services.GetRequiredService<FieldKeys>().All.ShouldHaveSingleItem().Id.ShouldNotBe(before);
        Traces.InFiles(Path.Combine(site.Folder, "keys"), before).ShouldBeEmpty();
        (await OpenAgainAsync(site, admin)).ShouldBe("/admin", "The same ring, under another field key.");
    }

    [OnEachDatabase]
    public async Task A_change_of_keys_killed_midway_goes_on_where_it_ended(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        await AddMembersAsync(site, 450);
        var before = site.Services.GetRequiredService<FieldKeys>().Current.Id;

        await Should.ThrowAsync<TimeoutException>(() => site.AskAsync(async (FieldEncryption sealing) =>
        {
            sealing.OnProgress = (done, _) => _ = done > 200 ? throw new TimeoutException("Killed.") : done;
            await sealing.RotateAsync(Actor.CommandLine, Token);
            return true;
        }));
        await site.RestartAsync(TimeSpan.FromMinutes(1));
        var keys = site.Services.GetRequiredService<FieldKeys>();
        keys.All.Count.ShouldBe(2, "The old key stays until nothing needs it.");
        var stand = await KeysInUseAsync(site);
        stand.ShouldContain(before);
        stand.ShouldContain(keys.Current.Id);

        var (exitCode, output) = await site.RunAsync("keys", "rotate");

        exitCode.ShouldBe(0, output);
        output.ShouldContain($"The change of keys that was interrupted is finished: everything is sealed by the key {keys.Current.Id}.");
        await site.RestartAsync(TimeSpan.FromMinutes(1));
        site.Services.GetRequiredService<FieldKeys>().All.ShouldHaveSingleItem().Id.ShouldBe(keys.Current.Id);
        (await KeysInUseAsync(site)).ShouldBe([keys.Current.Id]);
        (await site.AskAsync((FieldEncryption sealing) => sealing.CheckAsync(Token))).Broken.ShouldBeNull();
        (await OpenAgainAsync(site, admin)).ShouldBe("/admin");
    }

    private static async Task<string> OpenAgainAsync(CmsSite site, Browser browser)
    {
        using var again = site.Visit();
        again.Cookies = browser.Cookies;
        return (await again.GetAsync("/admin")).Url.AbsolutePath;
    }

    private static List<string> RingOf(CmsSite site) => [.. Directory.GetFiles(Path.Combine(site.Folder, "keys"), "*.xml")];

    private static List<string> SecretsOf(CmsSite site) =>
        [.. site.Services.GetRequiredService<KeyRing>().GetAllElements().SelectMany(e => e.Descendants("value")).Select(e => e.Value)];

    /// <summary>What a thief's own program reads out of the folder; null when it finds no key that was there.</summary>
    private static object? Forger(CmsSite site)
    {
        var copy = Directory.CreateTempSubdirectory("cms-stolen-");
        try
        {
            foreach (var path in RingOf(site))
            {
                File.Copy(path, Path.Combine(copy.FullName, Path.GetFileName(path)));
            }

            var services = new ServiceCollection();
            services.AddDataProtection().SetApplicationName("CoalitionCms").PersistKeysToFileSystem(copy).DisableAutomaticKeyGeneration();
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<Microsoft.AspNetCore.DataProtection.KeyManagement.IKeyManager>().GetAllKeys()
                .FirstOrDefault();
        }
        catch (Exception none) when (none is System.Security.Cryptography.CryptographicException or NullReferenceException
            or FormatException)
        {
            return null;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task AddMembersAsync(CmsSite site, int count)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        db.AddRange(Enumerable.Range(0, count).Select(_ => new Member(Guid.CreateVersion7())));
        scope.ServiceProvider.GetRequiredService<AuditLog>().Record(Actor.CommandLine, AuditVerb.MembersImported, "Member", "roster");
        await db.SaveChangesAsync(Token);
    }

    private static Task<List<string>> KeysInUseAsync(CmsSite site) => site.InDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = """SELECT DISTINCT substr("RomanisedName", 5, 16) FROM "Members" """;
        await using var reader = await command.ExecuteReaderAsync(Token);
        var ids = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    });
}
