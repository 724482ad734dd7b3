using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>What a thief of the database alone learns about people: nothing.</summary>
public sealed class SealingFieldsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Secrets =
        ["Ouyang Sealed", "欧阳封", "Quiet Alias", "walks home alone", "Mira Sealed", "mira.sealed@coalition.example", "MIRA.SEALED",
        "for aunt Wen"];

    [OnEachDatabase]
    public async Task Names_notes_and_addresses_stand_nowhere_in_the_database(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var account =
            new CreateAccount.Input
            {
                Email = "mira.sealed@coalition.example",
                Name = "欧阳封",
                LatinName = "Mira Sealed",
                Role = Role.Admin,
                Password = SigningIn.Password
            };
        (await site.AskAsync((CreateAccount create) =>
            create.RunAsync(Actor.CommandLine, account, TestContext.Current.CancellationToken))).IsDone.ShouldBeTrue();
        await site.AskAsync((InviteAccount invite) =>
            invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member, Note = "for aunt Wen" }, TestContext.Current.CancellationToken));
        using var admin = site.Visit();

        await admin.SignInAsync("Mira.SEALED@coalition.example");
        await admin.SubmitAsync(await admin.GetAsync(SiteUrls.NewMember), "main form",
            ("Input.RomanisedName", "Ouyang Sealed"), ("Input.NativeName", "欧阳封"), ("Input.Alias", "Quiet Alias"),
            ("Input.Note", "walks home alone"));

        (await admin.GetAsync(SiteUrls.Members)).ShouldSay("Ouyang Sealed (欧阳封)").ShouldSay("Quiet Alias");
        (await admin.GetAsync("/admin/accounts")).ShouldSay("Mira Sealed").ShouldSay("for aunt Wen");
        (await site.TracesOfAsync(Secrets)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task The_same_address_in_other_letters_is_taken(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var input =
            new CreateAccount.Input
            {
                Email = "twice@coalition.example",
                Name = "Mira Tan",
                Role = Role.Member,
                Password = SigningIn.Password
            };
        await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken));

        var again = await site.AskAsync((CreateAccount create) =>
            create.RunAsync(Actor.CommandLine, input with { Email = "TWICE@Coalition.example" }, TestContext.Current.CancellationToken));

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

        (await Should.ThrowAsync<Exception>(() =>
            site.InDatabaseAsync(db => db.Set<Member>().SingleAsync(m => m.Id == member, TestContext.Current.CancellationToken))))
            .GetBaseException().ShouldBeAssignableTo<CryptographicException>();
        (await site.AskAsync((FieldEncryption sealing) =>
            sealing.CheckAsync(TestContext.Current.CancellationToken))).Broken.ShouldBe($"Members, row {id}, column Alias");
        await site.InDatabaseAsync(db =>
            db.Set<Member>().Where(m => m.Id == member).ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        (await site.AskAsync((FieldEncryption sealing) => sealing.CheckAsync(TestContext.Current.CancellationToken))).Broken.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_value_in_the_clear_stops_the_change_of_keys_and_the_start_of_a_database_whose_key_is_not_noted(
        DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var id = database == DatabaseKind.Sqlite
            ? Guid.CreateVersion7().ToString("D").ToUpperInvariant()
            : Guid.CreateVersion7().ToString("D");
        await site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await db.Database.GetDbConnection().RunAsync($"""
                INSERT INTO "Members" ("Id", "RomanisedName", "NativeName", "NativeLanguage", "Alias", "EarlierNames", "IsAliasOwn",
                    "Standing", "Note",
                    "HiddenEverywhere", "Version", "Since_Edtf", "Until_Edtf")
                VALUES ('{id}', 'Slipped In', '混入', 'zh-Hans', '', '', false, 'Member', '', false, 1, '', '')
                """);
            return true;
        });

        await ShouldBeRefusedAsync((FieldEncryption sealing) =>
            sealing.RotateAsync(Actor.CommandLine, TestContext.Current.CancellationToken));
        await site.InDatabaseAsync(db => db.EncryptionStates.ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        await ShouldBeRefusedAsync((FieldEncryption sealing) => sealing.PrepareAsync(Actor.System, TestContext.Current.CancellationToken));

        async Task ShouldBeRefusedAsync(Func<FieldEncryption, Task> act)
        {
            var error = await Should.ThrowAsync<SetupException>(() => site.AskAsync(async (FieldEncryption sealing) =>
            {
                await act(sealing);
                return true;
            }));
            error.Message.ShouldContain($"does not open: Members, row {id}");
            error.Message.ShouldNotContain("Slipped");
        }
    }

    [OnEachDatabase]
    public async Task A_query_that_sorts_or_compares_what_is_sealed_is_refused_before_it_answers_wrongly(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);

        (await ErrorAsync(db => db.Set<Member>().OrderBy(m => m.RomanisedName).ToListAsync(TestContext.Current.CancellationToken)))
            .ShouldStartWith("Member.RomanisedName is sealed");
        (await ErrorAsync(db => db.Set<Member>().Where(m => m.NativeName == "欧阳封").ToListAsync(TestContext.Current.CancellationToken)))
            .ShouldStartWith("Member.NativeName is sealed");
        (await ErrorAsync(db =>
            db.Set<Account>().Where(a => EF.Functions.Like(a.Name, "Li%")).ToListAsync(TestContext.Current.CancellationToken)))
            .ShouldStartWith("Account.Name is sealed");

        async Task<string> ErrorAsync<T>(Func<CmsDbContext, Task<T>> question) =>
            (await Should.ThrowAsync<InvalidOperationException>(() => site.InDatabaseAsync(question))).Message;
    }

    [Fact]
    public void Equal_values_look_different_and_short_ones_as_long_as_longer_ones()
    {
        var keys = new FieldKeys([FieldKey.New(DateTime.UnixEpoch)], isKept: true);

        var row = Guid.CreateVersion7();

        keys.Seal("members/alias", row, "Li").ShouldNotBe(keys.Seal("members/alias", row, "Li"));
        keys.Seal("members/alias", row, "").Length.ShouldBe(keys.Seal("members/alias", row, "Ouyang Qing (欧阳青)").Length);
        foreach (var text in (string[])["", "Li", new string('长', 11), "ends in \u0080", new string('x', 31), new string('x', 32)])
        {
            keys.Open("members/alias", keys.Seal("members/alias", row, text)).ShouldBe(text);
        }
    }

    [Fact]
    public void A_key_that_is_not_on_the_disk_seals_nothing() =>
        Should.Throw<InvalidOperationException>(() =>
        new FieldKeys([FieldKey.New(DateTime.UnixEpoch)], isKept: false).Seal("members/alias", Guid.CreateVersion7(), "Li"));
}
