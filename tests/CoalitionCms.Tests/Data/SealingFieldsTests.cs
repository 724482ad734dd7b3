using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>What a thief of the database alone learns about people: nothing.</summary>
public sealed class SealingFieldsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Secrets = ["Ouyang Sealed", "欧阳封", "Quiet Alias", "walks home alone", "Mira Sealed", "mira.sealed@coalition.example", "MIRA.SEALED", "for aunt Wen"];

    [OnEachDatabase]
    public async Task Names_notes_and_addresses_stand_nowhere_in_the_database(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var account = new CreateAccount.Input { Email = "mira.sealed@coalition.example", Name = "Mira Sealed", NativeName = "欧阳封", Role = Role.Admin, Password = SigningIn.Password };
        (await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine, account, TestContext.Current.CancellationToken))).IsDone.ShouldBeTrue();
        await site.AskAsync((InviteAccount invite) => invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member, Note = "for aunt Wen" }, TestContext.Current.CancellationToken));
        using var admin = site.Visit();

        await admin.SignInAsync("Mira.SEALED@coalition.example");
        await admin.SubmitAsync(await admin.GetAsync(SiteUrls.NewMember), "main form",
            ("Input.RomanisedName", "Ouyang Sealed"), ("Input.NativeName", "欧阳封"), ("Input.Alias", "Quiet Alias"), ("Input.Note", "walks home alone"));

        (await admin.GetAsync(SiteUrls.Members)).ShouldSay("Ouyang Sealed (欧阳封)").ShouldSay("Quiet Alias");
        (await admin.GetAsync("/admin/accounts")).ShouldSay("Mira Sealed").ShouldSay("for aunt Wen");
        (await site.TracesOfAsync(Secrets)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task The_same_address_in_other_letters_is_taken(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var input = new CreateAccount.Input { Email = "twice@coalition.example", Name = "Mira Tan", Role = Role.Member, Password = SigningIn.Password };
        await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken));

        var again = await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine, input with { Email = "TWICE@Coalition.example" }, TestContext.Current.CancellationToken));

        again.Errors.Select(r => r.Key).ShouldBe(["Accounts.EmailTaken"]);
    }

    [OnEachDatabase]
    public async Task A_value_moved_to_another_column_or_changed_does_not_open(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Hong Moved", "洪移", alias: "Public Alias");
        var id = database == DatabaseKind.Sqlite ? member.ToString("D").ToUpperInvariant() : member.ToString("D");

        await site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await db.Database.GetDbConnection().RunAsync($"""UPDATE "Members" SET "Alias" = "RomanisedName" WHERE "Id" = '{id}'""");
            return true;
        });

        (await Should.ThrowAsync<Exception>(() => site.InDatabaseAsync(db => db.Members.SingleAsync(m => m.Id == member, TestContext.Current.CancellationToken))))
            .GetBaseException().ShouldBeAssignableTo<CryptographicException>();
        (await site.AskAsync((FieldEncryption sealing) => sealing.CheckAsync(TestContext.Current.CancellationToken))).Broken.ShouldBe($"Members, row {id}, column Alias");
        await site.InDatabaseAsync(db => db.Members.Where(m => m.Id == member).ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        (await site.AskAsync((FieldEncryption sealing) => sealing.CheckAsync(TestContext.Current.CancellationToken))).Broken.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_database_from_before_is_sealed_at_the_first_start_and_keeps_no_trace(DatabaseKind database)
    {
        await using var old = await OldSite.MakeAsync(database);
        (await old.Site.TracesOfAsync("Ouyang Before", "old.timer@coalition.example", "欧阳前")).ShouldNotBeEmpty();

        await old.Site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken));

        (await old.Site.TracesOfAsync("Ouyang Before", "欧阳前", "Before Alias", "Before note", "old.timer@", "OLD.TIMER@", "Old Timer", "for the old")).ShouldBeEmpty();
        var member = await old.Site.InDatabaseAsync(db => db.Members.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken));
        (member.Name.ToString(), member.Alias, member.Note, member.NativeLanguage).ShouldBe((DisplayName.Of("Ouyang Before", "欧阳前", "zh-Hans").ToString(), "Before Alias", "Before note", "zh-Hans"));
        using var browser = old.Site.Visit();
        await browser.SignInAsync("Old.Timer@coalition.example");
        (await old.Site.LoggedSinceAsync(0)).ShouldContain(AuditVerb.DatabaseSealed);
        (await old.Site.AskAsync((AuditVerification verify) => verify.RunAsync(null, null, TestContext.Current.CancellationToken))).Break.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task Sealing_that_was_interrupted_goes_on_where_it_ended(DatabaseKind database)
    {
        await using var old = await OldSite.MakeAsync(database);
        await old.Site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken));
        await old.AddClearMemberAsync("Second Before", "第二前");
        await old.Site.InDatabaseAsync(db => db.EncryptionStates.ExecuteDeleteAsync(TestContext.Current.CancellationToken));

        await old.Site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken));

        (await old.Site.InDatabaseAsync(db => db.Members.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken))).Select(m => m.RomanisedName)
            .ShouldBe(["Ouyang Before", "Second Before"], ignoreOrder: true);
        (await old.Site.TracesOfAsync("Second Before", "第二前")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_value_in_the_clear_in_a_sealed_database_stops_the_change_of_keys(DatabaseKind database)
    {
        await using var old = await OldSite.MakeAsync(database);
        await old.Site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken));
        await old.AddClearMemberAsync("Slipped In", "混入");

        var error = await Should.ThrowAsync<SetupException>(() => old.Site.AskAsync(async (FieldEncryption sealing) =>
        {
            await sealing.RotateAsync(Actor.CommandLine, TestContext.Current.CancellationToken);
            return true;
        }));

        error.Message.ShouldContain("does not open: Members, row");
        error.Message.ShouldNotContain("Slipped");
    }

    [OnEachDatabase]
    public async Task A_query_that_sorts_or_compares_what_is_sealed_is_refused_before_it_answers_wrongly(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);

        (await ErrorAsync(db => db.Members.OrderBy(m => m.RomanisedName).ToListAsync(TestContext.Current.CancellationToken))).ShouldStartWith("Member.RomanisedName is sealed");
        (await ErrorAsync(db => db.Members.Where(m => m.NativeName == "欧阳封").ToListAsync(TestContext.Current.CancellationToken))).ShouldStartWith("Member.NativeName is sealed");
        (await ErrorAsync(db => db.Users.Where(a => EF.Functions.Like(a.Name, "Li%")).ToListAsync(TestContext.Current.CancellationToken))).ShouldStartWith("Account.Name is sealed");

        async Task<string> ErrorAsync<T>(Func<CmsDbContext, Task<T>> question) => (await Should.ThrowAsync<InvalidOperationException>(() => site.InDatabaseAsync(question))).Message;
    }

    [Fact]
    public void Equal_values_look_different_and_short_ones_as_long_as_longer_ones()
    {
        var keys = new FieldKeys([FieldKey.New(DateTime.UnixEpoch)], isKept: true);

        keys.Seal("members/alias", "Li").ShouldNotBe(keys.Seal("members/alias", "Li"));
        keys.Seal("members/alias", "").Length.ShouldBe(keys.Seal("members/alias", "Ouyang Qing (欧阳青)").Length);
        foreach (var text in (string[])["", "Li", new string('长', 11), "ends in \u0080", new string('x', 31), new string('x', 32)])
        {
            keys.Open("members/alias", keys.Seal("members/alias", text)).ShouldBe(text);
        }
    }

    [Fact]
    public void A_key_that_is_not_on_the_disk_seals_nothing() =>
        Should.Throw<InvalidOperationException>(() => new FieldKeys([FieldKey.New(DateTime.UnixEpoch)], isKept: false).Seal("members/alias", "Li"));

    /// <summary>A site on a database that an older version filled, names in the clear.</summary>
    private sealed class OldSite(CmsSite site, string hash) : IAsyncDisposable
    {
        private const string Before = "SecondFactors";

        public CmsSite Site => site;

        public static async Task<OldSite> MakeAsync(DatabaseKind database)
        {
            var site = await CmsSite.StartAsync(database, new SiteOptions { OnEmptyDatabase = true });
            var old = new OldSite(site, new Microsoft.AspNetCore.Identity.PasswordHasher<object>().HashPassword(new(), SigningIn.Password));
            await site.InDatabaseAsync(async db =>
            {
                await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().Single(m => m.EndsWith("_" + Before, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
                return true;
            });
            await old.AddClearMemberAsync("Ouyang Before", "欧阳前");
            await old.RunAsync($"""
                INSERT INTO "Accounts" ("Id", "Name", "NativeName", "Role", "CreatedAt", "UserName", "NormalizedUserName", "Email", "NormalizedEmail",
                  "EmailConfirmed", "PasswordHash", "SecurityStamp", "ConcurrencyStamp", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
                VALUES ('{Key(database)}', 'Old Timer', '欧阳前', 'Editor', '2026-01-01 00:00:00', 'old.timer@coalition.example', 'OLD.TIMER@COALITION.EXAMPLE', 'old.timer@coalition.example',
                  'OLD.TIMER@COALITION.EXAMPLE', false, '{old.Hash}', 'stamp', 'stamp', false, false, false, 0);
                INSERT INTO "AccountLinks" ("Id", "Purpose", "CodeHash", "Role", "Note", "CreatedAt", "ExpiresAt")
                VALUES ('{Key(database)}', 'Invitation', 'x', 'Member', 'for the old one', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
                """);
            return old;
        }

        public Task<bool> AddClearMemberAsync(string name, string native) => RunAsync($"""
            INSERT INTO "Members" ("Id", "RomanisedName", "NativeName", "NativeLanguage", "Alias", "Standing", "Note", "HiddenEverywhere", "Version")
            VALUES ('{Key(site.Database)}', '{name}', '{native}', 'zh-Hans', 'Before Alias', 'Member', 'Before note', false, 1);
            """);

        public ValueTask DisposeAsync() => site.DisposeAsync();

        private string Hash => hash;

        private static string Key(DatabaseKind database) =>
            database == DatabaseKind.Sqlite ? Guid.CreateVersion7().ToString("D").ToUpperInvariant() : Guid.CreateVersion7().ToString("D");

        private Task<bool> RunAsync(string statement) => site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await db.Database.GetDbConnection().RunAsync(statement);
            return true;
        });
    }
}
