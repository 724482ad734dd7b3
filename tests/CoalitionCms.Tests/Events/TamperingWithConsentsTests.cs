using CoalitionCms.Features.Members;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Who can write to the database changes no consent and exchanges no names without the verification telling so.</summary>
public sealed class TamperingWithConsentsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_consent_that_was_changed_or_taken_away_in_the_database_is_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Tampered");
        var (hidden, other) = (await site.AddMemberAsync("Lu Hid", "鲁隐"), await site.AddMemberAsync("Mi Open", "米明"));
        await site.AttendAsync(held, hidden, Gathering.Public);
        await site.AttendAsync(held, other, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(hidden);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]");
        (await VerifyAsync(site)).Wrong.ShouldBeNull();

        await RunAsync(site, """UPDATE "Consents" SET "Terms_Choice" = 'PublicName', "IsWithdrawal" = false WHERE "Number" = 2""");
        (await VerifyAsync(site)).Wrong.ShouldBe(hidden);
        await RunAsync(site, """DELETE FROM "Consents" WHERE "Number" = 2""");
        (await VerifyAsync(site)).Wrong.ShouldBe(hidden);
    }

    [OnEachDatabase]
    public async Task Names_that_were_exchanged_between_two_members_are_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (one, other) = (await site.AddMemberAsync("Na One", "那一"), await site.AddMemberAsync("Ou Two", "欧二"));
        (await VerifyAsync(site)).Wrong.ShouldBeNull();

        foreach (var columns in (string[][])[["RomanisedName"], ["RomanisedName", "NativeName", "NameSeal"]])
        {
            await RunAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"Members\"");
            await RunAsync(site, "UPDATE \"Members\" SET " + string.Join(", ", columns.Select(c =>
                $"\"{c}\" = (SELECT c.\"{c}\" FROM \"Copied\" c WHERE c.\"Id\" <> \"Members\".\"Id\")")));
            await RunAsync(site, "DROP TABLE \"Copied\"");
            (await VerifyAsync(site)).Wrong.ShouldNotBeNull();
            (await site.InDatabaseAsync(db => db.Set<Member>().CountAsync(m => m.Id == one || m.Id == other, Token))).ShouldBe(2);
        }
    }

    private static Task<ConsentReport> VerifyAsync(CmsSite site) =>
        site.AskAsync((ConsentVerification verification) => verification.RunAsync(Token));

    private static Task<bool> RunAsync(CmsSite site, string sql) => site.InDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.GetDbConnection().RunAsync(sql);
        return true;
    });
}
